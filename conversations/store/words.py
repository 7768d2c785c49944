"""Words of people, kept with consent only: texts that can be blanked, messages with versions."""

from dataclasses import dataclass
from datetime import datetime

from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.instants import from_text, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """A message of the person, in its newest version."""

    id: str
    text: str
    said_at: datetime


def write(engine: Engine, ids: Ids, body: str, now: datetime) -> str:
    """Keep a text and give its id."""
    text_id = ids.new(now)
    engine.execute(
        "INSERT INTO texts (id, body, written_at) VALUES (:id, :body, :now)",
        id=text_id,
        body=body,
        now=to_text(now),
    )
    return text_id


def say(
    engine: Engine, ids: Ids, conversation: str, person: str, ref: str, text: str, now: datetime
) -> str:
    """A new message in its first version; gives its id."""
    message_id = ids.new(now)
    engine.execute(
        """INSERT INTO messages (id, conversation_id, person_id, ref, said_at)
            VALUES (:id, :conversation, :person, :ref, :now)""",
        id=message_id,
        conversation=conversation,
        person=person,
        ref=ref,
        now=to_text(now),
    )
    _version(engine, ids, message_id, 1, text, now)
    return message_id


def edit(engine: Engine, ids: Ids, message_id: str, text: str, now: datetime) -> None:
    """A new version; the first is kept."""
    rows = engine.query(
        "SELECT max(version) AS last FROM message_versions WHERE message_id = :id", id=message_id
    )
    _version(engine, ids, message_id, int(rows[0]["last"]) + 1, text, now)


def by_ref(engine: Engine, conversation: str, ref: str) -> str | None:
    """The message a channel knows by this id, when it was kept."""
    rows = engine.query(
        """SELECT id FROM messages WHERE conversation_id = :conversation AND ref = :ref
            ORDER BY id DESC LIMIT 1""",
        conversation=conversation,
        ref=ref,
    )
    return str(rows[0]["id"]) if ref and rows else None


def own(engine: Engine, conversation: str) -> list[OwnWords]:
    """What the person said in a conversation and let us keep, oldest first."""
    rows = engine.query(
        """SELECT m.id, m.said_at, t.body FROM messages m
            JOIN message_versions v ON v.message_id = m.id
            JOIN texts t ON t.id = v.text_id
            WHERE m.conversation_id = :conversation AND t.body IS NOT NULL
                AND v.version = (SELECT max(w.version) FROM message_versions w
                    WHERE w.message_id = m.id)
            ORDER BY m.id""",
        conversation=conversation,
    )
    return [
        OwnWords(id=row["id"], text=row["body"], said_at=from_text(row["said_at"])) for row in rows
    ]


def _version(
    engine: Engine, ids: Ids, message_id: str, version: int, text: str, now: datetime
) -> None:
    engine.execute(
        """INSERT INTO message_versions (message_id, version, text_id, at)
            VALUES (:message, :version, :text, :now)""",
        message=message_id,
        version=version,
        text=write(engine, ids, text, now),
        now=to_text(now),
    )
