"""The rows of conversations: where each stands, whose it is, and which of a person's is in use."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from conversations.state import State, from_json, to_json
from conversations.store import consents, dialect
from conversations.store.engine import Engine, Row
from conversations.store.ids import Ids
from conversations.store.instants import to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRow:
    id: str
    channel: str
    bot: str
    chat: str
    person_id: str | None
    language: str | None  # chosen here, or by the person elsewhere
    region: str | None  # likewise
    state: State
    met: bool
    muted: bool
    dead: bool


_SELECT: Final = """
    SELECT c.id, c.channel, c.bot, c.chat, c.person_id, c.state, c.met_at, c.muted_at, c.dead_at,
        coalesce(c.language, p.language) AS language,
        coalesce(c.region, p.region) AS region
    FROM conversations c LEFT JOIN people p ON p.id = c.person_id"""


def by_id(engine: Engine, conversation_id: str) -> ConversationRow:
    """The row of a conversation that is known to exist."""
    return _row(engine.query(f"{_SELECT} WHERE c.id = :id", id=conversation_id)[0])


def in_use(engine: Engine, person_id: str) -> tuple[ConversationRow, ...]:
    """A person's living conversations, the one last used first."""
    rows = engine.query(
        f"""{_SELECT} WHERE c.person_id = :person AND c.dead_at IS NULL
            ORDER BY coalesce(c.heard_at, c.created_at) DESC, c.id DESC""",
        person=person_id,
    )
    return tuple(_row(row) for row in rows)


def last_used(engine: Engine, person_id: str) -> ConversationRow | None:
    """The conversation a person used last, dead or alive."""
    rows = engine.query(
        f"""{_SELECT} WHERE c.person_id = :person
            ORDER BY coalesce(c.heard_at, c.created_at) DESC, c.id DESC LIMIT 1""",
        person=person_id,
    )
    return _row(rows[0]) if rows else None


def save(
    engine: Engine, conversation_id: str, state: State, now: datetime, until: datetime | None
) -> None:
    """Where the conversation stands after a turn; `until` when it must be forgotten again."""
    engine.execute(
        """UPDATE conversations SET state = :state, state_until = :until, heard_at = :now
            WHERE id = :id""",
        id=conversation_id,
        state=dialect.to_json(to_json(state)),
        until=to_text(until) if until else None,
        now=to_text(now),
    )


def bind(engine: Engine, conversation_id: str, person_id: str | None) -> None:
    """Say whose conversation it is; None takes it away again."""
    engine.execute(
        "UPDATE conversations SET person_id = :person WHERE id = :id",
        id=conversation_id,
        person=person_id,
    )


def hand_over(engine: Engine, ids: Ids, invitation_id: str, now: datetime) -> None:
    """Bind the chat of a guest to the person whom the case manager now knows it to be.

    What the guest said, told and agreed to before belongs to that person from now on.
    """
    rows = engine.query(
        """SELECT c.id, c.person_id AS guest, i.person_id AS person FROM redemptions r
            JOIN invitations i ON i.id = r.invitation_id
            JOIN conversations c ON c.id = r.conversation_id WHERE r.invitation_id = :id""",
        id=invitation_id,
    )
    for row in rows:
        guest, person = row["guest"], row["person"]
        bind(engine, row["id"], person)
        if guest is None or guest == person:
            continue
        for table, column in _OWNED:
            engine.execute(
                f"""UPDATE {table} SET {column} = :person
                    WHERE {column} = :guest AND conversation_id = :conversation""",  # noqa: S608
                person=person,
                guest=guest,
                conversation=row["id"],
            )
        for purpose in sorted(consents.granted(engine, guest)):
            consents.note(engine, ids, person, purpose, now, granted=True, wording="as guest")


# What carries the id of whoever wrote in a conversation.
_OWNED: Final = (
    ("messages", "person_id"),
    ("unanswered", "person_id"),
    ("signals", "sender_id"),
    ("concerns", "sender_id"),
)


def met(engine: Engine, conversation_id: str, now: datetime) -> None:
    _stamp(engine, "met_at", conversation_id, to_text(now))


def mute(engine: Engine, conversation_id: str, now: datetime | None) -> None:
    _stamp(engine, "muted_at", conversation_id, to_text(now) if now else None)


def died(engine: Engine, conversation_id: str, reason: str, now: datetime) -> None:
    """Nothing can be delivered here any more; a new message of the person revives it."""
    engine.execute(
        """UPDATE conversations SET dead_at = :now, dead_reason = :reason
            WHERE id = :id AND dead_at IS NULL""",
        id=conversation_id,
        reason=reason,
        now=to_text(now),
    )


def revive(engine: Engine, conversation_id: str) -> None:
    """Somebody wrote: the channel works."""
    engine.execute(
        "UPDATE conversations SET dead_at = NULL, dead_reason = NULL WHERE id = :id",
        id=conversation_id,
    )


def set_language(engine: Engine, row: ConversationRow, language: str) -> None:
    _set_own(engine, row, "language", language)


def set_region(engine: Engine, row: ConversationRow, region: str) -> None:
    _set_own(engine, row, "region", region)


def next_place(engine: Engine, conversation_id: str) -> int:
    """Give out the next place in a conversation's outbox."""
    rows = engine.query(
        """UPDATE conversations SET next_seq = next_seq + 1 WHERE id = :id
            RETURNING next_seq - 1 AS seq""",
        id=conversation_id,
    )
    return int(rows[0]["seq"])


def forget_unfinished(engine: Engine, now: datetime) -> int:
    """Drop dialogues of people without consent that were left lying; gives how many."""
    return engine.execute(
        """UPDATE conversations SET state = :state, state_until = NULL
            WHERE state_until IS NOT NULL AND state_until <= :now""",
        state=dialect.to_json(to_json(State())),
        now=to_text(now),
    )


_COLUMNS = {"language", "region", "met_at", "muted_at"}


def _stamp(engine: Engine, column: str, conversation_id: str, value: str | None) -> None:
    if column not in _COLUMNS:
        raise KeyError(column)
    engine.execute(
        f"UPDATE conversations SET {column} = :value WHERE id = :id",  # noqa: S608 - from _COLUMNS
        id=conversation_id,
        value=value,
    )


def _set_own(engine: Engine, row: ConversationRow, column: str, value: str) -> None:
    """Of the conversation, and of the person when we know one."""
    _stamp(engine, column, row.id, value)
    if row.person_id is not None:
        engine.execute(
            f"UPDATE people SET {column} = :value WHERE id = :id",  # noqa: S608 - from _COLUMNS
            id=row.person_id,
            value=value,
        )


def _row(row: Row) -> ConversationRow:
    return ConversationRow(
        id=row["id"],
        channel=row["channel"],
        bot=row["bot"],
        chat=row["chat"],
        person_id=row["person_id"],
        language=row["language"],
        region=row["region"],
        state=from_json(dialect.from_json(row["state"])),
        met=row["met_at"] is not None,
        muted=row["muted_at"] is not None,
        dead=row["dead_at"] is not None,
    )
