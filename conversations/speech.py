"""One thing that is said: paragraphs, the buttons under them, who speaks, what may overtake."""

from dataclasses import dataclass
from enum import StrEnum

from conversations.wording import Text


class Urgency(StrEnum):
    """The class of an outbox row: what may overtake what."""

    ANSWER = "answer"
    NOTICE = "notice"
    ALERT = "alert"
    DANGER = "danger"


class Speaker(StrEnum):
    BOT = "bot"
    CASE_MANAGER = "case_manager"
    STAFF = "staff"


class BlockKind(StrEnum):
    PLAIN = "plain"
    TITLE = "title"
    QUOTE = "quote"  # somebody's literal words
    CALL = "call"  # a number to dial, on its own line
    SMALL = "small"  # source and date


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph. A `str` is shown as it is (content, somebody's words); a `Text` is spoken.

    Several whole sentences in one paragraph are a tuple.
    """

    text: Text | str | tuple[Text, ...]
    kind: BlockKind = BlockKind.PLAIN
    number: str = ""  # of a CALL
    language: str = ""  # that it is written or to be spoken in; '': the reader's, if known


@dataclass(frozen=True, slots=True)
class Ref:
    """The id of a record that is made in the same turn, by the effect's `ref`."""

    name: str


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does; kept in the database, never in the button itself."""

    do: str
    with_: str | Ref = ""  # a slug, a record's id, an answer's key
    more: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    label: Text | str
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """To whoever wrote the message."""

    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    question: str = ""  # buttons of one question grow old together: the first tap counts
    urgency: Urgency = Urgency.ANSWER
    speaker: Speaker = Speaker.BOT
    speaker_name: str = ""
    protect: bool = False  # not to be forwarded
    reference: str = ""  # the same number again when a send whose answer was lost is repeated
