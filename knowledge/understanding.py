"""What a message means: language, danger, signs, what is wanted and which topics it asks about.

Every outcome carries its reasons. The order is fixed: danger before signs, signs before wishes,
wishes before questions; a message that asks and also tells a situation is a signal that keeps
its topics.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge import examples, indicators, intents
from knowledge.bottlenecks import BOTTLENECKS
from knowledge.danger import Danger, Rules
from knowledge.danger import shipped as shipped_rules
from knowledge.grammar import Mood
from knowledge.grammar import shipped as shipped_grammar
from knowledge.indicators import IndicatorMatch
from knowledge.intents import Wish
from knowledge.languages import Heard, heard
from knowledge.patterns import Sentence
from knowledge.regions import Region
from knowledge.search import Found, Index, Match, Outcome

__all__ = ["Intent", "Route", "Understander", "Understanding"]

_LONGEST = 4096  # characters; a longer message is read up to here
_TERM_ALONE = 6  # words; a shorter message may be no more than the name of a topic
_ASKED_LONGEST = 400  # characters; a longer question is looked up by its beginning
_TERM_FEW = 2  # words; so short a message is hardly ever a statement
_READ_CLOSELY = 12  # sentences of a message that are compared with the examples
_ALIKE = 0.5  # likeness from which an intent without a pattern counts
_BY_LIKENESS = ("complaint", "concern", "human", "network")
_HOME = "nl"  # every message is also read as Dutch, the language of the signs


class Intent(StrEnum):
    """What a message is, the first that holds in this order."""

    EMERGENCY = "emergency"
    SIGNAL = "signal"
    COMPLAINT = "complaint"
    CONCERN = "concern"
    HUMAN = "human"
    NETWORK = "network"
    QUESTION = "question"
    SMALLTALK = "smalltalk"
    OTHER = "other"


class Route(StrEnum):
    """Where a message goes."""

    ANSWER = "answer"
    LOG = "log"
    CASE_MANAGER = "case_manager"
    TODAY = "today"
    NOW = "now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What we made of one message, and why."""

    text: str
    language: str
    intent: Intent
    route: Route
    indicators: tuple[IndicatorMatch, ...]
    bottleneck: str | None
    dangers: tuple[Danger, ...]
    topics: tuple[Match, ...]
    outcome: Outcome | None  # none: nothing is asked
    reasons: tuple[str, ...]
    child: bool = False  # a child or young person seems to write


@dataclass(frozen=True, slots=True)
class _Reading:
    sentences: Sequence[Sentence]
    moods: Sequence[Mood]
    dangers: tuple[Danger, ...]
    signs: tuple[IndicatorMatch, ...]
    wishes: tuple[Wish, ...]
    likeness: Mapping[str, float]  # to each kind of message, of the sentence most like it

    def first(self, *names: str) -> Wish | None:
        return next((wish for wish in self.wishes if wish.name in names), None)

    @property
    def bottleneck(self) -> str | None:
        found = self.first(*BOTTLENECKS)
        return found.name if found else None


