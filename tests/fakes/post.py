"""Writes rows into the outbox as a turn would, for tests of what sends them."""

import json
from datetime import datetime

from conversations.store import outbox
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.instants import to_text


class Post:
    """The outbox of one bot on one channel; a conversation's id is its chat."""

    def __init__(self, engine: Engine, now: datetime) -> None:
        self.engine = engine
        self.now = now
        self.ids = Ids()
        self._next: dict[str, int] = {}

    def write(
        self, chat: str, urgency: str = "answer", *, text: str = "Dag", bot: str = "4242"
    ) -> str:
        """One more message to this chat; gives the row's id."""
        if chat not in self._next:
            self.engine.execute(
                """INSERT INTO conversations (id, channel, bot, chat, state, created_at)
                    VALUES (:chat, 'telegram', :bot, :chat, '{}', :now)""",
                chat=chat,
                bot=bot,
                now=to_text(self.now),
            )
        self._next[chat] = self._next.get(chat, 0) + 1
        id_ = self.ids.new(self.now)
        self.engine.execute(
            """INSERT INTO outbox (id, conversation_id, channel, bot, seq, class, body, state,
                    created_at)
                VALUES (:id, :chat, 'telegram', :bot, :seq, :class, :body, 'pending', :now)""",
            **{"id": id_, "chat": chat, "bot": bot, "seq": self._next[chat], "class": urgency},
            body=json.dumps({"blocks": [{"kind": "plain", "text": text}]}),
            now=to_text(self.now),
        )
        return id_

    def due(self, now: datetime | None = None, limit: int = 10) -> list[str]:
        rows = outbox.due(self.engine, "telegram", "4242", now or self.now, limit)
        return [row.id for row in rows]

    def state(self, id_: str) -> str:
        return str(self.engine.query("SELECT state FROM outbox WHERE id = :id", id=id_)[0]["state"])

    def unsent(self) -> int:
        rows = self.engine.query(
            "SELECT count(*) AS n FROM outbox WHERE state NOT IN ('sent', 'dead')"
        )
        return int(rows[0]["n"])

    def follow_ups(self) -> list[str]:
        rows = self.engine.query("SELECT outbox_id FROM follow_ups ORDER BY outbox_id")
        return [row["outbox_id"] for row in rows]
