"""What the pages do: show a conversation, take in words and taps, and find whose they are."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import repeat
from typing import Final, TypeAlias

from starlette.requests import Request

from bot.web import readings
from bot.web.bubbles import Bubble, Pressed, answered, bubbles, offering
from bot.web.channel import BOT, NAME, WebChannel
from bot.web.just_said import JustSaid
from bot.web.pages import Pages, Pane
from bot.web.readings import Reading
from bot.web.seats import COOKIE, DemoPerson, Seat
from bot.web.stream import Cursor, News
from conversations.store import sessions
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.inbox import Arrival
from conversations.wording import Text, Voice

# Commits the arrival and rouses whoever takes the turns.
Receive: TypeAlias = Callable[[Arrival], Awaitable[None]]

# A page without script waits this long for the answer, so that it is there when the page is.
PATIENCE_SECONDS: Final = 1.0

_VISITOR: Final = (
    Text("Hello. Aanspreekpunt is a computer program that helps with questions about care."),
    Text("Ask a question in your own words, or tell what worries you."),
)
_EXAMPLES: Final = (Text("What is respite care?"), Text("What is a case manager?"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    panes: tuple[Pane, ...]
    cursor: Cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that a page needs, put together once."""

    engine: Engine
    ids: Ids
    channel: WebChannel
    clock: Callable[[], datetime]
    receive: Receive
    pages: Pages
    demo: Mapping[str, DemoPerson]
    just_said: JustSaid = field(default_factory=JustSaid)

    async def visitor(self, request: Request) -> Seat | None:
        """Find the conversation of the session; none when there is no valid one."""
        return await asyncio.to_thread(self.session, request)

    def session(self, request: Request) -> Seat | None:
        token = request.cookies.get(COOKIE)
        return self._seat_of(token) if token else None

    def _seat_of(self, token: str) -> Seat | None:
        row = sessions.conversation_of(self.engine, token, self.clock())
        if row is None:
            return None
        return Seat(chat=row.chat, conversation_id=row.id, language=row.language)

    async def end(self, request: Request) -> None:
        """End the session, if there is one."""
        token = request.cookies.get(COOKIE)
        if token:
            await asyncio.to_thread(sessions.revoke, self.engine, token, self.clock())

    def demo_seats(self) -> tuple[Seat, ...]:
        return tuple(self._demo_seat(slug) for slug in self.demo)

    def demo_seat(self, slug: str) -> Seat | None:
        """Find the seat of a person of the demo; none when there is no such person, or no demo."""
        return self._demo_seat(slug) if slug in self.demo else None

    def _demo_seat(self, slug: str) -> Seat:
        person = self.demo[slug]
        return Seat(
            chat=person.chat,
            conversation_id=person.conversation_id,
            language=person.language,
            number=1 + tuple(self.demo).index(slug),
            person=person,
        )

    async def begin(self) -> tuple[Seat, str]:
        """Open a conversation for somebody new, with the token that proves it."""
        chat = secrets.token_urlsafe(16)
        token = await asyncio.to_thread(
            sessions.begin, self.engine, self.ids, NAME, BOT, chat, self.clock()
        )
        seat = await asyncio.to_thread(self._seat_of, token)
        if seat is None:
            raise RuntimeError("a session that was just begun is not there")
        return seat, token

    async def take_in(self, seat: Seat, update_id: str, payload: str, *, wait: bool) -> None:
        """Have this kept and acted upon; with `wait` stay for the answer, at most a bit."""
        arrival = Arrival(
            channel=NAME,
            bot=BOT,
            update_id=f"{seat.chat}:{update_id}",
            chat=seat.chat,
            payload=payload,
        )
        with self.channel.listening((seat.chat,)) as bell:
            await self.receive(arrival)
            if wait:
                await bell.heard(PATIENCE_SECONDS)

    async def panes(self, seats: Sequence[Seat], voice: Voice) -> Shown:
        """Show these conversations as they are now."""
        return await asyncio.to_thread(self._panes, seats, voice)

    def _panes(self, seats: Sequence[Seat], voice: Voice) -> Shown:
        readings_ = [readings.read(self.engine, seat.conversation_id) for seat in seats]
        return Shown(
            panes=tuple(map(self._pane, seats, readings_, repeat(voice))),
            cursor=tuple(max((a.id for a in each.answers), default="") for each in readings_),
        )

    def _pane(self, seat: Seat, reading: Reading, voice: Voice) -> Pane:
        words = list(reading.words)
        fresh = self.just_said.take(seat.conversation_id, self.clock())
        if fresh is not None and not any(fresh.same(each) for each in words):
            words.append(fresh)
        return self.pane(seat, bubbles(reading.answers, words, reading.pressed, voice), voice)

    def pane(self, seat: Seat | None, shown: tuple[Bubble, ...], voice: Voice) -> Pane:
        """Show one conversation, or the beginning of one."""
        person = seat.person if seat else None
        start, examples = (person.start, person.examples) if person else (_VISITOR, _EXAMPLES)
        return Pane(
            number=seat.number if seat else 1,
            title=voice.speak(person.title) if person else "",
            name=person.name if person else "",
            slug=seat.slug if seat else "",
            bubbles=shown,
            own=self.pages.own(voice),
            nonce=secrets.token_hex(16),
            start=tuple(voice.speak(line) for line in start),
            examples=tuple(voice.speak(line) for line in examples),
            now=next((bubble.id for bubble in reversed(shown) if bubble.own), ""),
            live=seat is not None,
        )

    def news(self, seats: Sequence[Seat], voice: Voice, cursor: Cursor) -> list[News]:
        """Give what came after the cursor, as pieces of the page, each with the cursor after it."""
        found: list[News] = []
        for place, seat in enumerate(seats):
            answers = readings.answers(self.engine, seat.conversation_id, cursor[place])
            pressed = readings.pressed(self.engine, seat.conversation_id) if answers else Pressed()
            for answer in answers:
                cursor = (*cursor[:place], answer.id, *cursor[place + 1 :])
                if answer.body.blocks:
                    bubble = answered(answer, pressed, voice)
                    html = self.pages.part("event.html", voice, bubble=bubble, pane=seat)
                    found.append(News(cursor, html))
        return found

    async def pressed(self, seat: Seat, button: str, voice: Voice) -> str:
        """Give the buttons of a message anew, this one pressed; '' when it is none of ours."""
        reading = await asyncio.to_thread(readings.read, self.engine, seat.conversation_id)
        answer = offering(reading.answers, button)
        if answer is None:
            return ""
        now = Pressed(
            chosen={*reading.pressed.chosen, button}, spent={*reading.pressed.spent, button}
        )
        bubble = answered(answer, now, voice)
        return self.pages.part("choices.html", voice, bubble=bubble, pane=seat)
