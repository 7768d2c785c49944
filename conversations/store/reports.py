"""Concerns, complaints and signals in the database: recorded, moved, read back with their steps.

Concerns and complaints stand in `concerns` (numbers Z-), signals in `signals` (numbers S-). A
step is appended and never changed; its words stand in `texts`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from conversations.effects import Move, Record, ReportKind, SharedWith, StepKind, Subject
from conversations.reports import CLOSED, Happened, Report
from conversations.store import words
from conversations.store.engine import Engine, Row
from conversations.store.ids import Ids
from conversations.store.instants import from_text, to_text

_LETTERS: Final = {ReportKind.SIGNAL: "S", ReportKind.CONCERN: "Z", ReportKind.COMPLAINT: "Z"}


def next_number(engine: Engine, kind: ReportKind, year: int) -> str:
    """Give out the next number of a year: S-2026-0007, Z-2026-0041."""
    letter = _LETTERS[kind]
    rows = engine.query(
        """INSERT INTO numbering (kind, year, last) VALUES (:kind, :year, 1)
            ON CONFLICT (kind, year) DO UPDATE SET last = numbering.last + 1 RETURNING last""",
        kind=letter,
        year=year,
    )
    return f"{letter}-{year}-{rows[0]['last']:04}"


def record(
    engine: Engine,
    ids: Ids,
    effect: Record,
    *,
    number: str,
    sender: str | None,
    conversation: str,
    message: str | None,
    now: datetime,
) -> str:
    """Keep a new report and give its id."""
    id_ = ids.new(now)
    table = _add_signal if effect.kind is ReportKind.SIGNAL else _add_concern
    table(
        engine,
        effect,
        id_,
        number=number,
        sender=sender,
        conversation=conversation,
        message=message,
        text=words.write(engine, ids, effect.words, now),
        now=now,
    )
    return id_


def _add_signal(
    engine: Engine,
    effect: Record,
    id_: str,
    *,
    number: str,
    sender: str | None,
    conversation: str,
    message: str | None,
    text: str,
    now: datetime,
) -> None:
    kept = effect.shared_with is SharedWith.NOBODY
    engine.execute(
        """INSERT INTO signals (id, number, route, sender_id, sender_role, conversation_id,
                client_id, subject, danger, sensitive, text_id, message_id, accused_id,
                shared_with, state, with_id, next_deadline, created_at, closed_at)
            VALUES (:id, :number, :route, :sender, :sender_role, :conversation, :client, :subject,
                :danger, :sensitive, :text, :message, :accused, :shared, :state, :with_id,
                :deadline, :now, :closed)""",
        id=id_,
        number=number,
        route=effect.route,
        sender=sender,
        sender_role=effect.sender_role,
        conversation=conversation,
        client=effect.client_id,
        subject=effect.subject.value,
        danger=effect.danger or None,
        sensitive=int(effect.sensitive),
        text=text,
        message=message,
        accused=effect.accused_id,
        shared=effect.shared_with.value,
        state="closed" if kept else "open",
        with_id=effect.with_id,
        deadline=to_text(effect.deadline) if effect.deadline else None,
        now=to_text(now),
        closed=to_text(now) if kept else None,
    )
    for slug in dict.fromkeys(effect.indicators):
        engine.execute(
            "INSERT INTO signal_indicators (signal_id, slug) VALUES (:id, :slug)", id=id_, slug=slug
        )


def _add_concern(
    engine: Engine,
    effect: Record,
    id_: str,
    *,
    number: str,
    sender: str | None,
    conversation: str,
    message: str | None,
    text: str,
    now: datetime,
) -> None:
    engine.execute(
        """INSERT INTO concerns (id, number, kind, sender_id, sender_role, conversation_id,
                client_id, subject, bottleneck, text_id, message_id, shared_with, accused_id,
                state, with_id, next_deadline, created_at)
            VALUES (:id, :number, :kind, :sender, :sender_role, :conversation, :client, :subject,
                :bottleneck, :text, :message, :shared, :accused, 'new', :with_id, :deadline,
                :now)""",
        id=id_,
        number=number,
        kind=effect.kind.value,
        sender=sender,
        sender_role=effect.sender_role,
        conversation=conversation,
        client=effect.client_id,
        subject=effect.subject.value,
        bottleneck=effect.bottleneck or None,
        text=text,
        message=message,
        shared=effect.shared_with.value,
        accused=effect.accused_id,
        with_id=effect.with_id,
        deadline=to_text(effect.deadline) if effect.deadline else None,
        now=to_text(now),
    )


def step(
    engine: Engine,
    ids: Ids,
    report_id: str,
    kind: StepKind,
    now: datetime,
    *,
    actor: str | None,
    person: str | None,
    text: str,
    rung: int | None,
) -> None:
    """Append what happened; a rung of the ladder can happen once."""
    signal = _is_signal(engine, report_id)
    engine.execute(
        """INSERT INTO steps (id, concern_id, signal_id, kind, at, actor_id, person_id, text_id,
                rung)
            VALUES (:id, :concern, :signal, :kind, :now, :actor, :person, :text, :rung)""",
        id=ids.new(now),
        concern=None if signal else report_id,
        signal=report_id if signal else None,
        kind=kind.value,
        now=to_text(now),
        actor=actor,
        person=person,
        text=words.write(engine, ids, text, now) if text else None,
        rung=rung,
    )


def move(engine: Engine, effect: Move, now: datetime) -> None:
    """Say where a report stands; a signal is open or closed, its steps tell the rest."""
    deadline = to_text(effect.deadline) if effect.deadline else None
    if _is_signal(engine, effect.report):
        closed = effect.state in CLOSED
        engine.execute(
            """UPDATE signals SET state = :state, with_id = :with_id, owner_id = :owner,
                    next_deadline = :deadline, rung = :rung, closed_at = :closed_at
                WHERE id = :id""",
            id=effect.report,
            state="closed" if closed else "open",
            with_id=effect.with_id,
            owner=effect.owner_id,
            deadline=deadline,
            rung=effect.rung,
            closed_at=to_text(now) if closed else None,
        )
        return
    engine.execute(
        """UPDATE concerns SET state = :state, with_id = :with_id, owner_id = :owner,
                next_deadline = :deadline, rung = :rung WHERE id = :id""",
        id=effect.report,
        state=effect.state,
        with_id=effect.with_id,
        owner=effect.owner_id,
        deadline=deadline,
        rung=effect.rung,
    )


def due(engine: Engine, now: datetime, limit: int) -> list[Report]:
    """Open reports whose deadline has passed, the longest ago first."""
    found = [
        (row["next_deadline"], row["id"])
        for sql in (
            """SELECT id, next_deadline FROM signals
                WHERE state = 'open' AND next_deadline IS NOT NULL AND next_deadline <= :now
                ORDER BY next_deadline LIMIT :limit""",
            """SELECT id, next_deadline FROM concerns
                WHERE next_deadline IS NOT NULL AND next_deadline <= :now
                ORDER BY next_deadline LIMIT :limit""",
        )
        for row in engine.query(sql, now=to_text(now), limit=limit)
    ]
    return by_ids(engine, [id_ for _, id_ in sorted(found)[:limit]])


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


def _is_signal(engine: Engine, id_: str) -> bool:
    return bool(engine.query("SELECT 1 AS one FROM signals WHERE id = :id", id=id_))
