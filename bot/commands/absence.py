"""`people away` and `people back`: who is absent from when to when, and who is the deputy."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.commands.command import DONE, Call
from bot.errors import CommandRefused
from conversations.store import absences, people


def configure_away(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--deputy", required=True, metavar="NAME")
    parser.add_argument(
        "--from", dest="since", type=day, metavar="DAY", help="the first day away; from now"
    )
    parser.add_argument(
        "--until", type=day, metavar="DAY", help="the last day away; until somebody says back"
    )


def configure_back(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")


def away(call: Call) -> int:
    asked, zone = call.arguments, call.settings.zone
    since = begins(asked.since, zone) if asked.since else call.now
    until = begins(asked.until + timedelta(days=1), zone) if asked.until else None
    with call.engine(must_exist=True) as engine, engine.atomic():
        person = people.find_by_name(engine, asked.name)
        deputy = people.find_by_name(engine, asked.deputy)
        stands_in_for = absences.away(engine, max(since, call.now)).replaced_by(person.id)
        absences.record(
            engine, call.ids, person.id, deputy.id, since=since, until=until, now=call.now
        )
    call.say(f"{person.name} is away; {deputy.name} stands in, with the same rights for as long.")
    if stands_in_for:
        call.say(f"{person.name} stood in for {len(stands_in_for)} others; so does {deputy.name}.")
    return DONE


def back(call: Call) -> int:
    with call.engine(must_exist=True) as engine, engine.atomic():
        person = people.find_by_name(engine, call.arguments.name)
        ended = absences.come_back(engine, person.id, now=call.now)
        if not ended and not absences.cancel_planned(engine, person.id, now=call.now):
            raise CommandRefused(f"{person.name!r} is not away and has no absence planned.")
    call.say(f"{person.name} is back." if ended else f"The absence of {person.name} is off.")
    return DONE


def day(written: str) -> date:
    """Read a day of the command line."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ArgumentTypeError(f"{written!r} is not a day; write 2026-12-24") from None


def begins(day: date, zone: ZoneInfo) -> datetime:
    """Give the first moment of a day where the organisation is."""
    return datetime.combine(day, time(), zone)
