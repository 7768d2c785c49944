"""The ladder of a report: who is told next, and when, as long as nobody takes it up.

It never ends: after the last rung the last person is reminded again and again. Every rung is a
stored deadline; nothing lives in memory. Defaults per route, in working hours or at any hour:

    case_manager   reminder after 4 working hours, next person at 8, 12, 16, then every 4
    today          30 minutes a rung, at any hour, repeated
    now            10 minutes a rung, at any hour, repeated
    log            reminder after 8 working hours, next person at 16, 24, then every 8
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from conversations.context import Named, Organisation, Tie, WorkingHours
from conversations.effects import Effect, Move, Step, StepKind, Tell, ToConversation, ToPerson
from conversations.notices import notice
from conversations.reports import Report
from conversations.routing import Receiver, chain
from conversations.saying import plain
from conversations.speech import Say, Urgency
from conversations.wording import Text
from conversations.working_time import ahead
from knowledge.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """How long each rung waits; whether only working time counts."""

    rung: timedelta
    working: bool
    reminders: int  # rungs that remind before the next person is told
    taken: timedelta  # working time after which whoever took it up is reminded of it


LADDERS: Final[Mapping[str, Ladder]] = MappingProxyType(
    {
        "case_manager": Ladder(
            rung=timedelta(hours=4), working=True, reminders=1, taken=timedelta(hours=24)
        ),
        "today": Ladder(
            rung=timedelta(minutes=30), working=False, reminders=0, taken=timedelta(hours=8)
        ),
        "now": Ladder(
            rung=timedelta(minutes=10), working=False, reminders=0, taken=timedelta(hours=8)
        ),
        "log": Ladder(
            rung=timedelta(hours=8), working=True, reminders=1, taken=timedelta(hours=40)
        ),
    }
)


def deadline(route: str, since: datetime, hours: WorkingHours) -> datetime:
    """When the next rung is due, counted from the last one (UTC)."""
    ladder = LADDERS[route]
    return ahead(since, ladder.rung, hours) if ladder.working else since + ladder.rung


def deadline_when_taken(route: str, since: datetime, hours: WorkingHours) -> datetime:
    """When whoever took a report up is reminded that it is still open (UTC)."""
    return ahead(since, LADDERS[route].taken, hours)


def climb(
    report: Report, tie: Tie | None, organisation: Organisation, now: datetime
) -> tuple[Effect, ...]:
    """The next rung of a report whose deadline has passed."""
    rung = report.rung + 1
    if report.owner_id is not None:
        owner = Named(report.owner_id, report.owner_name)
        return _remind(report, owner, rung, organisation, now, tell_sender=False)
    if rung <= LADDERS[report.route].reminders and report.with_id is not None:
        holder = Named(report.with_id, report.with_name)
        return _remind(report, holder, rung, organisation, now, tell_sender=not report.seen)
    following = _following(report, tie, organisation)
    if following is None:
        last = Named(report.with_id or organisation.duty_line.id, report.with_name)
        return _remind(report, last, rung, organisation, now, tell_sender=not report.seen)
    return _pass_on(report, following, rung, organisation, now)


def _following(report: Report, tie: Tie | None, organisation: Organisation) -> Receiver | None:
    """The next in the chain after whoever has it now; None at its end."""
    fair = [
        who
        for who in _once(chain(tie, organisation))
        if who.person.id not in (report.sender_id, report.accused_id)
    ]
    held = [place for place, who in enumerate(fair) if who.person.id == report.with_id]
    return next(iter(fair[(held[0] + 1 if held else 0) :]), None)


def _once(receivers: Iterator[Receiver]) -> Iterator[Receiver]:
    """Each person once, at the first place."""
    met: set[str] = set()
    for receiver in receivers:
        if receiver.person.id not in met:
            met.add(receiver.person.id)
            yield receiver


def _remind(
    report: Report,
    who: Named,
    rung: int,
    organisation: Organisation,
    now: datetime,
    *,
    tell_sender: bool,
) -> tuple[Effect, ...]:
    again = (
        deadline_when_taken(report.route, now, organisation.hours)
        if report.owner_id
        else deadline(report.route, now, organisation.hours)
    )
    truth = Text(
        "{name} has not yet seen your report {number}. I have reminded {name}.",
        name=who.name,
        number=report.number,
    )
    return (
        Step(report=report.id, kind=StepKind.REMINDED, person_id=who.id, rung=rung),
        _move(report, with_id=report.with_id or who.id, until=again, rung=rung),
        Tell(to=ToPerson(who.id), say=notice(report, reminder=True)),
        *(_to_sender(report, truth) if tell_sender else ()),
    )


def _pass_on(
    report: Report, to: Receiver, rung: int, organisation: Organisation, now: datetime
) -> tuple[Effect, ...]:
    told = {
        Role.DEPUTY: Text(
            "Nobody has taken up your report {number} yet. I have passed it on to {name}, "
            "who replaces your case manager.",
            number=report.number,
            name=to.person.name,
        ),
        Role.TEAM: Text(
            "Nobody has taken up your report {number} yet. I have passed it on to {name}, "
            "of the same team.",
            number=report.number,
            name=to.person.name,
        ),
    }.get(
        to.role,
        Text(
            "Nobody has taken up your report {number} yet. I have passed it on to {name}.",
            number=report.number,
            name=to.person.name,
        ),
    )
    until = deadline(report.route, now, organisation.hours)
    return (
        Step(report=report.id, kind=StepKind.MOVED, person_id=to.person.id, told_as=to.role,
             rung=rung),
        _move(report, with_id=to.person.id, until=until, rung=rung),
        Tell(to=ToPerson(to.person.id), say=notice(report, reminder=False)),
        *_to_sender(report, told),
    )  # fmt: skip


def _move(report: Report, *, with_id: str, until: datetime, rung: int) -> Move:
    return Move(
        report=report.id,
        state=report.state,
        with_id=with_id,
        owner_id=report.owner_id,
        deadline=until,
        rung=rung,
    )


def _to_sender(report: Report, truth: Text) -> tuple[Effect, ...]:
    """A rung told to the sender; for abuse at home nothing is sent unasked: others read along."""
    if report.sensitive:
        return ()
    said = Say(blocks=(plain(truth),), urgency=Urgency.NOTICE, reference=report.number)
    return (Tell(to=ToConversation(report.conversation_id), say=said),)
