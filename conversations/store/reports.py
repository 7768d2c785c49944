"""Concerns, complaints and signals read back from the database, with their steps."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from conversations.effects import ReportKind, SharedWith, StepKind, Subject
from conversations.reports import Happened, Report
from conversations.store.engine import Engine, Row
from conversations.store.instants import from_text, to_text


def claim_due(engine: Engine, now: datetime, passed: Collection[str] = ()) -> Report | None:
    """The report whose deadline passed the longest ago, locked until the transaction ends.

    Not one of those `passed`: they were tried in this round and failed.
    """
    names = {f"passed_{place}": id_ for place, id_ in enumerate(passed)}
    others = f"AND r.id NOT IN ({', '.join(f':{name}' for name in names)})" if names else ""
    found = [
        (row["next_deadline"], row["id"])
        for sql in (_DUE_SIGNAL, _DUE_CONCERN)
        for row in engine.query(
            f"{sql.format(others=others)} {engine.dialect.lock_skipping('r')}",
            now=to_text(now),
            **names,
        )
    ]
    return next(iter(by_ids(engine, [id_ for _, id_ in sorted(found)[:1]])), None)


_DUE_SIGNAL: Final = """SELECT r.id, r.next_deadline FROM signals r
    WHERE r.state = 'open' AND r.next_deadline IS NOT NULL AND r.next_deadline <= :now {others}
    ORDER BY r.next_deadline LIMIT 1"""
_DUE_CONCERN: Final = """SELECT r.id, r.next_deadline FROM concerns r
    WHERE r.next_deadline IS NOT NULL AND r.next_deadline <= :now {others}
    ORDER BY r.next_deadline LIMIT 1"""


def of_sender(
    engine: Engine,
    sender: str | None,
    conversation: str,
    *,
    limit: int,
    asked: Collection[str] = (),
) -> tuple[Report, ...]:
    """What somebody reported, from any channel, newest first; unnamed, only from this one.

    Those `asked` for are among them however many there are.
    """
    if sender is None:
        rows = engine.query(
            """SELECT id FROM signals WHERE sender_id IS NULL AND conversation_id = :conversation
                ORDER BY id DESC""",
            conversation=conversation,
        )
    else:
        rows = engine.query(
            """SELECT id FROM signals WHERE sender_id = :sender
                UNION ALL SELECT id FROM concerns WHERE sender_id = :sender
                ORDER BY id DESC""",
            sender=sender,
        )
    ids = [row["id"] for row in rows]
    return tuple(
        by_ids(engine, [id_ for place, id_ in enumerate(ids) if place < limit or id_ in asked])
    )


def by_ids(engine: Engine, ids: Sequence[str]) -> list[Report]:
    """These reports with their steps, in this order."""
    if not ids:
        return []
    names = {f"id_{place}": id_ for place, id_ in enumerate(dict.fromkeys(ids))}
    among = ", ".join(f":{name}" for name in names)
    rows = [
        row
        for sql in (_SIGNALS, _CONCERNS)
        for row in engine.query(sql.format(among=among), **names)
    ]
    slugs = _grouped(engine.query(_INDICATORS.format(among=among), **names), "signal_id")
    steps = _grouped(engine.query(_STEPS.format(among=among), **names), "report_id")
    found = {
        row["id"]: _report(
            row,
            tuple(each["slug"] for each in slugs.get(row["id"], ())),
            tuple(_happened(each) for each in steps.get(row["id"], ())),
        )
        for row in rows
    }
    return [found[id_] for id_ in ids if id_ in found]


def by_message(engine: Engine, message: str) -> Report | None:
    """The open report that a message's words went into."""
    rows = engine.query(
        """SELECT id FROM signals WHERE message_id = :message AND state = 'open'
            UNION ALL SELECT id FROM concerns WHERE message_id = :message
                AND state NOT IN ('closed', 'withdrawn')""",
        message=message,
    )
    return next(iter(by_ids(engine, [row["id"] for row in rows[:1]])), None)


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
    WHERE r.id IN ({among})
"""
_SIGNALS: Final = f"""SELECT r.*, 'signal' AS kind, NULL AS bottleneck, {_NAMES}
    FROM signals r {_JOINS}"""  # noqa: S608 - fixed texts
_CONCERNS: Final = f"""SELECT r.*, 'log' AS route, NULL AS danger, 0 AS sensitive, {_NAMES}
    FROM concerns r {_JOINS}"""  # noqa: S608 - fixed texts
_INDICATORS: Final = """SELECT signal_id, slug FROM signal_indicators
    WHERE signal_id IN ({among}) ORDER BY slug"""
_STEPS: Final = """SELECT coalesce(x.signal_id, x.concern_id) AS report_id, x.kind, x.at,
        coalesce(a.name, '') AS actor, coalesce(p.name, '') AS person, t.body AS words
    FROM steps x LEFT JOIN people a ON a.id = x.actor_id
    LEFT JOIN people p ON p.id = x.person_id
    LEFT JOIN texts t ON t.id = x.text_id
    WHERE x.signal_id IN ({among}) OR x.concern_id IN ({among}) ORDER BY x.id"""


def _grouped(rows: Iterable[Row], column: str) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _happened(row: Row) -> Happened:
    return Happened(
        kind=StepKind(row["kind"]),
        at=from_text(row["at"]),
        actor=row["actor"],
        person=row["person"],
        words=row["words"],
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
