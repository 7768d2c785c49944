"""New rows for the outbox, each at the next place of its conversation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from conversations.store import conversations
from conversations.store.conversations import ConversationRow
from conversations.store.dialect import to_json
from conversations.store.engine import Engine
from conversations.store.instants import to_text


def add(
    engine: Engine,
    id_: str,
    row: ConversationRow,
    urgency: str,
    body: Mapping[str, Any],
    now: datetime,
) -> None:
    """Put one message behind the others of its conversation."""
    engine.execute(
        """INSERT INTO outbox (id, conversation_id, channel, bot, seq, class, body, state,
                created_at)
            VALUES (:id, :conversation, :channel, :bot, :seq, :class, :body, 'pending', :now)""",
        **{"class": urgency},
        id=id_,
        conversation=row.id,
        channel=row.channel,
        bot=row.bot,
        seq=conversations.next_place(engine, row.id),
        body=to_json(body),
        now=to_text(now),
    )


def largest_id(engine: Engine) -> str | None:
    """The largest id given out so far, to go on after it when the clock went back."""
    rows = engine.query(
        "SELECT max(id) AS id FROM (SELECT max(id) AS id FROM inbox UNION ALL"
        " SELECT max(id) FROM outbox UNION ALL SELECT max(id) FROM steps) AS given"
    )
    return rows[0]["id"] if rows else None
