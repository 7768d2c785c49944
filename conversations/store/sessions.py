"""Sessions of the web chat: a random token in the cookie, its hash here, revocable at once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from conversations.store import conversations, inbox
from conversations.store.conversations import ConversationRow
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.instants import to_text

LASTS: Final = timedelta(days=90)
_BYTES: Final = 24  # 192 bits


def begin(engine: Engine, ids: Ids, channel: str, bot: str, chat: str, now: datetime) -> str:
    """Open a session on the conversation of a chat; gives the token, which is not kept."""
    token = secrets.token_urlsafe(_BYTES)
    with engine.atomic():
        conversation = inbox.conversation_id(engine, ids, channel, bot, chat, now)
        engine.execute(
            """INSERT INTO sessions (id, token_hash, conversation_id, created_at, seen_at,
                    expires_at)
                VALUES (:id, :hash, :conversation, :now, :now, :expires)""",
            id=ids.new(now),
            hash=_hash(token),
            conversation=conversation,
            now=to_text(now),
            expires=to_text(now + LASTS),
        )
    return token


def conversation_of(engine: Engine, token: str, now: datetime) -> ConversationRow | None:
    """The conversation a token opens; None when it is unknown, revoked or expired."""
    rows = engine.query(
        """SELECT conversation_id FROM sessions
            WHERE token_hash = :hash AND revoked_at IS NULL AND expires_at > :now""",
        hash=_hash(token),
        now=to_text(now),
    )
    return conversations.by_id(engine, rows[0]["conversation_id"]) if rows else None


def revoke(engine: Engine, token: str, now: datetime) -> None:
    """End one session."""
    engine.execute(
        "UPDATE sessions SET revoked_at = :now WHERE token_hash = :hash AND revoked_at IS NULL",
        hash=_hash(token),
        now=to_text(now),
    )


def revoke_of_person(engine: Engine, person: str, now: datetime) -> None:
    """End every session of a person."""
    engine.execute(
        """UPDATE sessions SET revoked_at = :now WHERE revoked_at IS NULL AND conversation_id IN
            (SELECT id FROM conversations WHERE person_id = :person)""",
        person=person,
        now=to_text(now),
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
