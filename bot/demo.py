"""The demo: fictional people around one client, in a database of their own, for `run --demo`.

Nothing here is real. What is there already is left alone, so that a demo can be started again; who
was erased by trying that out comes back as somebody new.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from ipaddress import ip_address
from typing import Final
from zoneinfo import ZoneInfo

from bot.demo_network import CARER, CASE_MANAGER, CLIENT, DEPUTY, PARTS, stand_ins
from bot.settings import PREFIX, Settings, SettingsWrong
from conversations.effects import Purpose
from conversations.membership import EndReason
from conversations.reporting import WORDING
from conversations.store import consents, members, networks, people
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from knowledge.regions import Region
from knowledge.roles import Role

DATABASE: Final = "aanspreekpunt-demo.db"
ORGANISATION: Final = "Voorbeeldzorg"
INTAKE_DESK: Final = "Aanmeldpunt Voorbeeldzorg"
DUTY_LINE: Final = "Dienst Voorbeeldzorg"
TEAM: Final = "Wijkteam Voorbeeld"

_ZONE: Final = ZoneInfo("Europe/Amsterdam")
_STAFF: Final[Mapping[str, tuple[Role, ...]]] = {
    CASE_MANAGER: (Role.CASE_MANAGER,),
    DEPUTY: (Role.CASE_MANAGER, Role.TEAM),
    INTAKE_DESK: (Role.INTAKE_DESK,),
    DUTY_LINE: (Role.DUTY_LINE,),
    "Kim Fictief": (Role.TEAM,),
    "Ada Fictief": (Role.COORDINATOR,),
    "Rik Fictief": (Role.EDITOR,),
    "Sam Fictief": (Role.REPORTING_CODE,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """One of the four whose chats the demo shows; `key` is the name of the place on its page."""

    key: str
    name: str
    role: Role
    person_id: str


def demo_settings(settings: Settings) -> Settings:
    """Fill in what a demo needs; refuse to serve it beyond this machine."""
    if not _on_this_machine(settings.host):
        raise SettingsWrong(
            (
                f"{PREFIX}HOST: {settings.host!r} is not this machine alone, and a demo lets"
                " everybody be anybody; leave it out.",
            )
        )
    return replace(
        settings,
        database=DATABASE,
        organisation=settings.organisation or ORGANISATION,
        intake_desk=INTAKE_DESK,
        duty_line=DUTY_LINE,
        privacy_contact=settings.privacy_contact or INTAKE_DESK,
    )


def demo(engine: Engine, ids: Ids, now: datetime) -> tuple[DemoPerson, ...]:
    """See to it that the fictional people and their network are there, and give the four."""
    today = now.astimezone(_ZONE).date()
    with engine.atomic():
        for name, roles in _STAFF.items():
            person = _person(engine, ids, name, now)
            for role in roles:
                team = TEAM if role is Role.TEAM else None
                people.give_role(engine, ids, person, role, now=now, team=team)
        client, _ = _person(engine, ids, CLIENT, now), _person(engine, ids, CARER, now)
        if not networks.is_client(engine, client):
            team_id = people.team_called(engine, ids, TEAM, now)
            networks.open_network(engine, client, now=now, team_id=team_id)
        _fill(engine, ids, client, now, today)
        return tuple(
            DemoPerson(key=key, name=name, role=role, person_id=_person(engine, ids, name, now))
            for key, name, role in (
                ("client", CLIENT, Role.CLIENT),
                ("carer", CARER, Role.CARER),
                ("case-manager", CASE_MANAGER, Role.CASE_MANAGER),
                ("deputy", DEPUTY, Role.DEPUTY),
            )
        )


def _person(engine: Engine, ids: Ids, name: str, now: datetime) -> str:
    """Find somebody of the demo, or put them on file with the consents that they give."""
    known = people.named_so(engine, name)
    if known:
        return known[0].id
    person = people.add(engine, ids, name, now=now, language="nl", region=Region.NL)
    for purpose in Purpose:
        consents.note(engine, ids, person, purpose, now, granted=True, wording=WORDING)
    return person


def _fill(engine: Engine, ids: Ids, client: str, now: datetime, today: date) -> None:
    """Add the members who are not there; one whose person was erased is replaced."""
    current = networks.load(engine, client, today, client, now=now).on(today)
    by_name = {member.name: member for member in current}
    for part in PARTS:
        person = None if part.person is None else _person(engine, ids, part.person, now)
        known = by_name.get(part.name)
        if known is not None and known.person_id == person:
            continue
        if known is not None:
            members.end_member(engine, known.id, EndReason.REPLACED, today=today)
        members.add_member(engine, ids, client, part.member(today, person), now=now)
    filled = networks.load(engine, client, today, client, now=now).on(today)
    member_ids = {member.name: member.id for member in filled}
    for name, stand_in in stand_ins():
        members.set_stand_in(engine, member_ids[name], member_ids[stand_in])


def _on_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
