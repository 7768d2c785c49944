"""A conversation decided purely, for tests: who says what, and what follows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from conversations.context import Context
from conversations.effects import Effect, Record
from conversations.messages import Attached, AttachmentKind, Edited, Message, Said, Tapped
from conversations.respond import respond
from conversations.speech import Action, Say
from conversations.state import State
from conversations.wording import Text
from tests.conversations.cast import NOW


class Chat:
    """One conversation, decided purely: the state goes on, the context is what it is."""

    def __init__(self, here: Context, state: State | None = None) -> None:
        self.here = here
        self.state = state or State()

    def says(self, text: str, **changes: Any) -> tuple[Effect, ...]:
        return self._get(Said(text=text), **changes)

    def edits(self, text: str, **changes: Any) -> tuple[Effect, ...]:
        return self._get(Edited(text=text), **changes)

    def taps(self, action: Action | None, *, spent: bool = False) -> tuple[Effect, ...]:
        return self._get(Tapped(button="b"), offered=action, spent=spent)

    def sends(self, kind: AttachmentKind) -> tuple[Effect, ...]:
        return self._get(Attached(kind=kind))

    def _get(self, message: Message, **changes: Any) -> tuple[Effect, ...]:
        here = replace(self.here, **changes)
        self.state, effects = respond(message, self.state, here, NOW)
        return effects


def says(effects: Sequence[Effect]) -> list[Say]:
    return [effect for effect in effects if isinstance(effect, Say)]


def first_words(effects: Sequence[Effect]) -> list[str]:
    """The msgid that each thing said begins with."""
    return [msgid(said.blocks[0].text) for said in says(effects)]


def msgid(text: object) -> str:
    while isinstance(text, tuple):
        text = text[0]
    return text.msgid if isinstance(text, Text) else str(text)


def kinds(effects: Sequence[Effect]) -> list[str]:
    return [type(effect).__name__ for effect in effects]


def record(effects: Sequence[Effect]) -> Record:
    """The one report that was made."""
    (found,) = (each for each in effects if isinstance(each, Record))
    return found
