"""What is to be sent, and what became of it; the state machine of a row in the outbox.

`pending -> sending -> sent`, or back to `pending` when it surely did not go, or to `uncertain`
when nobody knows. `dead` is the end of what cannot be delivered, and makes a follow-up.

- In a conversation rows go in order, one at a time; only danger overtakes there.
- Between conversations danger goes first, then alerts, then the rest by age.
- Writing the rows is part of the turn and not found here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from conversations.speech import Urgency
from conversations.store.dialect import from_json
from conversations.store.engine import Engine, Row
from conversations.store.ids import Ids
from conversations.store.instants import from_text, to_text

UNDELIVERED: Final = "undelivered"  # the kind of the follow-up


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    id: str
    conversation_id: str
    chat: str
    urgency: Urgency
    body: Mapping[str, Any]
    attempts: int  # since the last part that went
    parts_sent: int
    interrupted: int  # times the program stopped while this was under way, since then
    uncertain: bool  # it may have been delivered already
    dead_reason: str | None  # of the conversation: nothing more goes there


_RANK: Final = {Urgency.DANGER: 0, Urgency.ALERT: 1, Urgency.NOTICE: 2, Urgency.ANSWER: 2}
# The condition on `state` is spelled as in the index, or SQLite does not use that.
_DUE_OF_CLASS: Final = """SELECT * FROM (
    SELECT o.id, o.conversation_id, o.class, o.body, o.state, o.attempts, o.parts_sent,
        o.interrupted, c.chat,
        CASE WHEN c.dead_at IS NULL THEN NULL ELSE coalesce(c.dead_reason, '') END AS dead
    FROM outbox o JOIN conversations c ON c.id = o.conversation_id
    WHERE o.channel = :channel AND o.bot = :bot AND o.class = '{urgency}'
        AND o.state IN ('pending', 'sending', 'uncertain') AND o.state <> 'sending'
        AND (o.not_before IS NULL OR o.not_before <= :now)
        AND NOT EXISTS (
            SELECT 1 FROM outbox p
            WHERE p.channel = o.channel AND p.bot = o.bot AND p.conversation_id = o.conversation_id
                AND p.state IN ('pending', 'sending', 'uncertain') AND p.id <> o.id
                AND (p.state = 'sending'
                    OR (p.class = 'danger' AND (o.class <> 'danger' OR p.seq < o.seq))
                    OR (o.class <> 'danger' AND p.seq < o.seq))
        )
    ORDER BY o.id LIMIT {limit}) AS due_{urgency}"""


@lru_cache
def _due(limit: int) -> str:
    """One statement, as this is asked for each message; each class has its own way to its rows.

    The limit stands in it: with a parameter there SQLite plans the statement anew each time.
    """
    return "\nUNION ALL\n".join(
        _DUE_OF_CLASS.format(urgency=each.value, limit=limit) for each in Urgency
    )


def due(engine: Engine, channel: str, bot: str, now: datetime, limit: int) -> list[OutboxRow]:
    """Give what may be sent now, at most one row a conversation, the most urgent first."""
    # Few different limits, so that each statement is planned once.
    rows = engine.query(
        _due(1 << (limit - 1).bit_length()), channel=channel, bot=bot, now=to_text(now)
    )
    found = sorted(map(_row, rows), key=lambda row: (_RANK[row.urgency], row.id))
    return found[:limit]


def start(engine: Engine, ids: Sequence[str], now: datetime) -> set[str]:
    """Mark these as being sent; gives those that were ours to take, before anything goes out."""
    if not ids:
        return set()
    names, values = _named("id", ids)
    rows = engine.query(
        f"""UPDATE outbox SET state = 'sending', attempts = attempts + 1, started_at = :now
            WHERE id IN ({", ".join(names)}) AND state IN ('pending', 'uncertain')
            RETURNING id""",  # noqa: S608 - only names of parameters
        now=to_text(now),
        **values,
    )
    return {row["id"] for row in rows}


def sent(engine: Engine, rows: Sequence[tuple[str, str]], now: datetime) -> None:
    """Note what arrived, each with the channel's own id of the message."""
    if not rows:
        return
    ids, values = _named("id", [id_ for id_, _ in rows])
    refs, more = _named("ref", [provider_ref for _, provider_ref in rows])
    chosen = " ".join(f"WHEN {id_} THEN {ref}" for id_, ref in zip(ids, refs, strict=True))
    engine.execute(
        f"""UPDATE outbox SET state = 'sent', sent_at = :now, error = NULL,
                provider_ref = CASE id {chosen} END
            WHERE id IN ({", ".join(ids)})""",  # noqa: S608 - only names of parameters
        now=to_text(now),
        **values,
        **more,
    )


