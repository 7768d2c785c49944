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
    conversation: str | None = None,
    report: str | None = None,
) -> None:
    """Keep a follow-up, about a chat or a report; what is to be done already is not doubled."""
    engine.execute(
        """INSERT INTO follow_ups (id, kind, assignee_id, conversation_id, signal_id, concern_id,
                created_at)
            SELECT :id, :kind, CAST(:assignee AS TEXT), CAST(:conversation AS TEXT),
                (SELECT id FROM signals WHERE id = :report),
                (SELECT id FROM concerns WHERE id = :report), :now
            WHERE NOT EXISTS (SELECT 1 FROM follow_ups f
                WHERE f.done_at IS NULL AND f.outbox_id IS NULL AND f.kind = :kind
                AND coalesce(f.assignee_id, '') = coalesce(CAST(:assignee AS TEXT), '')
                AND coalesce(f.conversation_id, '') = coalesce(CAST(:conversation AS TEXT), '')
                AND coalesce(f.signal_id, f.concern_id, '') = coalesce(CAST(:report AS TEXT), ''))
        """,
        id=ids.new(now),
        kind=kind,
        assignee=assignee,
        conversation=conversation,
        report=report,
        now=to_text(now),
    )
