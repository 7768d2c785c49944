"""Concerns, complaints and signals as they are read back: a report, its steps, its state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from conversations.effects import ReportKind, SharedWith, StepKind, Subject
from conversations.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """A step as it is shown: who did what, when; `words` is None when they were erased."""

    kind: StepKind
    at: datetime
    actor: str = ""
    person: str = ""
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    id: str
    number: str
    kind: ReportKind
    route: str
    state: str
    words: str | None
    sender_id: str | None
    sender_name: str
    sender_role: str
    conversation_id: str
    client_id: str | None
    client_name: str
    subject: Subject
    shared_with: SharedWith
    bottleneck: str
    indicators: tuple[str, ...]
    danger: str
    sensitive: bool
    accused_id: str | None
    with_id: str | None
    with_name: str
    owner_id: str | None
    owner_name: str
    deadline: datetime | None
    rung: int
    created_at: datetime
    steps: tuple[Happened, ...] = ()
    as_role: str = ""  # by which role the reader may handle it

    @property
    def open(self) -> bool:
        return self.state not in CLOSED

    @property
    def seen(self) -> bool:
        return any(step.kind in (StepKind.SEEN, StepKind.TAKEN) for step in self.steps)


CLOSED: Final = frozenset({"closed", "withdrawn"})

# The same words for the sender and for staff.
STEP_NAMES: Final[Mapping[StepKind, Text]] = MappingProxyType(
    {
        StepKind.SENT: Text("sent to {person}"),
        StepKind.REMINDED: Text("reminded {person}"),
        StepKind.MOVED: Text("passed on to {person}"),
        StepKind.SEEN: Text("seen by {actor}"),
        StepKind.TAKEN: Text("being handled by {actor}"),
        StepKind.ANSWERED: Text("answered by {actor}"),
        StepKind.ADDED: Text("added to by the sender"),
        StepKind.CLOSED: Text("closed by {actor}"),
        StepKind.SOLVED: Text("solved, says the sender"),
        StepKind.REOPENED: Text("opened again"),
        StepKind.WITHDRAWN: Text("withdrawn by the sender"),
    }
)


def step_name(step: Happened) -> Text:
    """The step in words, with the names it needs filled in."""
    known = STEP_NAMES[step.kind]
    return Text(known.msgid, actor=step.actor or "—", person=step.person or "—")
