"""How long things have been waiting: for the health page and for whoever watches over us."""

from dataclasses import dataclass
from datetime import datetime

from conversations.store.engine import Engine
from conversations.store.instants import from_text, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Queues:
    """Counts, and ages in whole seconds."""

    inbox_waiting: int
    inbox_oldest_seconds: int
    inbox_aside: int
    outbox_waiting: int
    outbox_oldest_seconds: int
    overdue: int  # reports whose deadline has passed
    follow_ups: int


def look(engine: Engine, now: datetime) -> Queues:
    """What waits at this moment."""
    row = engine.query(
        """SELECT
            (SELECT count(*) FROM inbox WHERE state = 'new') AS inbox_waiting,
            (SELECT min(received_at) FROM inbox WHERE state = 'new') AS inbox_oldest,
            (SELECT count(*) FROM inbox WHERE state = 'aside') AS inbox_aside,
            (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending', 'uncertain')
                AND channel <> 'terminal') AS outbox_waiting,
            (SELECT min(created_at) FROM outbox WHERE state IN ('pending', 'sending', 'uncertain')
                AND channel <> 'terminal') AS outbox_oldest,
            (SELECT count(*) FROM signals WHERE state = 'open' AND next_deadline <= :now)
                + (SELECT count(*) FROM concerns WHERE next_deadline <= :now) AS overdue,
            (SELECT count(*) FROM follow_ups WHERE done_at IS NULL) AS follow_ups""",
        now=to_text(now),
    )[0]
    return Queues(
        inbox_waiting=row["inbox_waiting"],
        inbox_oldest_seconds=_age(row["inbox_oldest"], now),
        inbox_aside=row["inbox_aside"],
        outbox_waiting=row["outbox_waiting"],
        outbox_oldest_seconds=_age(row["outbox_oldest"], now),
        overdue=row["overdue"],
        follow_ups=row["follow_ups"],
    )


def _age(since: str | None, now: datetime) -> int:
    return 0 if since is None else max(0, int((now - from_text(since)).total_seconds()))
