"""What came in, kept before it is confirmed to the channel; and how a turn takes the next of it.

An update is known by channel, bot, its number and the SHA-256 of its canonical JSON: redelivered
it is the same row, and a number used again for something else is a new one.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from conversations.store.engine import Engine, Row
from conversations.store.ids import Ids
from conversations.store.instants import from_text, to_text

_NO_STATE: Final = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One raw update as a channel hands it over."""

    channel: str
    bot: str
    update_id: int | str
    chat: str | None  # None: nobody to answer
    payload: str  # canonical JSON: sorted keys, ASCII-escaped
    fault: str | None = None  # why it cannot be decoded


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The update that came in last on a channel."""

    update_id: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Undone:
    """The oldest update of a conversation that still waits for its turn."""

    id: str
    conversation_id: str
    channel: str
    payload: str
    received_at: datetime


def receive(engine: Engine, ids: Ids, arrivals: Sequence[Arrival], now: datetime) -> int:
    """Keep all of these in one transaction; gives how many were not there yet."""
    with engine.atomic():
        return sum(_keep(engine, ids, arrival, now) for arrival in arrivals)


def _keep(engine: Engine, ids: Ids, arrival: Arrival, now: datetime) -> int:
    conversation = None
    if arrival.chat is not None:
        conversation = conversation_id(engine, ids, arrival.channel, arrival.bot, arrival.chat, now)
    # Sound, but of nobody's chat: known from now on, and nothing is to be done with it.
    nobody = arrival.chat is None and arrival.fault is None
    ended = to_text(now) if nobody or arrival.fault is not None else None
    return engine.execute(
        """INSERT INTO inbox (id, channel, bot, update_id, digest, conversation_id, payload,
                received_at, state, error, done_at, blanked_at)
            VALUES (:id, :channel, :bot, :update_id, :digest, :conversation, :payload,
                :now, :state, :fault, :ended, :blanked)
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
        ended=ended,
        blanked=ended if nobody else None,
    )


def conversation_id(
    engine: Engine, ids: Ids, channel: str, bot: str, chat: str, now: datetime
) -> str:
    """The conversation of a chat, made when it is new."""
    found = engine.query(
        "SELECT id FROM conversations WHERE channel = :channel AND bot = :bot AND chat = :chat",
        channel=channel,
        bot=bot,
        chat=chat,
    )
    if found:
        return str(found[0]["id"])
    engine.execute(
        """INSERT INTO conversations (id, channel, bot, chat, state, created_at)
            VALUES (:id, :channel, :bot, :chat, :state, :now)
            ON CONFLICT (channel, bot, chat) DO NOTHING""",
        id=ids.new(now),
        channel=channel,
        bot=bot,
        chat=chat,
        state=_NO_STATE,
        now=to_text(now),
    )
    return conversation_id(engine, ids, channel, bot, chat, now)


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
            Latest(update_id=int(row["update_id"]), received_at=from_text(row["received_at"]))
            for row in rows
        ),
        None,
    )


def take(engine: Engine, conversation: str | None = None) -> Undone | None:
    """Claim a chat and take its oldest undone update; to be called inside a transaction.

    On PostgreSQL the conversation's row is locked until the transaction ends, and chats that
    another worker holds are passed over; on SQLite there is one writer at a time.
    """
    only = "AND i.conversation_id = :conversation" if conversation else ""
    chat = engine.query(
        f"""SELECT c.id AS id FROM inbox i JOIN conversations c ON c.id = i.conversation_id
            WHERE i.state = 'new' {only} ORDER BY i.id LIMIT 1
            {engine.dialect.lock_skipping("c")}""",  # noqa: S608 - only words of our own tables
        **({"conversation": conversation} if conversation else {}),
    )
    if not chat:
        return None
    # Read anew under the lock: what was the oldest a moment ago may be done by now.
    rows = engine.query(
        """SELECT id, conversation_id, channel, payload, received_at FROM inbox
            WHERE conversation_id = :conversation AND state = 'new' ORDER BY id LIMIT 1""",
        conversation=chat[0]["id"],
    )
    if not rows:
        return None
    return _undone(rows[0])


def _undone(row: Row) -> Undone:
    return Undone(
        id=row["id"],
        conversation_id=row["conversation_id"],
        channel=row["channel"],
        payload=row["payload"],
        received_at=from_text(row["received_at"]),
    )


def waiting(engine: Engine, limit: int) -> list[tuple[Undone, str | None]]:
    """Give what came in first of what waits, with its sender's region; to be looked at only."""
    rows = engine.query(
        """SELECT i.id, i.conversation_id, i.channel, i.payload, i.received_at,
                coalesce(c.region, p.region) AS region
            FROM inbox i JOIN conversations c ON c.id = i.conversation_id
            LEFT JOIN people p ON p.id = c.person_id
            WHERE i.state = 'new' ORDER BY i.id LIMIT :limit""",
        limit=limit,
    )
    return [(_undone(row), row["region"]) for row in rows]


def done(engine: Engine, id_: str, now: datetime, *, blank: bool) -> None:
    """The turn is over; without the sender's consent nothing of the update but its hash stays."""
    engine.execute(
        """UPDATE inbox SET state = 'done', done_at = :now, attempts = attempts + 1,
                payload = CASE WHEN CAST(:blanked AS TEXT) IS NULL THEN payload END,
                blanked_at = :blanked
            WHERE id = :id""",
        id=id_,
        now=to_text(now),
        blanked=to_text(now) if blank else None,
    )


def failed(engine: Engine, id_: str, fault: str) -> int:
    """Note a try that failed; gives how many there were."""
    rows = engine.query(
        """UPDATE inbox SET attempts = attempts + 1, error = :fault WHERE id = :id
            RETURNING attempts""",
        id=id_,
        fault=fault,
    )
    return int(rows[0]["attempts"])


def put_aside(engine: Engine, id_: str, fault: str, now: datetime) -> None:
    """It cannot be handled now; it stays, in sight of staff, and the next one goes on."""
    engine.execute(
        """UPDATE inbox SET state = 'aside', error = :fault, done_at = :now,
                attempts = attempts + 1 WHERE id = :id""",
        id=id_,
        fault=fault,
        now=to_text(now),
    )


def recent(engine: Engine, conversation: str, since: datetime) -> int:
    """How many updates came in on a conversation since then."""
    rows = engine.query(
        """SELECT count(*) AS n FROM inbox
            WHERE conversation_id = :conversation AND received_at > :since""",
        conversation=conversation,
        since=to_text(since),
    )
    return int(rows[0]["n"])
