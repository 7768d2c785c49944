"""Concerns, complaints and signals read back from the database, with their steps."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from conversations.effects import ReportKind, SharedWith, StepKind, Subject
from conversations.reports import Happened, Report
from conversations.store.engine import Engine, Row
from conversations.store.instants import from_text, to_text


def claim_due(engine: Engine, now: datetime) -> Report | None:
    """The report whose deadline passed the longest ago, locked until the transaction ends."""
    found = [
        (row["next_deadline"], row["id"])
        for sql in (_DUE_SIGNAL, _DUE_CONCERN)
        for row in engine.query(
            f"{sql} {engine.dialect.lock_skipping('r')}",
            now=to_text(now),
        )
    ]
    return next(iter(by_ids(engine, [id_ for _, id_ in sorted(found)[:1]])), None)


_DUE_SIGNAL: Final = """SELECT r.id, r.next_deadline FROM signals r
    WHERE r.state = 'open' AND r.next_deadline IS NOT NULL AND r.next_deadline <= :now
    ORDER BY r.next_deadline LIMIT 1"""
_DUE_CONCERN: Final = """SELECT r.id, r.next_deadline FROM concerns r
    WHERE r.next_deadline IS NOT NULL AND r.next_deadline <= :now
    ORDER BY r.next_deadline LIMIT 1"""


def of_sender(
    engine: Engine, sender: str | None, conversation: str, limit: int
) -> tuple[Report, ...]:
    """What somebody reported, from any channel, newest first; unnamed, only from this one."""
    rows = [
        row["id"]
        for table in ("signals", "concerns")
        for row in engine.query(
            f"""SELECT id FROM {table} WHERE sender_id = :sender
                OR (sender_id IS NULL AND conversation_id = :conversation)
                ORDER BY id DESC LIMIT :limit""",  # noqa: S608 - two tables of our own
            sender=sender or "",
            conversation=conversation,
            limit=limit,
        )
    ]
    return tuple(by_ids(engine, sorted(rows, reverse=True)[:limit]))


def by_ids(engine: Engine, ids: Sequence[str]) -> list[Report]:
    """These reports with their steps, in this order."""
    found = {report.id: report for id_ in ids for report in _read(engine, id_)}
    return [found[id_] for id_ in ids if id_ in found]


def by_message(engine: Engine, message: str) -> Report | None:
    """The open report that a message's words went into."""
    rows = [
        row["id"]
        for sql in (
            "SELECT id FROM signals WHERE message_id = :message AND state = 'open'",
            """SELECT id FROM concerns WHERE message_id = :message
                AND state NOT IN ('closed', 'withdrawn')""",
        )
        for row in engine.query(sql, message=message)
    ]
    return next(iter(by_ids(engine, rows[:1])), None)


_NAMES: Final = """
    coalesce(s.name, '') AS sender_name, coalesce(c.name, '') AS client_name,
    coalesce(w.name, '') AS with_name, coalesce(o.name, '') AS owner_name, t.body AS words
"""
_JOINS: Final = """
    JOIN texts t ON t.id = r.text_id
    LEFT JOIN people s ON s.id = r.sender_id
    LEFT JOIN people c ON c.id = r.client_id
    LEFT JOIN people w ON w.id = r.with_id
    LEFT JOIN people o ON o.id = r.owner_id
    WHERE r.id = :id
"""
_SIGNAL: Final = f"""SELECT r.*, 'signal' AS kind, NULL AS bottleneck, {_NAMES}
    FROM signals r {_JOINS}"""  # noqa: S608 - fixed texts
_CONCERN: Final = f"""SELECT r.*, 'log' AS route, NULL AS danger, 0 AS sensitive, {_NAMES}
    FROM concerns r {_JOINS}"""  # noqa: S608 - fixed texts


def _read(engine: Engine, id_: str) -> Iterable[Report]:
    for row in engine.query(_SIGNAL, id=id_) or engine.query(_CONCERN, id=id_):
        slugs = engine.query(
            "SELECT slug FROM signal_indicators WHERE signal_id = :id ORDER BY slug", id=id_
        )
        yield _report(row, tuple(each["slug"] for each in slugs), _steps(engine, id_))


def _steps(engine: Engine, id_: str) -> tuple[Happened, ...]:
    rows = engine.query(
        """SELECT x.kind, x.at, coalesce(a.name, '') AS actor, coalesce(p.name, '') AS person,
                t.body AS words
            FROM steps x LEFT JOIN people a ON a.id = x.actor_id
            LEFT JOIN people p ON p.id = x.person_id
            LEFT JOIN texts t ON t.id = x.text_id
            WHERE x.signal_id = :id OR x.concern_id = :id ORDER BY x.id""",
        id=id_,
    )
    return tuple(
        Happened(
            kind=StepKind(row["kind"]),
            at=from_text(row["at"]),
            actor=row["actor"],
            person=row["person"],
            words=row["words"],
        )
        for row in rows
    )


def _report(row: Row, indicators: tuple[str, ...], steps: tuple[Happened, ...]) -> Report:
    return Report(
        id=row["id"],
        number=row["number"],
        kind=ReportKind(row["kind"]),
        route=row["route"],
        state=row["state"],
        words=row["words"],
        sender_id=row["sender_id"],
        sender_name=row["sender_name"],
        sender_role=row["sender_role"],
        conversation_id=row["conversation_id"],
        client_id=row["client_id"],
        client_name=row["client_name"],
        subject=Subject(row["subject"]),
        shared_with=SharedWith(row["shared_with"]),
        bottleneck=row["bottleneck"] or "",
        indicators=indicators,
        danger=row["danger"] or "",
        sensitive=bool(row["sensitive"]),
        accused_id=row["accused_id"],
        with_id=row["with_id"],
        with_name=row["with_name"],
        owner_id=row["owner_id"],
        owner_name=row["owner_name"],
        deadline=from_text(row["next_deadline"]) if row["next_deadline"] else None,
        rung=row["rung"],
        created_at=from_text(row["created_at"]),
        steps=steps,
    )
