"""`people`: put people on file, give and end roles, record absences, bring in a care network."""

from argparse import ArgumentParser
from typing import Final

from bot.commands import absence, assignment, people_files
from bot.commands.command import DONE, Call, Command
from bot.errors import CommandRefused
from conversations.store import networks, people
from conversations.store.people import LONGEST_NAME, STAFF_ROLES, Person
from knowledge.languages import LANGUAGES
from knowledge.regions import Region
from knowledge.roles import Role


def configure(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _configure_add(actions.add_parser("add", help="put somebody on file, with roles"))
    listing = actions.add_parser("list", help="show who is on file, or a client's network")
    listing.add_argument("--role", choices=[str(role) for role in STAFF_ROLES])
    listing.add_argument("--client", metavar="NAME", help="the network of this client")
    assignment.configure_assign(
        actions.add_parser("assign", help="give a role, or a place in a client's network")
    )
    assignment.configure_end(
        actions.add_parser("end", help="end a role, or all that somebody is to a client")
    )
    absence.configure_away(actions.add_parser("away", help="record an absence and its deputy"))
    absence.configure_back(actions.add_parser("back", help="end an absence, or take it back"))
    people_files.configure(
        actions.add_parser("import", help="bring in one client's care network from a CSV file")
    )


def _configure_add(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument(
        "--role",
        action="append",
        default=[],
        choices=[str(role) for role in (*STAFF_ROLES, Role.CLIENT)],
        help="may be given more than once; client opens a care network",
    )
    parser.add_argument("--team", metavar="TEAM", help="with --role team")
    parser.add_argument("--language", choices=list(LANGUAGES))
    parser.add_argument("--region", choices=list(Region))
    parser.add_argument(
        "--another", action="store_true", help="although somebody of this name is on file"
    )


def run(call: Call) -> int:
    actions = {
        "add": _add,
        "list": _list,
        "assign": assignment.assign,
        "end": assignment.end,
        "away": absence.away,
        "back": absence.back,
        "import": people_files.bring_in,
    }
    return actions[call.arguments.action](call)


def _add(call: Call) -> int:
    asked, name = call.arguments, " ".join(call.arguments.name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise CommandRefused(f"a name has 1 to {LONGEST_NAME} signs that can be shown.")
    with call.engine() as engine, engine.atomic():
        if people.named_so(engine, name) and not asked.another:
            raise CommandRefused(
                f"{name!r} is on file already; give a role with assign, or add --another."
            )
        region = Region(asked.region) if asked.region else None
        person = people.add(
            engine, call.ids, name, now=call.now, language=asked.language, region=region
        )
        for role in asked.role:
            if role == Role.CLIENT:
                networks.open_network(engine, person, now=call.now)
            else:
                team = asked.team if role == Role.TEAM else None
                people.give_role(engine, call.ids, person, Role(role), now=call.now, team=team)
    call.say(f"{name} is on file: {person}")
    return DONE


def _list(call: Call) -> int:
    with call.engine(must_exist=True) as engine:
        if call.arguments.client:
            return assignment.show_network(call, engine)
        found = people.everyone(engine)
        clients = {person.id for person in found if networks.is_client(engine, person.id)}
    role = call.arguments.role
    nameless = [person for person in found if not person.name]
    for person in found:
        if person.name and (not role or person.holds(Role(role))):
            call.say(f"{person.id}  {person.name}  {_roles(person, clients)}")
    if nameless and not role:
        call.say(f"And {len(nameless)} visitors, who gave no name.")
    return DONE


def _roles(person: Person, clients: set[str]) -> str:
    held = [f"{each.role} ({each.team})" if each.team else str(each.role) for each in person.roles]
    return ", ".join(held + ["client"] * (person.id in clients))


COMMAND: Final = Command(
    name="people",
    help="add, list and assign people, record absences, end roles, import a care network",
    configure=configure,
    run=run,
)
