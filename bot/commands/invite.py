"""`invite`: make an invitation for one person, as a link and a QR code."""

from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Final

import segno

from bot.commands.command import DONE, Call, Command
from bot.errors import CommandRefused
from bot.settings import Settings
from conversations.context import Named
from conversations.effects import AccessAction
from conversations.store import invitations, networks, people
from conversations.store.engine import Engine
from conversations.store.people import STAFF_ROLES
from knowledge.roles import Role

ROLES: Final = (Role.CLIENT, Role.CARER, *STAFF_ROLES)
_PICTURES: Final = (".svg", ".png")


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="somebody on file, by name or id")
    parser.add_argument("--role", required=True, choices=[str(role) for role in ROLES])
    parser.add_argument("--client", metavar="NAME", help="whose network a carer belongs to")
    parser.add_argument(
        "--qr", type=Path, metavar="FILE", help="also write the QR code: svg or png"
    )


def run(call: Call) -> int:
    role, picture = Role(call.arguments.role), call.arguments.qr
    if picture is not None and picture.suffix not in _PICTURES:
        raise CommandRefused(f"{picture} is neither .svg nor .png; name a picture.")
    with call.engine() as engine, engine.atomic():
        person = people.find_by_name(engine, call.arguments.name)
        client = _client(engine, call.arguments.client, role, person)
        confirmed_by = _confirmer(engine, client, call)
        made = invitations.make(
            engine,
            call.ids,
            person_id=person.id,
            role=role,
            client_id=client.id if client else None,
            made_by=None,
            needs_confirmation=confirmed_by is not None,
            now=call.now,
        )
        if client:
            call.log_access(engine, client, "make_invitation", AccessAction.CREATE)
    _show(call, made.code, picture)
    until = made.expires_at.astimezone(call.settings.zone)
    call.say(
        f"For {person.name} alone, once, until {until:%Y-%m-%d %H:%M}. Hand it over in person."
    )
    if confirmed_by:
        call.say(f"{confirmed_by.name} is asked to confirm that the right person came.")
    return DONE


def links(settings: Settings, code: str) -> tuple[str, ...]:
    """Give where a code can be used: the web chat, and Telegram when there is a bot."""
    web = f"{settings.public_url}/c/{code}"
    bot = settings.telegram_bot_name
    return (web, f"https://t.me/{bot}?start={code}") if bot else (web,)


def _client(engine: Engine, named: str | None, role: Role, person: people.Person) -> Named | None:
    if role is Role.CLIENT:
        return person.named
    if named is None or role in STAFF_ROLES:
        return None
    return people.find_by_name(engine, named).named


def _confirmer(engine: Engine, client: Named | None, call: Call) -> Named | None:
    """The first staff is let in at once; a client or carer when somebody can vouch for them."""
    if client is None:
        return None
    today = call.now.astimezone(call.settings.zone).date()
    return networks.case_manager_of(engine, client.id, today)


def _show(call: Call, code: str, picture: Path | None) -> None:
    web, *others = links(call.settings, code)
    square = segno.make(web, micro=False)
    drawn = StringIO()
    square.terminal(drawn, compact=True)
    call.say(drawn.getvalue().rstrip("\n"))
    for link in (web, *others):
        call.say(link)
    if picture is not None:
        try:
            square.save(str(picture), scale=8)
        except OSError as fault:
            raise CommandRefused(f"{picture} cannot be written: {fault.strerror}.") from None
        call.say(f"The QR code is in {picture}.")


COMMAND: Final = Command(
    name="invite",
    help="make an invitation: a link and a QR code for one person, valid once, for 72 hours",
    configure=configure,
    run=run,
)
