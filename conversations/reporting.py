"""What every report shares: about whom it is, who may read it, and what follows once it is sent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from conversations.answers import Option
from conversations.context import Context, Tie
from conversations.dialogue import Ask
from conversations.effects import (
    Access,
    AccessAction,
    Agree,
    Effect,
    Purpose,
    Record,
    ReportKind,
    SharedWith,
    Step,
    StepKind,
    Subject,
    Tell,
    ToPerson,
)
from conversations.escalation import deadline
from conversations.notices import first_notice, news
from conversations.reports import Report
from conversations.routing import Receiver, receiver
from conversations.saying import plain, say
from conversations.speech import Ref
from conversations.wording import Text
from knowledge.kinship import calls
from knowledge.roles import Role

# Which text was agreed to; a new wording gets a new name.
WORDING: Final = "2026-11"
THIS: Final = "this"
# Within this time words that have no other meaning join the report of danger that is out.
_STILL_DANGER: Final = timedelta(hours=1)
_MYSELF: Final = ("mij", "mijzelf", "mezelf", "mijzelve", "ik", "zelf", "myself", "me", "self")
_OTHERS: Final = (
    *("ander", "anders", "iemand", "buurvrouw", "buurman", "buur", "buren", "vriend", "vriendin"),
    *("kennis", "collega", "kennissen", "else", "neighbour", "friend"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whom a report is about, and as what the sender writes it."""

    subject: Subject
    tie: Tie | None  # the client it is about, or the tie through which a carer writes of themself
    role: Role

    @property
    def client_id(self) -> str | None:
        return self.tie.client_id if self.tie and self.subject is not Subject.OTHER else None


def about_whom(ask: Ask, context: Context) -> About:
    """A client writes of themself; a carer is asked, for writer and subject may be two people."""
    ties = context.at_home
    if len(ties) == 1 and Role.CLIENT in ties[0].roles:
        return About(subject=Subject.CLIENT, tie=ties[0], role=Role.CLIENT)
    clients = [
        Option(tie.client_id, Text("About {name}", name=tie.client_name), also=names)
        for tie, names in zip(ties, _called(ties, context), strict=True)
    ]
    taken = {name for option in clients for name in option.also}
    others = tuple(word for word in _OTHERS if word not in taken)
    who = ask.choice(
        "about",
        [plain(Text("Whom is this about?"))],
        [
            *clients,
            Option("self", Text("About myself"), also=_MYSELF),
            Option("other", Text("About somebody else"), also=others),
        ],
        why=(
            Text("Then I know who may read it. Is it about somebody else? I open no file of them."),
        ),
    )
    return _chosen(who, ties)


def _called(ties: Sequence[Tie], context: Context) -> list[tuple[str, ...]]:
    """What the sender calls each client, by their own role in that network; 'mama'."""
    mine = [
        next((m for m in tie.network.members if m.person_id == context.sender.person_id), None)
        for tie in ties
    ]
    return [calls(member.role) if member is not None else () for member in mine]


def _chosen(who: str, ties: Sequence[Tie]) -> About:
    if not ties:
        return About(subject=Subject(who), tie=None, role=Role.VISITOR)
    if who == "other":
        return About(subject=Subject.OTHER, tie=None, role=Role.VISITOR)
    tie = next((tie for tie in ties if tie.client_id == who), ties[0])
    role = Role.CLIENT if Role.CLIENT in tie.roles else Role.CARER
    if who == "self" and role is Role.CARER:
        return About(subject=Subject.SELF, tie=tie, role=role)
    return About(subject=Subject.CLIENT, tie=tie, role=role)


def staff_do_not_report() -> Effect:
    """To staff who are nobody's client or carer."""
    return say(
        Text("As staff you do not report through me."),
        Text("Write it in the file, or talk to a colleague about it."),
    )


def may_i(receiver: Receiver) -> Text:
    """Ask to pass words on; they are kept from the moment somebody may read them."""
    name = receiver.person.name
    match receiver.role:
        case Role.CASE_MANAGER:
            return Text(
                "May I pass this on to {name}, your case manager? "
                "I keep your words as you wrote them.",
                name=name,
            )
        case Role.DEPUTY:
            return Text(
                "Your case manager is away. May I pass this on to {name}, who replaces them? "
                "I keep your words as you wrote them.",
                name=name,
            )
        case _:
            return Text(
                "May I pass this on to {name}? I keep your words as you wrote them.", name=name
            )


