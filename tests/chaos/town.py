"""The people of a chaos run: fictional families with a case manager, staff, and passers-by."""

import random
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot import demo
from bot.demo_network import CASE_MANAGER, DEPUTY
from bot.settings import Settings, from_environment
from conversations.effects import Purpose
from conversations.membership import Agreement, Ground, NewMember
from conversations.reporting import WORDING
from conversations.store import consents, conversations, inbox, members, networks, people
from conversations.store.engine import Engine, migrate
from conversations.store.ids import Ids
from knowledge.care_network import Circle, Period
from knowledge.regions import Region
from tests.fakes.bot_api.people import BOT
from tests.fakes.bot_api.server import TOKEN

CHANNEL: Final = "telegram"
BOT_ID: Final = str(BOT["id"])
STAFF: Final = {9001: CASE_MANAGER, 9002: DEPUTY, 9003: demo.INTAKE_DESK, 9004: demo.DUTY_LINE,
                9005: "Sam Fictief"}  # fmt: skip
_FIRST_HOME_CHAT: Final = 5001
_BEGAN: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Chats:
    """Who may write: chats of clients and carers, and of people nobody knows."""

    home: tuple[int, ...]
    visitors: tuple[int, ...]


def chats(count: int) -> Chats:
    """Half of them at home in a family, half passers-by."""
    half = count // 2
    first = _FIRST_HOME_CHAT
    return Chats(tuple(range(first, first + half)), tuple(range(1, count - half + 1)))


def environment(database: str, base_url: str, *, port: int = 0) -> dict[str, str]:
    """Set what `run` needs for these people and the fake Bot API."""
    return {
        "AANSPREEKPUNT_DATABASE": database,
        "AANSPREEKPUNT_ORGANISATION": demo.ORGANISATION,
        "AANSPREEKPUNT_INTAKE_DESK": demo.INTAKE_DESK,
        "AANSPREEKPUNT_DUTY_LINE": demo.DUTY_LINE,
        "AANSPREEKPUNT_PRIVACY_CONTACT": demo.INTAKE_DESK,
        "AANSPREEKPUNT_TELEGRAM_API_URL": base_url,
        "AANSPREEKPUNT_PACING": "off",
        "AANSPREEKPUNT_UNDER_WAY": "2",  # a near server answers at once; more bring copies only
        "AANSPREEKPUNT_PORT": str(port or free_port()),
        "TELEGRAM_BOT_TOKEN": TOKEN,
    }


def settings(database: str) -> Settings:
    return from_environment(environment(database, "http://127.0.0.1:1/bot", port=1))


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def settle(engine: Engine, ids: Ids, crowd: Chats, now: datetime) -> None:
    """Put everybody on file, each in their own chat."""
    migrate(engine)
    with engine.atomic():
        demo.demo(engine, ids, now)
        for chat, name in STAFF.items():
            _in_chat(engine, ids, chat, people.find_by_name(engine, name).id, now)
        for client, carer in zip(crowd.home[::2], crowd.home[1::2], strict=False):
            _family(engine, ids, client, carer, now)


def _family(engine: Engine, ids: Ids, client_chat: int, carer_chat: int, now: datetime) -> None:
    client = _person(engine, ids, f"Mevrouw {client_chat} Voorbeeld", client_chat, now)
    carer = _person(engine, ids, f"Zoon {carer_chat} Voorbeeld", carer_chat, now)
    manager = people.find_by_name(engine, CASE_MANAGER).id
    networks.open_network(engine, client, now=now)
    for name, person, circle in (
        ("Ik", client, Circle.CLIENT),
        ("Mijn zoon", carer, Circle.INFORMAL),
        ("Noor", manager, Circle.PROFESSIONAL),
    ):
        member = _member(name, person, circle, now, case_manager=person == manager)
        members.add_member(engine, ids, client, member, now=now)


def _member(
    name: str, person: str, circle: Circle, now: datetime, *, case_manager: bool
) -> NewMember:
    since = (now - _BEGAN).date()
    return NewMember(
        name=name,
        role="casemanager" if case_manager else "familie",
        circle=circle,
        person_id=person,
        case_manager=case_manager,
        period=Period(since=since),
        agreement=Agreement(agreed_with=name, agreed_on=since, client_agrees=True),
        ground=Ground.CONSENT,
        contact="06-00 00 00 02" if case_manager else "",
        confirmed_on=now.date(),
        confirmed_by=CASE_MANAGER,
        recorded_by=CASE_MANAGER,
    )


def _person(engine: Engine, ids: Ids, name: str, chat: int, now: datetime) -> str:
    person = people.add(engine, ids, name, now=now, language="nl", region=Region.NL)
    for purpose in Purpose:
        consents.note(engine, ids, person, purpose, now, granted=True, wording=WORDING)
    _in_chat(engine, ids, chat, person, now)
    return person


def _in_chat(engine: Engine, ids: Ids, chat: int, person: str, now: datetime) -> None:
    conversation = inbox.conversation_id(engine, ids, CHANNEL, BOT_ID, str(chat), now)
    conversations.bind(engine, conversation, person)
    conversations.met(engine, conversation, now)


_LETTERS: Final = ("QXZ", "aeou", "vwkp", "aeou", "bdfg", "aeou", "lmnr", "aeou", "jstz")


def word(chance: random.Random) -> str:
    """A word that nobody used before, such as a name below a message."""
    return "".join(map(chance.choice, _LETTERS))
