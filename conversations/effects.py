"""What follows from one message: the only things `respond` can ask for.

Effects are values. `writing.py` carries them out in the transaction of the turn; ids, numbers and
button ids are given out there, and texts name them as placeholders (`NumberOf("this")`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from conversations.speech import Ref, Say


@dataclass(frozen=True, slots=True)
class ToPerson:
    """A notice: by the channel last used, or the next one when that is dead."""

    person_id: str


@dataclass(frozen=True, slots=True)
class ToConversation:
    """A reply: to the conversation it answers."""

    conversation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    to: ToPerson | ToConversation
    say: Say


class Purpose(StrEnum):
    """What consent is asked for, each apart (GDPR art. 7)."""

    CHAT = "chat"  # keep my messages
    SHARE = "share"  # pass my reports on to the case manager or the intake desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree:
    """Consent given or withdrawn; the first makes an unknown sender a person."""

    purpose: Purpose
    granted: bool
    wording: str  # which text was agreed to, by version


class Subject(StrEnum):
    """Whom a report is about; the writer and the subject are two people."""

    SELF = "self"
    CLIENT = "client"
    OTHER = "other"  # nobody we have a file of, and none is opened


class ReportKind(StrEnum):
    CONCERN = "concern"
    COMPLAINT = "complaint"
    SIGNAL = "signal"


class SharedWith(StrEnum):
    NOBODY = "nobody"
    CASE_MANAGER = "case_manager"
    INTAKE_DESK = "intake_desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A new report. `words` are literal; it goes to `with_id`, unless shared with nobody."""

    ref: str
    kind: ReportKind
    words: str
    subject: Subject
    sender_role: str
    client_id: str | None
    shared_with: SharedWith
    with_id: str | None
    deadline: datetime | None  # of the first rung
    route: str = "log"  # of a signal: case_manager, today, now
    bottleneck: str = ""
    indicators: tuple[str, ...] = ()
    danger: str = ""
    sensitive: bool = False  # abuse at home: no content in notices, none in shared views
    accused_id: str | None = None
    message_ref: str = ""  # of the message whose words these are


class StepKind(StrEnum):
    """What has happened to a report, in the words sender and staff both see."""

    SENT = "sent"
    REMINDED = "reminded"
    MOVED = "moved"  # passed on to the next person, because nobody took it up
    SEEN = "seen"
    TAKEN = "taken"
    ANSWERED = "answered"
    ADDED = "added"  # the sender wrote more, or changed the message
    CLOSED = "closed"
    SOLVED = "solved"  # the sender says so
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something happened to a report; appended, never changed."""

    report: str | Ref
    kind: StepKind
    actor_id: str | None = None
    person_id: str | None = None  # to whom it went
    told_as: str = ""  # the role in which that person got it; it opens nothing when that has ended
    words: str = ""
    rung: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where a report stands from now on."""

    report: str
    state: str
    with_id: str | None
    owner_id: str | None
    deadline: datetime | None
    rung: int


class Unanswered(StrEnum):
    UNKNOWN = "unknown"
    NONE_OF_THESE = "none_of_these"
    NOT_HELPFUL = "not_helpful"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepQuestion:
    """For the editors; without its sender as long as there is no consent."""

    words: str
    reason: Unanswered
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    slug: str
    helpful: bool


@dataclass(frozen=True, slots=True)
class Met:
    """The first-contact text was shown: kept as proof (EU AI Act art. 50(1))."""


@dataclass(frozen=True, slots=True)
class SetLanguage:
    language: str


@dataclass(frozen=True, slots=True)
class SetRegion:
    region: str


@dataclass(frozen=True, slots=True)
class Mute:
    muted: bool


@dataclass(frozen=True, slots=True)
class Erase:
    """Erase the sender, as far as the law lets us (GDPR art. 17; WGBO art. 7:454-455)."""


@dataclass(frozen=True, slots=True)
class Redeem:
    """Bind this conversation to the person an invitation was made for."""

    invitation_id: str


@dataclass(frozen=True, slots=True)
class WrongCode:
    """A code that opened nothing; counted, so that guessing gets slow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """A case manager says whether the person who redeemed an invitation is the right one."""

    invitation_id: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Keep:
    """New words of a person who consented: a message, or a new version of an old one."""

    words: str
    edits: bool = False


class AccessAction(StrEnum):
    """NEN 7513:2018, EventActionCode."""

    CREATE = "C"
    READ = "R"
    UPDATE = "U"
    DELETE = "D"
    EXECUTE = "E"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """This turn shows or changes something about a client: a row in the log, or nothing shows."""

    client_id: str
    event: str
    action: AccessAction
    role: str
    objects: tuple[str | Ref, ...] = ()
    refused: bool = False
    emergency: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Something a member of staff must do."""

    kind: str
    assignee_id: str | None
    report: str | Ref | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """The person blocked the bot or closed the chat: nothing can be delivered here any more."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave this group: the bot serves private chats only."""


Effect: TypeAlias = (
    Say | Tell | Agree | Record | Step | Move | KeepQuestion | Rate | Met | SetLanguage | SetRegion
    | Mute | Erase | Redeem | WrongCode | Confirm | Keep | Access | FollowUp | Gone | Leave
)  # fmt: skip