def _named(stem: str, values: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Name each value as a parameter; the last fills up, so that few statements are planned."""
    full = [*values, *[values[-1]] * ((1 << (len(values) - 1).bit_length()) - len(values))]
    named = {f"{stem}{place}": value for place, value in enumerate(full)}
    return [f":{name}" for name in named], named


def progress(engine: Engine, id_: str, parts_sent: int) -> None:
    """Remember that so many parts of a long message are there; the rest is due."""
    engine.execute(
        """UPDATE outbox SET state = 'pending', parts_sent = :parts, attempts = 0,
                interrupted = 0,
                not_before = NULL, error = NULL WHERE id = :id""",
        id=id_,
        parts=parts_sent,
    )


def retry(engine: Engine, id_: str, not_before: datetime, error: str) -> None:
    """It surely did not go this time; send it again from then on."""
    _again(engine, id_, "pending", not_before, error)


def uncertain(engine: Engine, id_: str, not_before: datetime, error: str) -> None:
    """It may have gone, now or at an earlier try; send it again from then on."""
    _again(engine, id_, "uncertain", not_before, error)


def _again(engine: Engine, id_: str, state: str, not_before: datetime, error: str) -> None:
    engine.execute(
        """UPDATE outbox SET state = :state, not_before = :not_before, error = :error
            WHERE id = :id""",
        id=id_,
        state=state,
        not_before=to_text(not_before),
        error=error,
    )


def died(
    engine: Engine, ids: Ids, id_: str, reason: str, now: datetime, *, gone: bool = True
) -> None:
    """End a row that cannot be delivered, and have staff told.

    With `gone` the whole conversation is dead, and what else waits in it ends the same way.
    """
    with engine.atomic():
        rows = engine.query("SELECT id, conversation_id FROM outbox WHERE id = :id", id=id_)
        if gone and rows:
            conversation = rows[0]["conversation_id"]
            engine.execute(
                """UPDATE conversations SET dead_at = :now, dead_reason = :reason
                    WHERE id = :id AND dead_at IS NULL""",
                id=conversation,
                now=to_text(now),
                reason=reason,
            )
            rows += engine.query(
                """SELECT id, conversation_id FROM outbox WHERE conversation_id = :conversation
                    AND id <> :id AND state IN ('pending', 'uncertain')""",
                conversation=conversation,
                id=id_,
            )
        for row in rows:
            _bury(engine, ids, row, reason, now)


def _bury(engine: Engine, ids: Ids, row: Row, reason: str, now: datetime) -> None:
    engine.execute(
        "UPDATE outbox SET state = 'dead', error = :reason WHERE id = :id",
        id=row["id"],
        reason=reason,
    )
    engine.execute(
        """INSERT INTO follow_ups (id, kind, conversation_id, outbox_id, created_at)
            VALUES (:id, :kind, :conversation, :outbox, :now)
            ON CONFLICT (outbox_id) DO NOTHING""",
        id=ids.new(now),
        kind=UNDELIVERED,
        conversation=row["conversation_id"],
        outbox=row["id"],
        now=to_text(now),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A row as a page shows it."""

    id: str
    conversation_id: str
    body: Mapping[str, Any]
    created_at: datetime


def shown(engine: Engine, conversation_id: str) -> list[Shown]:
    """Everything said in a conversation that was not blanked, in order."""
    rows = engine.query(
        """SELECT id, conversation_id, body, created_at FROM outbox
            WHERE conversation_id = :conversation AND blanked_at IS NULL ORDER BY seq""",
        conversation=conversation_id,
    )
    return [_shown(row) for row in rows]


def since(engine: Engine, conversation_ids: Sequence[str], after: str) -> list[Shown]:
    """What was said in these conversations after a row, in the order of the rows."""
    found = [
        _shown(row)
        for conversation in conversation_ids
        for row in engine.query(
            """SELECT id, conversation_id, body, created_at FROM outbox
                WHERE conversation_id = :conversation AND id > :after AND blanked_at IS NULL
                ORDER BY seq""",
            conversation=conversation,
            after=after,
        )
    ]
    return sorted(found, key=lambda each: each.id)


def _shown(row: Row) -> Shown:
    return Shown(
        id=row["id"],
        conversation_id=row["conversation_id"],
        body=from_json(row["body"]),
        created_at=from_text(row["created_at"]),
    )


def recover(engine: Engine, channel: str, bot: str) -> int:
    """After a stop: of what was being sent nobody knows whether it went; gives how many."""
    return engine.execute(
        """UPDATE outbox SET state = 'uncertain', not_before = NULL, interrupted = interrupted + 1
            WHERE channel = :channel AND bot = :bot AND state = 'sending'""",
        channel=channel,
        bot=bot,
    )


def _row(row: Row) -> OutboxRow:
    return OutboxRow(
        id=row["id"],
        conversation_id=row["conversation_id"],
        chat=row["chat"],
        urgency=Urgency(row["class"]),
        body=from_json(row["body"]),
        attempts=row["attempts"],
        parts_sent=row["parts_sent"],
        interrupted=row["interrupted"],
        uncertain=row["state"] == "uncertain",
        dead_reason=row["dead"],
    )
