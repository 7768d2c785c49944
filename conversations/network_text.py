"""A member of a care network in whole sentences: who, what, how to reach, how old the facts."""

from datetime import date

from conversations.wording import Day, Text
from knowledge.care_network import Member, Visit


def member_lines(member: Member, today: date) -> tuple[Text, ...]:
    """Everything known, each fact one sentence; what is old says so."""
    return (
        _who(member),
        *_does(member, today),
        *_lead(member),
        *_away(member),
        *_reach(member),
        *_old(member, today),
    )


def day_line(visit: Visit, member: Member) -> tuple[Text, ...]:
    """One visit of a day: from when to when, who, and who stands in."""
    return (
        Text(
            "{starts} to {ends}: {name} ({role}).",
            starts=_clock(visit.starts.hour, visit.starts.minute),
            ends=_clock(visit.ends.hour, visit.ends.minute),
            name=member.name,
            role=member.role,
        ),
        *_away(member),
    )


def _who(member: Member) -> Text:
    if member.organisation:
        return Text("{name}: {role}, {organisation}.", name=member.name, role=member.role,
                    organisation=member.organisation)  # fmt: skip
    return Text("{name}: {role}.", name=member.name, role=member.role)


def _does(member: Member, today: date) -> tuple[Text, ...]:
    tasks = ", ".join(task.label for task in member.tasks_on(today))
    return (Text("Does: {tasks}.", tasks=tasks),) if tasks else ()


def _lead(member: Member) -> tuple[Text, ...]:
    if member.lead and member.case_manager:
        return (Text("Has the lead, and is the case manager."),)
    if member.lead:
        return (Text("Has the lead."),)
    return (Text("Is the case manager."),) if member.case_manager else ()


def _away(member: Member) -> tuple[Text, ...]:
    if not member.away:
        return ()
    if member.deputy is None:
        return (Text("{name} is away today.", name=member.name),)
    return (Text("{name} is away today. {deputy} stands in.", name=member.name,
                 deputy=member.deputy),)  # fmt: skip


def _reach(member: Member) -> tuple[Text, ...]:
    if not member.contact:
        return ()
    if member.best_moment:
        return (Text("To reach: {contact}, {moment}.", contact=member.contact,
                     moment=member.best_moment),)  # fmt: skip
    return (Text("To reach: {contact}.", contact=member.contact),)


def _old(member: Member, today: date) -> tuple[Text, ...]:
    if not member.unconfirmed(today):
        return ()
    return (Text("Last confirmed on {day}: ask whether this is still right.",
                 day=Day(member.confirmed_on)),)  # fmt: skip


def _clock(hour: int, minute: int) -> str:
    return f"{hour}.{minute:02}"
