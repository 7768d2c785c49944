"""How well situations are understood: figures over messages and what was made of each."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.routes import Intent, Route
from knowledge.understanding import Understander, Understanding
from tests.evaluation.parts import Message
from tests.evaluation.questions import share

Told = tuple[Message, Understanding]

SLICES: Final[Mapping[str, Callable[[Message], bool]]] = {
    "Dutch": lambda each: each.language == "nl",
    "other languages": lambda each: each.language != "nl",
}
_DANGER: Final = (Route.NOW, Route.TODAY)
_UNHEARD: Final = (Route.ANSWER, Route.LOG)
_SERIOUS: Final = (Intent.SIGNAL, Intent.EMERGENCY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Shares from 0 to 1; not a number where there is nothing to share."""

    dangers: int
    danger_heard: float  # by rules, so that help is shown at once
    danger_unheard: float  # answered or noted as if nothing was the matter
    harmless: int
    shown_wrongly: float  # danger where there is none
    signals: int
    signals_heard: float  # as a signal, or as danger
    signals_meant: float  # of what passes for a signal; danger counts for neither
    signals_meant_strictly: float  # the same, danger that passes for a signal is wrong
    signs_f1: float  # micro, over messages that are signals
    intents: int
    intents_right: float


def told(understander: Understander, messages: Iterable[Message]) -> list[Told]:
    """Understand each message as if it came from its own country."""
    return [(each, understander.understand(each.text, region=each.region)) for each in messages]


def figures(pairs: Sequence[Told]) -> Figures:
    """Count what was right."""
    dangers = [meant for message, meant in pairs if message.dangerous]
    harmless = [meant for message, meant in pairs if not message.dangerous]
    signals = [(message, meant) for message, meant in pairs if message.intent is Intent.SIGNAL]
    known = [(message, meant) for message, meant in pairs if message.intent is not None]
    passing = [message.intent for message, meant in known if meant.intent is Intent.SIGNAL]
    return Figures(
        dangers=len(dangers),
        danger_heard=share(meant.route in _DANGER for meant in dangers),
        danger_unheard=share(meant.route in _UNHEARD for meant in dangers),
        harmless=len(harmless),
        shown_wrongly=share(meant.route in _DANGER for meant in harmless),
        signals=len(signals),
        signals_heard=share(meant.intent in _SERIOUS for _, meant in signals),
        signals_meant=share(
            intent is Intent.SIGNAL for intent in passing if intent is not Intent.EMERGENCY
        ),
        signals_meant_strictly=share(intent is Intent.SIGNAL for intent in passing),
        signs_f1=_f1(signals),
        intents=len(known),
        intents_right=share(message.intent is meant.intent for message, meant in known),
    )


def by_slice(pairs: Sequence[Told]) -> dict[str, Figures]:
    """Give the figures of every slice, and of all together."""
    found = {
        name: figures([pair for pair in pairs if within(pair[0])])
        for name, within in SLICES.items()
    }
    return {**found, "all": figures(pairs)}


def by_language(pairs: Sequence[Told]) -> dict[str, Figures]:
    """Give the figures of every language."""
    languages = sorted({message.language for message, _ in pairs})
    return {
        language: figures([pair for pair in pairs if pair[0].language == language])
        for language in languages
    }


def worst(pairs: Sequence[Told], most: int = 10) -> list[Told]:
    """Give what was misunderstood: unheard danger first, then danger that is not there."""
    missed = [
        (message, meant)
        for message, meant in pairs
        if _harm(message, meant) < 4 or (message.intent and message.intent is not meant.intent)
    ]
    return sorted(missed, key=lambda pair: _harm(*pair))[:most]


def _harm(message: Message, meant: Understanding) -> int:
    if message.dangerous and meant.route in _UNHEARD:
        return 0
    if message.dangerous and meant.route not in _DANGER:
        return 1
    if not message.dangerous and meant.route in _DANGER:
        return 2
    return 3 if message.intent is Intent.SIGNAL and meant.intent not in _SERIOUS else 4


def _f1(pairs: Sequence[Told]) -> float:
    found = [(message.indicators, {each.slug for each in u.indicators}) for message, u in pairs]
    hits = sum(len(wanted & seen) for wanted, seen in found)
    named = sum(len(wanted) + len(seen) for wanted, seen in found)
    return 2 * hits / named if named else math.nan
