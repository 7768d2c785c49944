"""What came in, kept as it came before anything else is done with it.

An update is known by channel, bot, number and digest of its canonical JSON: numbers may go back
and be used again, and the same update may come twice.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.instants import from_text, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One update as a channel hands it over."""

    channel: str
    bot: str
    update_id: int | str
    chat: str | None  # none: it belongs to no conversation of ours
    payload: str  # canonical JSON: sorted keys, ASCII-escaped
    fault: str | None = None  # why it cannot be decoded: it is put aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    update_id: int
    received_at: datetime


def receive(engine: Engine, ids: Ids, arrivals: Sequence[Arrival], now: datetime) -> int:
    """Keep all of a batch or none of it; gives how many were new."""
    with engine.atomic():
        return sum(_keep(engine, ids, arrival, now) for arrival in arrivals)


def last(engine: Engine, channel: str, bot: str) -> Latest | None:
    """The number of the update that came last (not the highest one), and when that was."""
    rows = engine.query(
        """SELECT update_id, received_at FROM inbox
            WHERE channel = :channel AND bot = :bot AND update_id <> '0'
            ORDER BY id DESC LIMIT 1""",
        channel=channel,
        bot=bot,
    )
    return next(
        (
            Latest(
                update_id=int(row["update_id"]),
                received_at=from_text(row["received_at"]),
            )
            for row in rows
        ),
        None,
    )


def _keep(engine: Engine, ids: Ids, arrival: Arrival, now: datetime) -> int:
    conversation = _conversation(engine, ids, arrival, now)
    # Sound, but of nobody's chat: known from now on, and nothing is to be done with it.
    nobody = arrival.chat is None and arrival.fault is None
    return engine.execute(
        """INSERT INTO inbox (id, channel, bot, update_id, digest, conversation_id, payload,
                received_at, state, error, done_at, blanked_at)
            VALUES (:id, :channel, :bot, :update_id, :digest, :conversation, :payload,
                :now, :state, :fault, :done_at, :done_at)
            ON CONFLICT (channel, bot, update_id, digest) DO NOTHING""",
        id=ids.new(now),
        channel=arrival.channel,
        bot=arrival.bot,
        update_id=str(arrival.update_id),
        digest=hashlib.sha256(arrival.payload.encode()).hexdigest(),
        conversation=conversation,
        payload=None if nobody else arrival.payload,
        now=to_text(now),
        state="aside" if arrival.fault is not None else "done" if nobody else "new",
        fault=arrival.fault,
        done_at=to_text(now) if nobody else None,
    )


def _conversation(engine: Engine, ids: Ids, arrival: Arrival, now: datetime) -> str | None:
    """The conversation of this chat, begun here when there is none."""
    if arrival.chat is None:
        return None
    place = {"channel": arrival.channel, "bot": arrival.bot, "chat": arrival.chat}
    find = """SELECT id FROM conversations
        WHERE channel = :channel AND bot = :bot AND chat = :chat"""
    found = engine.query(find, **place)
    if not found:
        engine.execute(
            """INSERT INTO conversations (id, channel, bot, chat, state, created_at)
                VALUES (:id, :channel, :bot, :chat, '{}', :now)
                ON CONFLICT (channel, bot, chat) DO NOTHING""",
            id=ids.new(now),
            now=to_text(now),
            **place,
        )
        found = engine.query(find, **place)
    return str(found[0]["id"])
