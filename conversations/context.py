"""What one turn may know: loaded for this sender, frozen, read anew on every turn."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from conversations.effects import Agree, Effect, Purpose, SetLanguage, SetRegion
from conversations.reports import Report
from conversations.speech import Action
from knowledge.care_network import CareNetwork
from knowledge.numbers import Number
from knowledge.regions import Region
from knowledge.roles import Right, Role, allowed
from knowledge.search import Index
from knowledge.understanding import Understander


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What the bot knows, the same for everyone; replaced as a whole when a topic changes."""

    index: Index
    understander: Understander
    numbers: Mapping[str, Number]

    @property
    def emergency(self) -> str:
        """The number for danger to life, from the content that people keep."""
        return self.numbers["112"].number


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """When the ladder's clock runs, in the organisation's own time."""

    zone: ZoneInfo
    days: frozenset[int] = frozenset({1, 2, 3, 4, 5})  # ISO weekdays
    opens: int = 9  # whole hours
    closes: int = 17
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Named:
    """A person by id, with the name to speak of them."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    name: str
    region: Region | None
    hours: WorkingHours
    intake_desk: Named
    duty_line: Named
    reporting_code: tuple[Named, ...] = ()  # staff with the meldcode task
    coordinators: tuple[Named, ...] = ()
    privacy_contact: str = ""  # whom to ask about data, in plain words

    @property
    def zone(self) -> ZoneInfo:
        return self.hours.zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What the sender is to one client, today, and the network as this sender may see it."""

    client_id: str
    client_name: str
    roles: frozenset[Role]
    network: CareNetwork
    case_manager: Named | None
    deputy: Named | None  # who replaces the case manager at this moment
    team: tuple[Named, ...] = ()
    manager_away: bool = False

    def allows(self, right: Right) -> bool:
        return allowed(right, self.roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An invitation the sender's code fits, or one that waits for the sender's confirmation."""

    id: str
    person_id: str
    person_name: str
    role: str
    client_id: str | None
    client_name: str
    needs_confirmation: bool
    confirmer: Named | None = None
    guest: str | None = None  # the conversation in which it was used


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """Counts for 'what do you keep of me'."""

    messages: int
    reports: int
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    person_id: str | None  # None: somebody who has not agreed to anything yet
    name: str
    staff_roles: frozenset[Role]
    consents: frozenset[Purpose]
    waiting: bool = False  # redeemed an invitation that is not yet confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    conversation_id: str
    channel: str
    sender: Sender
    met: bool  # has had the first-contact text
    muted: bool
    language: str
    stored_language: str | None
    region: Region | None
    languages: tuple[str, ...]
    knowledge: Knowledge
    organisation: Organisation
    ties: tuple[Tie, ...] = ()
    reports: tuple[Report, ...] = ()  # the sender's own, newest first
    worklist: tuple[Report, ...] = ()  # those the sender handles as staff, oldest deadline first
    message_ref: str = ""  # the channel's id of this message, by which an edit finds it
    offered: Action | None = None  # what the tapped button does; None when it was not offered here
    spent: bool = False  # the tapped button's question has been answered
    invitation: Invitation | None = None  # the one the code in this message opens
    slow_down: bool = False  # too many wrong codes
    hurried: bool = False  # more messages in a minute than a person types
    edited: Report | None = None  # the open report that the edited message went into
    own_data: OwnData | None = None

    @property
    def at_home(self) -> tuple[Tie, ...]:
        """The clients of whom the sender is client or carer."""
        return tuple(tie for tie in self.ties if tie.roles & {Role.CLIENT, Role.CARER})

    @property
    def roles(self) -> frozenset[Role]:
        """Everything the sender is now, to whichever client; a visitor when nothing else."""
        towards = frozenset(role for tie in self.ties for role in tie.roles)
        return (towards | self.sender.staff_roles) or frozenset({Role.VISITOR})

    def may(self, right: Right) -> bool:
        """Whether the sender has this right somewhere; towards one client its tie tells."""
        return allowed(right, self.roles)

    def agreed(self, purpose: Purpose) -> bool:
        return purpose in self.sender.consents

    def tie(self, client_id: str | None) -> Tie | None:
        return next((tie for tie in self.ties if tie.client_id == client_id), None)

    def report(self, report_id: str) -> Report | None:
        """One the sender may handle as staff."""
        return next((report for report in self.worklist if report.id == report_id), None)

    def own_report(self, report_id: str) -> Report | None:
        return next((report for report in self.reports if report.id == report_id), None)

    def today(self, now: datetime) -> date:
        return now.astimezone(self.organisation.zone).date()


def knowing(context: Context, effect: Effect) -> Context:
    """The context as it is once this effect is carried out, for what follows in the same turn."""
    match effect:
        case Agree(purpose=purpose, granted=granted):
            had = context.sender.consents
            has = had | {purpose} if granted else had - {purpose}
            return replace(context, sender=replace(context.sender, consents=has))
        case SetLanguage(language=language):
            return replace(context, language=language, stored_language=language)
        case SetRegion(region=region):
            return replace(context, region=Region(region))
        case _:
            return context
