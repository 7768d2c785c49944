"""What the bot says to what it cannot read: a photo, a voice message, a document."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from conversations.messages import AttachmentKind
from conversations.saying import button, say
from conversations.speech import Say
from conversations.wording import Text

_CANNOT: Final[Mapping[AttachmentKind, Text]] = MappingProxyType(
    {
        AttachmentKind.VOICE: Text("I cannot listen to a voice message. Can you type it?"),
        AttachmentKind.PHOTO: Text("I cannot look at pictures yet. Can you tell it in words?"),
        AttachmentKind.DOCUMENT: Text("I cannot read documents. Can you tell it in words?"),
    }
)


def cannot_open(kind: AttachmentKind) -> Say:
    """Whoever cannot type it, can ask for a person."""
    text = _CANNOT.get(kind, Text("I cannot do anything with this. Can you tell it in words?"))
    return say(text, buttons=(button(Text("I want to speak to a person"), "person"),))


def only_the_words() -> Say:
    return say(Text("I cannot open what you sent with it. I do read your words."))
