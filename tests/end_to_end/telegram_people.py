"""People with a telephone: what they type and tap goes to the bot, what they read is looked at.

eva.says("wat is respijtzorg?")
await eva.hears("neemt iemand anders de zorg", "[Meer uitleg]")
await eva.taps("Meer uitleg")
"""

import asyncio
import re
from dataclasses import dataclass, field
from typing import Final

from tests.fakes.bot_api import FakeBotApi, SentMessage

PATIENCE_SECONDS: Final = 40.0  # a terminal loads all it knows first, on a busy machine


@dataclass(slots=True)
class Person:
    """Somebody in a private chat with the bot; everything read is read once, in order."""

    api: FakeBotApi
    chat: int
    name: str
    _read: int = 0  # signs of the transcript

    def __post_init__(self) -> None:
        self.api.knows(self.chat, name=self.name)

    def says(self, text: str) -> int:
        return self.api.says(self.chat, text)

    def sends(self, kind: str, caption: str = "") -> None:
        self.api.attaches(self.chat, kind, caption)

    async def taps(self, label: str) -> None:
        """Press the newest button with this label."""
        message = await self.newest_with(label)
        self.api.taps(self.chat, message.message_id, label)

    async def newest_with(self, label: str) -> SentMessage:
        """The newest message with such a button, waited for when there is none yet."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (found := [each for each in self.got if label in each.labels]):
                await self._news()
        return found[-1]

    async def hears(self, *fragments: str) -> None:
        """Each of these arrives, in this order, after what was heard before."""
        for fragment in fragments:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    while (at := self.transcript.find(fragment, self._read)) < 0:
                        await self._news()
            except TimeoutError:
                raise AssertionError(f"{self.name} did not hear {fragment!r}: {self.new}") from None
            self._read = at + len(fragment)

    async def _news(self) -> None:
        """Wait until somebody gets a message."""
        self.api.news.clear()
        await self.api.news.wait()

    def hears_no(self, *fragments: str) -> None:
        """None of these was ever said in this chat; ask when the installation rests."""
        found = [fragment for fragment in fragments if fragment in self.transcript]
        assert not found, f"{self.name} heard {found} in {self.transcript}"

    def skips(self) -> None:
        """Look past everything that has arrived so far."""
        self._read = len(self.transcript)

    @property
    def number(self) -> str:
        """The number of the report that was named last in what was heard or has arrived."""
        return re.findall(r"[A-Z]-\d{4}-\d{4,}", self.transcript)[-1]

    @property
    def got(self) -> list[SentMessage]:
        return self.api.sent(self.chat)

    @property
    def new(self) -> str:
        """What has not been heard yet."""
        return self.transcript[self._read :]

    @property
    def transcript(self) -> str:
        """All that was said to this person: texts, and buttons between brackets."""
        return "\n".join(
            "\n".join([each.text, *(f"[{label}]" for label in each.labels)]) for each in self.got
        )


@dataclass(slots=True)
class Telephones:
    """Who has which chat; the same person has the same chat in every test."""

    api: FakeBotApi
    _people: dict[int, Person] = field(default_factory=dict)

    def of(self, name: str) -> Person:
        return self.at(5000 + sum(ord(sign) * at for at, sign in enumerate(name, start=1)), name)

    def at(self, chat: int, name: str) -> Person:
        """Whoever reads in this chat."""
        if chat not in self._people:
            self._people[chat] = Person(self.api, chat, name)
        return self._people[chat]
