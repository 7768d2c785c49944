"""Who takes a report over at once, when whoever has it cannot be reached or may no longer act.

The ladder waits for people to answer; here there is nobody to wait for: a channel that died, an
absence that began or ended, a role or a membership that was taken away, a person who was erased.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from conversations.context import Organisation, Tie
from conversations.effects import Effect, Move, Step, StepKind, Tell, ToConversation, ToPerson
from conversations.escalation import deadline
from conversations.notices import notice
from conversations.reports import Report
from conversations.routing import Receiver, chain
from conversations.saying import plain
from conversations.speech import Say, Urgency
from conversations.wording import Text
from knowledge.roles import Role


def candidates(report: Report, tie: Tie | None, organisation: Organisation) -> tuple[Receiver, ...]:
    """Everybody this report may go to instead, the nearest first; never sender or accused.

    From its place in the chain it goes on, so that it does not return to who let it lie; only
    when nobody is left there does it begin anew.
    """
    holder = report.owner_id or report.with_id
    possible = _of_abuse(organisation) if report.sensitive else chain(tie, organisation)
    once: dict[str | None, Receiver] = {}
    for who in possible:
        once.setdefault(who.person.id, who)
    people = list(once)
    place = people.index(holder) + 1 if holder in once else 0
    unfit = {holder, report.sender_id, report.accused_id}
    return tuple(once[id_] for id_ in (*people[place:], *people[:place]) if id_ not in unfit)


def _of_abuse(organisation: Organisation) -> Iterator[Receiver]:
    """Abuse at home stays with those who are trained for it (Wet meldcode, 2013)."""
    yield Receiver(organisation.duty_line, Role.DUTY_LINE)
    for trained in organisation.reporting_code:
        yield Receiver(trained, Role.REPORTING_CODE)
    for coordinator in organisation.coordinators:
        yield Receiver(coordinator, Role.COORDINATOR)


def take_over(
    report: Report, receivers: Collection[Receiver], organisation: Organisation, now: datetime
) -> tuple[Effect, ...]:
    """Pass a report on to the first of these who can be reached; nothing when there is nobody."""
    if not receivers:
        return ()
    to, rung = next(iter(receivers)), report.rung + 1
    return (
        Step(report=report.id, kind=StepKind.MOVED, person_id=to.person.id, told_as=to.role,
             rung=rung),
        Move(report=report.id, state="new", with_id=to.person.id, owner_id=None,
             deadline=deadline(report.route, now, organisation.hours), rung=rung),
        Tell(to=ToPerson(to.person.id), say=notice(report, reminder=False)),
        *_to_sender(report, to),
    )  # fmt: skip


def _to_sender(report: Report, to: Receiver) -> tuple[Effect, ...]:
    """For abuse at home nothing is sent unasked: others read along."""
    if report.sensitive:
        return ()
    if report.owner_id is None:
        truth = Text("Nobody has taken up your report {number} yet. I have passed it on to {name}.",
                     number=report.number, name=to.person.name)  # fmt: skip
    else:
        truth = Text("{former} cannot go on with your report {number}. "
                     "I have passed it on to {name}.",
                     former=report.owner_name or "—", number=report.number,
                     name=to.person.name)  # fmt: skip
    said = Say(blocks=(plain(truth),), urgency=Urgency.NOTICE, reference=report.number)
    return (Tell(to=ToConversation(report.conversation_id), say=said),)
