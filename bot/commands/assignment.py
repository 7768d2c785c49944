"""`people assign`, `end` and `list --client`: roles, and places in a client's network."""

from argparse import ArgumentParser
from datetime import date
from typing import Final

from bot.commands.command import AT_THE_MACHINE, DONE, Call
from bot.errors import CommandRefused
from conversations.context import Named
from conversations.effects import AccessAction
from conversations.membership import Agreement, EndReason, Ground, NewMember
from conversations.store import members, networks, people
from conversations.store.engine import Engine
from conversations.store.networks import Bond
from conversations.store.people import STAFF_ROLES
from knowledge.care_network import Circle, Member, Period, Task
from knowledge.roles import Role

_TASK_OF_CASE_MANAGER: Final = "houdt het overzicht en is het aanspreekpunt"


def configure_assign(parser: ArgumentParser) -> None:
    parser.description = (
        "Without --client: give a role for the organisation. With --client: make somebody the"
        " case manager (who replaces the former one) or a carer, or NAME the team of that client."
    )
    parser.add_argument("name", metavar="NAME")
    roles = [str(role) for role in (*STAFF_ROLES, Role.CARER)]
    parser.add_argument("--role", choices=roles, help="with --client: case_manager unless given")
    parser.add_argument("--team", metavar="TEAM", help="with --role team")
    parser.add_argument("--client", metavar="NAME")
    parser.add_argument("--contact", default="", help="how to reach them; a case manager needs it")
    parser.add_argument("--organisation", default="", help="where they work")
    parser.add_argument(
        "--task", action="append", default=[], help="what they do; a carer needs it"
    )
    parser.add_argument("--described", metavar="WORDS", help="as the client says it: 'dochter'")
    parser.add_argument("--lead", action="store_true", help="has the lead (voortouw) as well")
    parser.add_argument("--client-agrees", action="store_true", help="the client said so")


