"""Talking to the bot in tests: people who say, tap and hear, on a real database, at a set time.

town = Town(engine)
anna = town.visitor("Anna")
anna.says("wat is respijtzorg?")
anna.hears("neemt iemand anders de zorg")
town.pass_time(hours=4)
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot import demo
from bot.shelf import knowledge_of
from bot.web.decode import decode, edited, said, tapped
from conversations.context import Knowledge, Named, Organisation, WorkingHours
from conversations.rounds import Rounds
from conversations.store import absences, buttons, conversations, inbox, outbox, people, topics
from conversations.store.engine import Engine, migrate
from conversations.store.ids import Ids
from conversations.store.inbox import Arrival
from conversations.turn import Turns
from knowledge.regions import Region
from knowledge.roles import Role
from knowledge.topics import shipped

CHANNEL: Final = "web"
MONDAY_MORNING: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 10.00 uur in Amsterdam
_TYPING: Final = timedelta(seconds=20)


@cache
def knowledge() -> Knowledge:
    """The shipped topics, made ready once for all tests."""
    return knowledge_of(shipped())


@dataclass(slots=True)
class Talker:
    """One person in one chat."""

    town: "Town"
    name: str
    chat: str
    conversation: str
    _heard_up_to: str = ""
    _unheard: list[str] = field(default_factory=list)
    _last_ref: str = ""

    def says(self, text: str) -> None:
        self._last_ref = f"m{self.town.number()}"
        self._send(said(text, self._last_ref, None))

    def taps(self, label: str) -> None:
        """Tap the newest button with this label that was ever offered here."""
        self.taps_id(self._button(label))

    def taps_id(self, button: str) -> None:
        self._send(tapped(button, None))

    def _button(self, label: str) -> str:
        offered = [
            button
            for row in outbox.shown(self.town.engine, self.conversation)
            for line in row.body["buttons"]
            for button in line
            if button["label"] == label
        ]
        if not offered:
            raise AssertionError(f"{self.name} sees no button {label!r}; {self.sees()}")
        return str(offered[-1]["id"])

    def edits(self, text: str) -> None:
        """Change the words of the last message."""
        self._send(edited(text, self._last_ref, None))

    def _send(self, payload: str) -> None:
        self.sees()
        self._unheard.clear()
        self.town.now += _TYPING
        arrival = Arrival(
            channel=CHANNEL,
            bot=CHANNEL,
            update_id=f"u{self.town.number()}",
            chat=self.chat,
            payload=payload,
        )
        inbox.receive(self.town.engine, self.town.ids, [arrival], self.town.now)
        while self.town.turns.take(self.town.now) is not None:
            pass

    def sees(self) -> list[str]:
        """What was said to this person and not yet heard, a paragraph each."""
        rows = outbox.since(self.town.engine, [self.conversation], self._heard_up_to)
        self._heard_up_to = rows[-1].id if rows else self._heard_up_to
        self._unheard += [line for row in rows for line in _lines(row.body)]
        return self._unheard

    def hears(self, *fragments: str) -> None:
        """Each of these was said since this person last did something, in this order."""
        for fragment in fragments:
            before, found, after = "\n".join(self.sees()).partition(fragment)
            assert found, f"{self.name} did not hear {fragment!r} in: {before}"
            self._unheard = after.split("\n")

    def hears_nothing(self) -> None:
        assert self.sees() == []

    @property
    def pressed(self) -> set[str]:
        return buttons.used(self.town.engine, self.conversation)


def _lines(body: dict[str, Any] | Any) -> list[str]:
    spoken = [
        f"{block['text']} {block['number']}" if block.get("number") else block["text"]
        for block in body["blocks"]
    ]
    return spoken + [f"[{button['label']}]" for row in body["buttons"] for button in row]


@dataclass(slots=True)
class Town:
    """A small organisation with the demo's fictional people, and a clock that we move."""

    engine: Engine
    now: datetime = MONDAY_MORNING
    region: Region | None = None
    ids: Ids = field(default_factory=Ids)
    turns: Turns = field(init=False)
    rounds: Rounds = field(init=False)
    organisation: Organisation = field(init=False)
    _number: int = 0
    _talkers: dict[str, Talker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        migrate(self.engine)
        topics.load_shipped(self.engine, shipped(), self.now)
        demo.demo(self.engine, self.ids, self.now)
        self.organisation = Organisation(
            name="Voorbeeldzorg",
            region=self.region,
            hours=WorkingHours(zone=ZoneInfo("Europe/Amsterdam")),
            intake_desk=self.named(demo.INTAKE_DESK),
            duty_line=self.named(demo.DUTY_LINE),
            reporting_code=self._holders(Role.REPORTING_CODE),
            coordinators=self._holders(Role.COORDINATOR),
            privacy_contact="privacy@voorbeeldzorg.example",
        )
        self.turns = Turns(
            self.engine,
            self.ids,
            knowledge=knowledge,
            organisation=self.organisation,
            decoders={CHANNEL: decode},
        )
        self.rounds = Rounds(engine=self.engine, ids=self.ids, organisation=self.organisation)
        for person in people.everyone(self.engine):
            self.person(person.name)

    def number(self) -> int:
        self._number += 1
        return self._number

    def named(self, name: str) -> Named:
        return people.find_by_name(self.engine, name).named

    def _holders(self, role: Role) -> tuple[Named, ...]:
        return tuple(p.named for p in people.everyone(self.engine) if p.holds(role))

    def person(self, name: str) -> Talker:
        """Somebody on file, in their own chat; met before, so without the first-contact text."""
        if name not in self._talkers:
            talker = self._talker(name)
            conversations.bind(self.engine, talker.conversation, self.named(name).id)
            conversations.met(self.engine, talker.conversation, self.now)
            self._talkers[name] = talker
        return self._talkers[name]

    def visitor(self, name: str) -> Talker:
        """Somebody nobody knows, who has not written before."""
        if name not in self._talkers:
            self._talkers[name] = self._talker(name)
        return self._talkers[name]

    def _talker(self, name: str) -> Talker:
        chat = f"chat-{name}"
        conversation = inbox.conversation_id(
            self.engine, self.ids, CHANNEL, CHANNEL, chat, self.now
        )
        return Talker(self, name, chat, conversation)

    def away(self, name: str, deputy: str, *, days: int) -> None:
        """Somebody is on leave from now on."""
        absences.record(
            self.engine,
            self.ids,
            self.named(name).id,
            self.named(deputy).id,
            since=self.now,
            until=self.now + timedelta(days=days),
            now=self.now,
        )

    def pass_time(self, *, hours: float = 0, minutes: float = 0) -> None:
        """Let time go by, with a round every minute or so as `run` does."""
        until = self.now + timedelta(hours=hours, minutes=minutes)
        while self.now < until:
            self.now = min(until, self.now + timedelta(minutes=5))
            self.rounds.climb_due(knowledge(), self.now)
            self.rounds.reroute(self.now)
