"""What can come in from a person: the values that every channel decodes its updates into."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class AttachmentKind(StrEnum):
    PHOTO = "photo"
    VOICE = "voice"
    DOCUMENT = "document"
    LOCATION = "location"
    CONTACT = "contact"
    OTHER = "other"  # stickers, games, polls: nothing we can keep


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words as typed; a command is words that begin with a slash, in every channel."""

    text: str
    forwarded: bool = False  # somebody else's words: never identity, never the sender's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """New words for the message whose `Incoming.ref` this one carries too."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapped:
    """A button; the id is opaque and proves nothing until it is found among what was offered."""

    button: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    kind: AttachmentKind
    caption: str = ""
    forwarded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """The person blocked the bot or closed the chat for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """An update that is sound and means nothing to us (a poll); stored, never answered."""

    kind: str


Message: TypeAlias = Said | Edited | Tapped | Attached | Left | Ignored


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One decoded update. Its chat is known from the inbox row, not from here."""

    message: Message
    ref: str = ""  # the channel's own id of the message, so that an edit finds it
    private: bool = True  # False: a group or channel, where the bot says one line and leaves
    language: str | None = (
        None  # the channel's hint (Telegram's language_code), the weakest word on language
    )
