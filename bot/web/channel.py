"""The web chat as a channel: a row is delivered when the pages that show its chat can read it."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from bot.body import Body
from bot.delivery import Sent

NAME: Final = "web"
BOT: Final = "web"  # there is one; Telegram may have several


class Bell:
    """Rings when there is news for one of the chats it hangs in."""

    def __init__(self) -> None:
        self._news: Final = asyncio.Event()

    def ring(self) -> None:
        self._news.set()

    async def heard(self, seconds: float) -> bool:
        """Wait for news, at most so long; news from before the waiting counts."""
        # Not wait_for: on Python 3.11 that forgets a cancellation that meets the event.
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True


class WebChannel:
    """Pages read the rows from the database; this only tells them when to look."""

    def __init__(self) -> None:
        self._bells: Final[defaultdict[str, set[Bell]]] = defaultdict(set)
        self.closed = False

    async def send(self, chat: str, body: Body, part: int = 0) -> Sent:
        self.wake(chat)
        return Sent(ref="")

    def wake(self, chat: str) -> None:
        """Tell the pages of this chat that there is something new; call it in the event loop."""
        for bell in self._bells.get(chat, ()):
            bell.ring()

    def close(self) -> None:
        """Let every stream end, so that the server can stop."""
        self.closed = True
        for chat in tuple(self._bells):
            self.wake(chat)

    @contextmanager
    def listening(self, chats: Sequence[str]) -> Iterator[Bell]:
        """Hang one bell in these chats; what comes after this line is not missed."""
        bell = Bell()
        for chat in chats:
            self._bells[chat].add(bell)
        try:
            yield bell
        finally:
            for chat in chats:
                self._bells[chat].discard(bell)
                if not self._bells[chat]:
                    del self._bells[chat]
