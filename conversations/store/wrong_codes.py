"""Codes that opened nothing, counted per chat: guessing gets slow, and stays answered alike."""

from datetime import datetime, timedelta
from typing import Final

from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.instants import to_text

_HOUR: Final = timedelta(hours=1)
_TRIES: Final = 5


def note(engine: Engine, ids: Ids, conversation: str, now: datetime) -> None:
    engine.execute(
        "INSERT INTO wrong_codes (id, conversation_id, at) VALUES (:id, :conversation, :now)",
        id=ids.new(now),
        conversation=conversation,
        now=to_text(now),
    )


def too_many(engine: Engine, conversation: str, now: datetime) -> bool:
    """Five wrong codes in an hour: from then on no code works here until the hour is over."""
    rows = engine.query(
        """SELECT count(*) AS n FROM wrong_codes
            WHERE conversation_id = :conversation AND at > :since""",
        conversation=conversation,
        since=to_text(now - _HOUR),
    )
    return int(rows[0]["n"]) >= _TRIES