def configure_end(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--role", choices=[str(role) for role in STAFF_ROLES])
    parser.add_argument("--client", metavar="NAME", help="end all that they are to this client")
    reasons = [str(reason) for reason in EndReason]
    parser.add_argument("--reason", choices=reasons, default=str(EndReason.STOPPED))


def assign(call: Call) -> int:
    asked = call.arguments
    with call.engine(must_exist=True) as engine, engine.atomic():
        if asked.client is None:
            return _give_role(call, engine)
        client = _client(engine, asked.client)
        role = Role(asked.role) if asked.role else Role.CASE_MANAGER
        if role is Role.TEAM:
            team = people.team_called(engine, call.ids, asked.name, call.now)
            networks.assign_team(engine, client.id, team)
        elif role in (Role.CASE_MANAGER, Role.CARER):
            _join(call, engine, client, role)
        else:
            raise CommandRefused(f"the role {role} is not of one client; leave out --client.")
        call.log_access(engine, client, "change_network", AccessAction.UPDATE)
    call.say(f"{asked.name} is now the {role} of {client.name}.")
    return DONE


def end(call: Call) -> int:
    asked = call.arguments
    if (asked.role is None) == (asked.client is None):
        raise CommandRefused("say what ends: either --role or --client.")
    with call.engine(must_exist=True) as engine, engine.atomic():
        person = people.find_by_name(engine, asked.name)
        if asked.role:
            managed = _managed(call, engine, person.id) if asked.role == Role.CASE_MANAGER else ()
            if not people.end_role(engine, person.id, Role(asked.role), now=call.now):
                raise CommandRefused(f"{person.name!r} does not hold the role {asked.role}.")
            call.say(f"{person.name} is no longer {asked.role}, from this moment.")
            for tie in managed:
                client = Named(tie.client_id, tie.client_name)
                call.log_access(engine, client, "change_network", AccessAction.UPDATE)
                call.say(f"{tie.client_name} has no case manager now; assign another.")
            return DONE
        client = _client(engine, asked.client)
        ended = members.end_memberships(
            engine, client.id, person.id, EndReason(asked.reason), today=_today(call)
        )
        if not ended:
            raise CommandRefused(f"{person.name!r} is not in the network of {client.name!r}.")
        call.log_access(engine, client, "change_network", AccessAction.UPDATE)
        manager = networks.case_manager_of(engine, client.id, _today(call))
    call.say(f"{person.name} is no longer in the network of {client.name}, from this moment.")
    if manager is None:
        call.say(f"{client.name} has no case manager: reports go to the intake desk.")
    return DONE


def show_network(call: Call, engine: Engine) -> int:
    """Show who is in a client's network today."""
    with engine.atomic():
        client = _client(engine, call.arguments.client)
        call.log_access(engine, client, "view_network", AccessAction.READ)
        network = networks.load(engine, client.id, _today(call), client.id, now=call.now)
    for member in network.on(_today(call)):
        call.say(f"{member.person_id or '-' * 26}  {member.name}, {member.role}{_marks(member)}")
    return DONE


def _marks(member: Member) -> str:
    marks = {
        "lead": member.lead,
        "case manager": member.case_manager,
        "away": member.away,
        f"deputy {member.deputy}": member.deputy is not None,
    }
    held = [mark for mark, holds in marks.items() if holds]
    return f" ({', '.join(held)})" if held else ""


def _give_role(call: Call, engine: Engine) -> int:
    asked = call.arguments
    if asked.role is None:
        raise CommandRefused("say what to assign: --role, or --client.")
    person = people.find_by_name(engine, asked.name)
    role = Role(asked.role)
    if not people.give_role(engine, call.ids, person.id, role, now=call.now, team=asked.team):
        raise CommandRefused(f"{person.name!r} holds the role {role} already.")
    call.say(f"{person.name} is now {role}.")
    return DONE


def _join(call: Call, engine: Engine, client: Named, role: Role) -> None:
    person = people.find_by_name(engine, call.arguments.name).named
    member = _member(call, client, person, role)
    if role is Role.CASE_MANAGER:
        members.assign_case_manager(
            engine, call.ids, client.id, member, now=call.now, today=_today(call)
        )
    elif person.id == client.id:
        raise CommandRefused("nobody is the own carer; name somebody else.")
    elif not member.tasks:
        raise CommandRefused("say what the carer does: --task 'gaat mee naar de dokter'.")
    else:
        members.add_member(engine, call.ids, client.id, member, now=call.now)


def _member(call: Call, client: Named, person: Named, role: Role) -> NewMember:
    asked, period = call.arguments, Period(since=_today(call))
    manages = role is Role.CASE_MANAGER
    labels = asked.task or ([_TASK_OF_CASE_MANAGER] if manages else [])
    return NewMember(
        name=person.name,
        role=asked.described or ("casemanager" if manages else "mantelzorger"),
        circle=Circle.PROFESSIONAL if manages else Circle.INFORMAL,
        person_id=person.id,
        organisation=asked.organisation,
        lead=asked.lead,
        case_manager=manages,
        contact=asked.contact,
        agreement=Agreement(
            agreed_with=client.name, agreed_on=period.since, client_agrees=asked.client_agrees
        ),
        ground=Ground.TREATMENT if manages else Ground.CONSENT,
        period=period,
        confirmed_on=period.since,
        confirmed_by=AT_THE_MACHINE,
        recorded_by=AT_THE_MACHINE,
        tasks=tuple(Task(label=label, period=period) for label in labels),
    )


def _managed(call: Call, engine: Engine, person_id: str) -> tuple[Bond, ...]:
    """Give the clients whom this person is the case manager of."""
    ties = networks.ties_of(engine, person_id, _today(call), now=call.now)
    return tuple(tie for tie in ties if Role.CASE_MANAGER in tie.roles)


def _client(engine: Engine, name: str) -> Named:
    client = people.find_by_name(engine, name)
    if not networks.is_client(engine, client.id):
        raise CommandRefused(
            f"{client.name!r} has no care network; use people import, or add --role client."
        )
    return client.named


def _today(call: Call) -> date:
    return call.now.astimezone(call.settings.zone).date()
