"""A channel that remembers what was sent over it, and fails when it is told to."""

import asyncio
from dataclasses import dataclass, field

from bot.body import Body
from bot.delivery import Sent


@dataclass(slots=True)
class FakeChannel:
    """`faults` are met in order, by chat; `delivers` says which of them came after delivery."""

    seconds: float = 0.0  # that one message takes
    parts: int = 1
    sent: list[tuple[str, str]] = field(default_factory=list)  # (chat, text), as it arrived
    at: list[float] = field(default_factory=list)
    tries: list[str] = field(default_factory=list)  # chats
    tried_at: list[float] = field(default_factory=list)
    busiest: int = 0  # messages under way at once
    both_at_once: bool = False  # in one chat
    faults: dict[str, list[tuple[Exception, bool]]] = field(default_factory=dict)
    _under_way: list[str] = field(default_factory=list)

    def fails(self, chat: str, *faults: Exception, delivers: bool = False) -> None:
        self.faults.setdefault(chat, []).extend((fault, delivers) for fault in faults)

    async def send(self, chat: str, body: Body, part: int = 0) -> Sent:
        self.tries.append(chat)
        self.tried_at.append(asyncio.get_running_loop().time())
        self.both_at_once |= chat in self._under_way
        self._under_way.append(chat)
        self.busiest = max(self.busiest, len(self._under_way))
        try:
            await asyncio.sleep(self.seconds)
            return self._arrives(chat, body, part)
        finally:
            self._under_way.remove(chat)

    def texts(self, chat: str) -> list[str]:
        return [text for at, text in self.sent if at == chat]

    def _arrives(self, chat: str, body: Body, part: int) -> Sent:
        waiting = self.faults.get(chat)
        fault, delivered = waiting.pop(0) if waiting else (None, True)
        if delivered:
            self.sent.append((chat, body.blocks[0].text + (f" {part}" if self.parts > 1 else "")))
            self.at.append(asyncio.get_running_loop().time())
        if fault is not None:
            raise fault
        return Sent(str(len(self.sent)), more=part + 1 < self.parts)