class Understander:
    """Makes sense of messages; built once, holds nothing about people."""

    def __init__(self, index: Index, rules: Rules | None = None) -> None:
        self._index = index
        self._rules = rules or shipped_rules()
        self._signs = indicators.shipped(_HOME)
        self._wishes = intents.shipped(_HOME)
        self._resemblance = examples.shipped(_HOME)
        self._understood: dict[tuple[str, Region | None], tuple[Understanding, Heard]] | None = None

    def for_one_turn(self) -> "Understander":
        """Give one that reads the same words once; a dialogue asks for them again and again."""
        other = copy(self)
        other._understood = {}
        return other

    def understand(
        self, text: str, *, region: Region | None = None, language: str | None = None
    ) -> Understanding:
        """Say what a message means; `language` is the one we know its writer by."""
        held = None if self._understood is None else self._understood.get((text, region))
        if held is None:
            told = heard(text[:_LONGEST])
            held = self._understand(text, region, told), told
            if self._understood is not None:
                self._understood[text, region] = held
        found, told = held
        return replace(found, language=told.language(language))

    def _understand(self, text: str, region: Region | None, told: Heard) -> Understanding:
        seen = text[:_LONGEST]
        reading = self._read(seen, told)
        intent = _told(reading)
        found = self._topics(seen, reading, intent, region)
        intent = intent or _asked(reading, found)
        return Understanding(
            text=text,
            language=_HOME,  # told apart from what the words mean, see `understand`
            intent=intent,
            route=_route(intent, reading.dangers),
            indicators=reading.signs if intent in (Intent.EMERGENCY, Intent.SIGNAL) else (),
            bottleneck=reading.bottleneck,
            dangers=reading.dangers,
            topics=found.matches if found else (),
            outcome=found.outcome if found else None,
            reasons=tuple(_reasons(reading, found)),
            child=reading.first("child") is not None,
        )

    def _read(self, text: str, told: Heard) -> _Reading:
        grammar = shipped_grammar(_HOME)
        sentences = grammar.read(text)
        moods = grammar.moods(sentences)
        dangers = self._rules.check_read(text, {_HOME: (sentences, moods)}, told.candidates)
        signs = self._signs.find(sentences, moods) if self._signs else ()
        signs = indicators.in_order((*signs, *indicators.from_dangers(dangers)))
        wishes = self._wishes.find(sentences, moods) if self._wishes else ()
        likeness = [self._like(sentence) for sentence in sentences[:_READ_CLOSELY]]
        if not (dangers or signs or wishes):
            signs = _resembled(sentences, moods, likeness)
        return _Reading(sentences, moods, dangers, signs, wishes, _highest(likeness))

    def _like(self, sentence: Sentence) -> Mapping[str, float]:
        return self._resemblance.of(sentence.forms) if self._resemblance else {}

    def _topics(
        self, text: str, reading: _Reading, intent: Intent | None, region: Region | None
    ) -> Found | None:
        """Look for topics in what is asked, or in a few words that may name a topic."""
        asked = [
            sentence.literal
            for sentence, mood in zip(reading.sentences, reading.moods, strict=True)
            if mood.asks
        ]
        if asked:
            return self._index.search(" ".join(asked)[:_ASKED_LONGEST], region=region)
        if intent is not None or reading.first("smalltalk") or not _names_a_topic(reading):
            return None
        found = self._index.search(text, region=region)
        return found if found.outcome is not Outcome.UNKNOWN else None


def _names_a_topic(reading: _Reading) -> bool:
    """Say whether a message without a question may be no more than the name of a topic."""
    size = sum(sentence.size for sentence in reading.sentences)
    tells = reading.likeness["other"] > reading.likeness["question"]
    letters = sum(len(sentence.literal) for sentence in reading.sentences)
    if letters > _ASKED_LONGEST:
        return False
    return size <= _TERM_ALONE and not (tells and size > _TERM_FEW)


def _resembled(
    sentences: Sequence[Sentence], moods: Sequence[Mood], likeness: Sequence[Mapping[str, float]]
) -> tuple[IndicatorMatch, ...]:
    triples = zip(sentences, moods, likeness, strict=False)
    found = (indicators.by_likeness(*each) for each in triples)
    return indicators.in_order(match for match in found if match)


def _highest(likeness: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    """Give for each kind the likeness of the sentence that is most like it."""
    return {
        kind: max((each.get(kind, 0.0) for each in likeness), default=0.0)
        for kind in examples.KINDS
    }


def _told(reading: _Reading) -> Intent | None:
    """Give the intent of a message that tells something; none when it only asks or greets."""
    if reading.dangers:
        return Intent.EMERGENCY
    if reading.signs:
        return Intent.SIGNAL
    if reading.first("complaint"):
        return Intent.COMPLAINT
    if reading.first(*BOTTLENECKS, "worry"):
        return Intent.CONCERN
    if reading.first("human"):
        return Intent.HUMAN
    if reading.first("network"):
        return Intent.NETWORK
    return _likely(reading)


def _likely(reading: _Reading) -> Intent | None:
    """Give what a message resembles, where no pattern said anything."""
    kind, score = max(reading.likeness.items(), key=lambda each: each[1])
    if score < _ALIKE or kind not in _BY_LIKENESS or reading.wishes:
        return None
    return Intent(kind)


def _asked(reading: _Reading, found: Found | None) -> Intent:
    if reading.first("smalltalk") and not (found and found.outcome is not Outcome.UNKNOWN):
        return Intent.SMALLTALK
    return Intent.QUESTION if found else Intent.OTHER


def _route(intent: Intent, dangers: Sequence[Danger]) -> Route:
    if intent is Intent.EMERGENCY:
        return Route.NOW if dangers[0].level == 1 else Route.TODAY
    if intent is Intent.SIGNAL:
        return Route.CASE_MANAGER
    if intent in (Intent.COMPLAINT, Intent.CONCERN, Intent.HUMAN):
        return Route.LOG
    return Route.ANSWER


def _reasons(reading: _Reading, found: Found | None) -> Iterator[str]:
    yield from (f"danger {each.level}: {each.rule}" for each in reading.dangers)
    yield from (f"indicator {each.slug}: {each.phrase}" for each in reading.signs)
    yield from (f"{each.name}: {each.pattern}" for each in reading.wishes)
    if found:
        yield from (f"topic {each.slug}: {each.matched}" for each in found.matches)
