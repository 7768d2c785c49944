"""To whom a report goes: by relation; never to the sender, the accused, or nobody."""

from collections.abc import Iterator
from dataclasses import dataclass

from conversations.context import Context, Named, Organisation, Tie
from conversations.effects import SharedWith
from knowledge.roles import Role


@dataclass(frozen=True, slots=True)
class Receiver:
    person: Named
    role: Role

    @property
    def shared_with(self) -> SharedWith:
        case = (Role.CASE_MANAGER, Role.DEPUTY)
        return SharedWith.CASE_MANAGER if self.role in case else SharedWith.INTAKE_DESK


def chain(tie: Tie | None, organisation: Organisation) -> Iterator[Receiver]:
    """Everyone a report about this client could go to, the nearest first.

    The case manager who is away comes after the deputy: words should not wait for somebody's
    return while somebody else is there.
    """
    if tie is not None:
        if tie.deputy:
            yield Receiver(tie.deputy, Role.DEPUTY)
        if tie.case_manager and not tie.manager_away:
            yield Receiver(tie.case_manager, Role.CASE_MANAGER)
        for colleague in tie.team:
            yield Receiver(colleague, Role.TEAM)
    yield Receiver(organisation.intake_desk, Role.INTAKE_DESK)
    for coordinator in organisation.coordinators:
        yield Receiver(coordinator, Role.COORDINATOR)
    yield Receiver(organisation.duty_line, Role.DUTY_LINE)


def receiver(
    tie: Tie | None, organisation: Organisation, *, sender: str | None, accused: str | None = None
) -> Receiver:
    """The first in the chain who is neither the sender nor the accused.

    Where sender and accused together are the whole chain, the accused is still never told.
    """
    fair = [who for who in chain(tie, organisation) if who.person.id != accused]
    return next((who for who in fair if who.person.id != sender), fair[-1])


def danger_receivers(
    context: Context, tie: Tie | None, *, now_level: bool, abuse: bool, accused: str | None
) -> tuple[Receiver, ...]:
    """Who is told of danger (design table: level x consent x protocol, the default).

    `now`: the duty line. `today`: the duty line and the case manager or deputy; for abuse the
    staff member with the meldcode task instead (Wet meldcode huiselijk geweld, 2013).
    """
    organisation, sender = context.organisation, context.sender.person_id
    told = [Receiver(organisation.duty_line, Role.DUTY_LINE)]
    if not now_level and abuse:
        told += [Receiver(who, Role.REPORTING_CODE) for who in organisation.reporting_code[:1]]
    elif not now_level and tie is not None:
        told.append(receiver(tie, organisation, sender=sender, accused=accused))
    unique = {who.person.id: who for who in told if who.person.id not in (accused, sender)}
    return tuple(unique.values()) or (receiver(tie, organisation, sender=sender, accused=accused),)