def who_reads(receiver: Receiver) -> tuple[Text, ...]:
    """What happens with words that are passed on; for whoever asks that before saying yes."""
    name = receiver.person.name
    return (
        Text("{name} then reads your words, and your name if I know it.", name=name),
        Text("Does nobody react in time? Then it goes to somebody who replaces {name}.", name=name),
        Text("Under 'My reports' you see who has read it, and what comes of it."),
    )


def follows_danger(
    context: Context, now: datetime, routes: Collection[str] = ("now",)
) -> Report | None:
    """The report of danger (to life) that is out, shortly after it was sent."""
    return next(
        (
            report
            for report in context.reports
            if report.open and report.route in routes and now - report.created_at < _STILL_DANGER
        ),
        None,
    )


def agreed() -> tuple[Effect, ...]:
    """Yes to passing on is yes to keeping these words and to sharing this report."""
    return (
        Agree(purpose=Purpose.CHAT, granted=True, wording=WORDING),
        Agree(purpose=Purpose.SHARE, granted=True, wording=WORDING),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report that is about to be recorded."""

    kind: ReportKind
    words: str
    about: About
    route: str = "log"
    indicators: tuple[str, ...] = ()
    bottleneck: str = ""
    danger: str = ""
    sensitive: bool = False
    accused_id: str | None = None
    ref: str = ""  # of the message that the words were typed in

    def to(self, context: Context) -> Receiver:
        """Who would get it: the nearest who is neither sender nor accused."""
        return receiver(
            self.about.tie,
            context.organisation,
            sender=context.sender.person_id,
            accused=self.accused_id,
        )


def recorded(
    draft: Draft, told: Sequence[Receiver], context: Context, now: datetime
) -> tuple[Effect, ...]:
    """The record, its first step, a notice to everyone told, and the rows of the access log."""
    first = told[0]
    until = deadline(draft.route, now, context.organisation.hours)
    notices = tuple(
        Tell(to=ToPerson(who.person.id), say=first_notice(draft.kind, THIS, route=draft.route))
        for who in told
    )
    return (
        _record(draft, first.shared_with, first.person.id, until),
        *(
            Step(report=Ref(THIS), kind=StepKind.SENT, person_id=who.person.id, told_as=who.role)
            for who in told
        ),
        *_accessed(draft),
        *notices,
    )


def kept(draft: Draft) -> tuple[Effect, ...]:
    """The record for the sender alone."""
    return (_record(draft, SharedWith.NOBODY, None, None), *_accessed(draft))


def _record(
    draft: Draft, shared_with: SharedWith, with_id: str | None, until: datetime | None
) -> Record:
    return Record(
        ref=THIS,
        kind=draft.kind,
        words=draft.words,
        subject=draft.about.subject,
        sender_role=draft.about.role,
        client_id=draft.about.client_id,
        shared_with=shared_with,
        with_id=with_id,
        deadline=until,
        route=draft.route,
        bottleneck=draft.bottleneck,
        indicators=draft.indicators,
        danger=draft.danger,
        sensitive=draft.sensitive,
        accused_id=draft.accused_id,
        message_ref=draft.ref,
    )


def _accessed(draft: Draft) -> tuple[Effect, ...]:
    if draft.about.client_id is None:
        return ()
    return (
        Access(
            client_id=draft.about.client_id,
            event=f"add_{draft.kind}",
            action=AccessAction.CREATE,
            role=draft.about.role,
            objects=(Ref(THIS),),
            emergency=draft.route == "now",
        ),
    )


def added(report: Report, words: str, context: Context) -> tuple[Effect, ...]:
    """New words of the sender: a step, and whoever has the report is told."""
    return (
        Step(report=report.id, kind=StepKind.ADDED, actor_id=context.sender.person_id, words=words),
        *own_access((report,), AccessAction.UPDATE),
        *wake(report, Text("The sender added something to {number}.", number=report.number)),
    )


def wake(report: Report, text: Text) -> tuple[Effect, ...]:
    """Tell whoever has a report now that something about it changed."""
    holder = report.owner_id or report.with_id
    return (Tell(to=ToPerson(holder), say=news(report, text)),) if holder else ()


def own_access(
    reports: Sequence[Report], action: AccessAction = AccessAction.READ
) -> tuple[Effect, ...]:
    """The sender sees or changes own reports: one row for each client they are about."""
    clients = {report.client_id for report in reports if report.client_id}
    return tuple(
        Access(
            client_id=client,
            event="view_own_report" if action is AccessAction.READ else "change_own_report",
            action=action,
            role=next(report.sender_role for report in reports if report.client_id == client),
            objects=tuple(report.id for report in reports if report.client_id == client),
        )
        for client in sorted(clients)
    )
