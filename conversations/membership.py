"""What is recorded when somebody joins or leaves a care network (domain fields of a member)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.care_network import Circle, Period, Task, Visit


class Ground(StrEnum):
    """On what ground data may be shared with a member (GDPR art. 6 and 9)."""

    CONSENT = "consent"
    TREATMENT = "treatment"
    LEGAL = "legal"


class EndReason(StrEnum):
    """Why a membership ended."""

    STOPPED = "stopped"
    REPLACED = "replaced"
    MOVED = "moved"
    DIED = "died"
    ADMITTED = "admitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Who agreed to it and when; a task is settled only when those concerned agree."""

    agreed_with: str
    agreed_on: date
    client_agrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    """A membership to record; `end_reason` exactly when the period has an end."""

    name: str  # as the client calls them
    role: str  # plain words
    circle: Circle
    period: Period
    agreement: Agreement
    ground: Ground
    confirmed_on: date
    confirmed_by: str
    recorded_by: str
    person_id: str | None = None  # none: does not use the chat
    organisation: str = ""
    lead: bool = False
    case_manager: bool = False
    contact: str = ""
    best_moment: str = ""
    emergency: bool = False
    hidden_from: frozenset[str] = frozenset()  # ids of people
    end_reason: EndReason | None = None
    tasks: tuple[Task, ...] = ()
    visits: tuple[Visit, ...] = ()
