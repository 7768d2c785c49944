"""Talking to the bot in tests: people who say, tap and hear, on a real database, at a set time.

town = Town(engine)
anna = town.visitor("Anna")
anna.says("wat is respijtzorg?")
anna.hears("neemt iemand anders de zorg")
town.pass_time(hours=4)
"""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot import demo
from bot.demo_network import CASE_MANAGER
from bot.web.decode import edited, said, tapped
from conversations.context import Named, Organisation, WorkingHours
from conversations.messages import AttachmentKind
from conversations.rounds import Rounds
from conversations.store import (
    absences,
    buttons,
    conversations,
    inbox,
    invitations,
    networks,
    outbox,
    people,
    topics,
)
from conversations.store.engine import Engine, migrate
from conversations.store.ids import Ids
from conversations.store.inbox import Arrival
from conversations.turn import Turns
from knowledge.regions import Region
from knowledge.roles import Role
from knowledge.topics import Topic, shipped
from tests.arrivals import decoded
from tests.learning import knowledge

CHANNEL: Final = "web"
MONDAY_MORNING: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 10.00 uur in Amsterdam
_TYPING: Final = timedelta(seconds=20)


@cache
def _topics() -> tuple[Topic, ...]:
    return shipped()


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

    def says(self, text: str, *, telephone: str | None = None) -> None:
        """Type this; the channel may tell which language the telephone is set to."""
        self._last_ref = f"m{self.town.number()}"
        self._send(said(text, self._last_ref, telephone))

    def forwards(self, text: str) -> None:
        """Pass on somebody else's words."""
        self._send_other(kind="forwarded", text=text)

    def attaches(self, kind: AttachmentKind, caption: str = "") -> None:
        self._send_other(kind="attached", attachment=kind.value, text=caption)

    def leaves(self) -> None:
        """Block the bot, or close the chat for good."""
        self._send_other(kind="left")

    def writes_in_a_group(self, text: str) -> None:
        self._send_other(kind="group", text=text)

    def sends_a_poll(self) -> None:
        """Something that is sound and means nothing to us."""
        self._send_other(kind="poll")

    def _send_other(self, **fields: str) -> None:
        self._last_ref = f"m{self.town.number()}"
        self._send(json.dumps({**fields, "ref": self._last_ref}))

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

    def says_often(self, text: str, times: int) -> None:
        """Say it many times before anything is answered."""
        refs = [f"m{self.town.number()}" for _ in range(times)]
        self._send(*(said(text, ref, None) for ref in refs))

    def edits(self, text: str) -> None:
        """Change the words of the last message."""
        self._send(edited(text, self._last_ref, None))

    def _send(self, *payloads: str) -> None:
        self.sees()
        self._unheard.clear()
        self.town.now += _TYPING
        arrivals = [
            Arrival(
                channel=CHANNEL,
                bot=CHANNEL,
                update_id=f"u{self.town.number()}",
                chat=self.chat,
                payload=payload,
            )
            for payload in payloads
        ]
        inbox.receive(self.town.engine, self.town.ids, arrivals, self.town.now)
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
    code: str = ""  # of the invitation that was made last
    _number: int = 0
    _talkers: dict[str, Talker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        migrate(self.engine)
        topics.load_shipped(self.engine, _topics(), self.now)
        demo.demo(self.engine, self.ids, self.now)
        self.organisation = Organisation(
            name="Voorbeeldzorg",
            region=self.region,
            hours=WorkingHours(zone=ZoneInfo("Europe/Amsterdam")),
            intake_desk=self.named(demo.INTAKE_DESK),
            duty_line=self.named(demo.DUTY_LINE),
            privacy_contact="privacy@voorbeeldzorg.example",
        )
        self._put_together()
        for person in people.everyone(self.engine):
            self.person(person.name)

    def _put_together(self) -> None:
        self.turns = Turns(
            self.engine,
            self.ids,
            knowledge=knowledge,
            organisation=self.organisation,
            decoders={CHANNEL: decoded},
        )
        self.rounds = Rounds(engine=self.engine, ids=self.ids, organisation=self.organisation)

    def works_in(self, region: Region) -> None:
        """The organisation's country, for those who did not say theirs."""
        self.organisation = replace(self.organisation, region=region)
        self._put_together()

    def invites(self, name: str, *, confirmed: bool) -> None:
        """Make an invitation for a client or carer; `confirmed`: nobody needs to confirm it."""
        person = self.named(name)
        bond = networks.ties_of(self.engine, person.id, self.now.date(), now=self.now)[0]
        made = invitations.make(
            self.engine,
            self.ids,
            person_id=person.id,
            role=Role.CLIENT if Role.CLIENT in bond.roles else Role.CARER,
            client_id=bond.client_id,
            made_by=None if confirmed else self.named(CASE_MANAGER).id,
            needs_confirmation=not confirmed,
            now=self.now,
        )
        self.code = made.code

    def number(self) -> int:
        self._number += 1
        return self._number

    def named(self, name: str) -> Named:
        return people.find_by_name(self.engine, name).named

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
