"""A core for the tests of the web chat: answers from a small book, over the real store."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.web import WebChannel, decode
from conversations.messages import Said, Tapped
from conversations.speech import Action
from conversations.store import buttons, conversations, inbox, people, words
from conversations.store.dialect import to_json
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.inbox import Arrival
from conversations.store.instants import to_text

Blocks = list[dict[str, str]]


@dataclass(kw_only=True)
class Parrot:
    """Says back what it heard, or what its book has for these words."""

    engine: Engine
    ids: Ids
    channel: WebChannel
    clock: Callable[[], datetime]
    book: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    keeps: bool = False  # as if everybody had consented
    broken: Exception | None = None
    heard: list[str] = field(default_factory=list)

    async def receive(self, arrival: Arrival) -> None:
        if self.broken is not None:
            raise self.broken
        await asyncio.to_thread(self._turn, arrival)
        self.channel.wake(arrival.chat or "")

    def _turn(self, arrival: Arrival) -> None:
        now = self.clock()
        inbox.receive(self.engine, self.ids, [arrival], now)
        with self.engine.atomic():
            while (undone := inbox.take(self.engine)) is not None:
                incoming = decode(undone.payload)
                match incoming.message:
                    case Said(text=text):
                        self.heard.append(text)
                        self._keep(undone.conversation_id, incoming.ref, text)
                        known = self.book.get(text, {"blocks": [plain(f"U zei: {text}")]})
                        self.say(undone.conversation_id, **known)
                    case Tapped(button=button):
                        self.heard.append(f"[{button}]")
                        buttons.use(self.engine, button, undone.conversation_id, now)
                        self.say(undone.conversation_id, blocks=[plain("Dank u.")])
                inbox.done(self.engine, undone.id, now, blank=not self.keeps)

    def _keep(self, conversation: str, ref: str, text: str) -> None:
        if self.keeps:
            now = self.clock()
            person = people.add(self.engine, self.ids, "Anna", now=now)
            words.say(self.engine, self.ids, conversation, person, ref, text, now)

    def say(self, conversation: str, labels: tuple[str, ...] = (), **body: Any) -> str:
        """Say this in a conversation; gives the id of the row."""
        now = self.clock()
        row, made = self.ids.new(now), {self.ids.new(now): label for label in labels}
        offered = [{"id": id_, "label": label} for id_, label in made.items()]
        with self.engine.atomic():
            self.engine.execute(
                """INSERT INTO outbox (id, conversation_id, channel, bot, seq, class, body,
                        state, created_at)
                    VALUES (:id, :conversation, 'web', 'web', :seq, 'answer', :body,
                        'sent', :now)""",
                id=row,
                conversation=conversation,
                seq=conversations.next_place(self.engine, conversation),
                body=to_json({"language": "nl", "buttons": [offered] if offered else [], **body}),
                now=to_text(now),
            )
            for id_, label in made.items():
                action = Action("answer", "question", label)
                buttons.offer(self.engine, id_, conversation, row, "question", action, now)
        return row


def plain(text: str) -> dict[str, str]:
    return {"kind": "plain", "text": text}
