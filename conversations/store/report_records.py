"""New reports, their steps, and where they stand: everything that writes to concerns and signals.

Concerns and complaints stand in `concerns` (numbers Z-), signals in `signals` (numbers S-). A
step is appended and never changed; its words stand in `texts`.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from conversations.effects import Move, Record, ReportKind, SharedWith, StepKind
from conversations.reports import CLOSED
from conversations.store import words
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.instants import to_text

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
    told_as: str,
    text: str,
    rung: int | None,
) -> None:
    """Append what happened; a rung of the ladder can happen once."""
    engine.execute(
        """INSERT INTO steps (id, concern_id, signal_id, kind, at, actor_id, person_id, told_as,
                text_id, rung)
            VALUES (:id, (SELECT id FROM concerns WHERE id = :report),
                (SELECT id FROM signals WHERE id = :report), :kind, :now, :actor, :person,
                :told_as, :text, :rung)""",
        id=ids.new(now),
        report=report_id,
        kind=kind.value,
        now=to_text(now),
        actor=actor,
        person=person,
        told_as=told_as or None,
        text=words.write(engine, ids, text, now) if text else None,
        rung=rung,
    )


def move(engine: Engine, effect: Move, now: datetime) -> None:
    """Say where a report stands; a signal is open or closed, its steps tell the rest."""
    deadline = to_text(effect.deadline) if effect.deadline else None
    closed = effect.state in CLOSED
    moved = engine.execute(
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
    if moved:
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


def hold(engine: Engine, ids: Collection[str]) -> None:
    """Keep others from deciding on these reports until the transaction ends.

    Two people who tap at once then act one after the other, and the second sees what the first did.
    """
    for id_ in sorted(ids):
        held = engine.execute("UPDATE signals SET rung = rung WHERE id = :id", id=id_)
        if not held:
            engine.execute("UPDATE concerns SET rung = rung WHERE id = :id", id=id_)
