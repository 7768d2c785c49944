"""What staff must do: made whenever something could not reach the person it was for."""

from datetime import datetime

from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.instants import to_text


def add(
    engine: Engine,
    ids: Ids,
    kind: str,
    assignee: str | None,
    now: datetime,
    *,
    report: str | None = None,
) -> None:
    """Keep a follow-up; about a report when one is named."""
    signal = report is not None and bool(
        engine.query("SELECT 1 AS one FROM signals WHERE id = :id", id=report)
    )
    engine.execute(
        """INSERT INTO follow_ups (id, kind, assignee_id, signal_id, concern_id, created_at)
            VALUES (:id, :kind, :assignee, :signal, :concern, :now)""",
        id=ids.new(now),
        kind=kind,
        assignee=assignee,
        signal=report if signal else None,
        concern=None if signal else report,
        now=to_text(now),
    )
