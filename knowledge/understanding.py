"""What a message means: language, danger, signs, what is wanted and which topics it asks about.

Every outcome carries its reasons. Danger goes by rules that people keep; some of them, the hints,
count only in a message that resembles danger (`knowledge.danger`). What else a message is, is
weighed (`knowledge.weighing`): what it resembles among the examples people keep, and what their
patterns for wishes say. A message that asks and also tells a situation is a signal that keeps its
topics.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from knowledge import indicators, intents
from knowledge.bottlenecks import BOTTLENECKS
from knowledge.danger import Danger, Rules, counted
from knowledge.danger import shipped as shipped_rules
from knowledge.grammar import Mood
from knowledge.grammar import shipped as shipped_grammar
from knowledge.indicators import IndicatorMatch
from knowledge.intents import Wish
from knowledge.kinds import Kinds
from knowledge.languages import Heard, heard
from knowledge.patterns import Sentence
from knowledge.regions import Region
from knowledge.routes import Intent, Route
from knowledge.search import Found, Index, Match, Outcome
from knowledge.vectors import Meaning
from knowledge.weighing import lead_of_danger, weights_of, without_danger
from knowledge.wordforms import clean

__all__ = ["Intent", "Route", "Understander", "Understanding"]

_LONGEST: Final = 4096  # characters; a longer message is read up to here
_HOME: Final = "nl"  # every message is also read as Dutch, the language of the patterns
_ASKED: Final = ("?", "؟", "？")

_MUST_BE: Final = 0.9  # score of a topic that must be asked for, though nothing asks
_TOLD_AND_ASKED: Final = 0.93  # the same in a worry, which then gets both
_NAME_WORDS: Final = 3  # so few may be the name of a topic and no more
_PLAINLY: Final = 1.0  # likeness from which one or two words tell something
_TELLS: Final = (Intent.SIGNAL, Intent.COMPLAINT, Intent.CONCERN)
_SERIOUS: Final = (Intent.SIGNAL, Intent.EMERGENCY)
_READ: Final = 8  # sentences of a message that are read one by one
_HINT_WORDS: Final = 4  # of a shorter message likeness says too little for a hint
_TELLING_WORDS: Final = 3  # a shorter sentence says too little by itself
_REMEMBERED: Final = 500  # messages
_LIKE_DANGER: Final = -0.3  # likeness from which a message without a rule may be danger


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
    topics: tuple[Match, ...]  # what it is about, also where nothing is asked
    outcome: Outcome | None  # none: nothing is asked
    reasons: tuple[str, ...]
    together: int = 1  # how many of the topics are asked about at once
    child: bool = False  # a child or young person seems to write
    like_danger: bool = False  # no rule found danger, but the message resembles some
    surely: str | None = None  # the language it is in without a doubt


@dataclass(frozen=True, slots=True)
class _Reading:
    sentences: Sequence[Sentence]
    moods: Sequence[Mood]
    dangers: tuple[Danger, ...]
    signs: tuple[IndicatorMatch, ...]  # of the dangers
    wishes: tuple[Wish, ...]
    likeness: Mapping[str, float]  # of the message to every intent, sign and level of danger
    weights: Mapping[Intent, float]  # the same for intents, with what patterns say
    asks: bool

    def first(self, *names: str) -> Wish | None:
        return next((wish for wish in self.wishes if wish.name in names), None)

    @property
    def bottleneck(self) -> str | None:
        found = self.first(*BOTTLENECKS)
        return found.name if found else None


class Understander:
    """Makes sense of messages; built once. For one thread.

    What was read lately is remembered: a dialogue asks for the same words at every step, and many
    people ask the same.
    """

    def __init__(self, index: Index, kinds: Kinds, rules: Rules | None = None) -> None:
        self._index = index
        self._kinds = kinds
        self._rules = rules or shipped_rules()
        self._wishes = intents.shipped(_HOME)
        self._lately: dict[tuple[str, Region | None], tuple[Understanding, Heard]] = {}

    def forget(self) -> None:
        """Let go of the words read lately: whoever wrote some of them was erased."""
        self._lately.clear()

    def understand(
        self, text: str, *, region: Region | None = None, language: str | None = None
    ) -> Understanding:
        """Say what a message means; `language` is the one we know its writer by."""
        held = self._lately.get((text, region))
        if held is None:
            told = heard(text[:_LONGEST])
            held = self._understand(text, region, told), told
            if len(self._lately) >= _REMEMBERED:
                del self._lately[next(iter(self._lately))]
            self._lately[text, region] = held
        found, told = held
        return replace(found, language=told.language(language))

    def _understand(self, text: str, region: Region | None, told: Heard) -> Understanding:
        seen = text[:_LONGEST]
        meaning = Meaning(clean(seen))
        reading = self._read(seen, told, meaning)
        parts = self._one_by_one(reading) if told.letters else ()
        weighed = without_danger(reading.weights, _told(reading, parts))
        intent = _intent(reading, weighed) if told.letters or reading.dangers else Intent.OTHER
        if told.words < _TELLING_WORDS and intent in _TELLS and weighed[intent] < _PLAINLY:
            intent = Intent.OTHER
        names = told.letters or seen.strip().isdecimal()  # 1712 is the name of a helpline
        found = self._topics(meaning, reading, intent, region) if names else None
        if told.words <= _NAME_WORDS and not reading.dangers and _must_be(found):
            intent = Intent.QUESTION
        asked = _is_asked(reading, intent, found)
        if intent in (Intent.OTHER, Intent.QUESTION):
            intent = Intent.QUESTION if asked else Intent.OTHER
        return Understanding(
            text=text,
            language=_HOME,  # told apart from what the words mean, see `understand`
            intent=intent,
            route=_route(intent, reading.dangers),
            indicators=_shown(reading, parts, intent),
            bottleneck=reading.bottleneck,
            dangers=reading.dangers,
            topics=found.matches if found else (),
            outcome=found.outcome if found and asked else None,
            together=found.together if found else 1,
            reasons=tuple(_reasons(reading, weighed, intent, found)),
            child=reading.first("child") is not None,
            like_danger=intent is Intent.SIGNAL and _like_danger(reading.likeness),
            surely=told.surely,
        )

    def _read(self, text: str, told: Heard, meaning: Meaning) -> _Reading:
        """Read what stands there, and what the message resembles."""
        grammar = shipped_grammar(_HOME)
        sentences = grammar.read(text)
        moods = grammar.moods(sentences)
        wishes = self._wishes.find(sentences, moods) if self._wishes else ()
        foreign = told.language() != _HOME
        likeness = self._kinds.of(meaning, foreign=foreign) if told.letters else {}
        weights = weights_of(wishes, likeness, foreign=foreign)
        dangers = self._rules.check_read(text, {_HOME: (sentences, moods)}, told.candidates)
        if told.words < _HINT_WORDS:  # so few words resemble anything
            dangers = tuple(danger for danger in dangers if not danger.hint)
        dangers = counted(dangers, lead_of_danger(weights), likeness)
        return _Reading(
            sentences=sentences,
            moods=moods,
            dangers=dangers,
            signs=indicators.in_order(indicators.from_dangers(dangers)),
            wishes=wishes,
            likeness=likeness,
            weights=weights,
            asks=any(mood.asks for mood in moods) or any(sign in text for sign in _ASKED),
        )

    def _one_by_one(self, reading: _Reading) -> Sequence[Mapping[str, float]]:
        """Give what each sentence of several resembles by itself, by its words alone."""
        if len(reading.sentences) < 2:
            return ()
        return [self._kinds.of(Meaning(sentence.literal)) for sentence in reading.sentences[:_READ]]

    def _topics(
        self, meaning: Meaning, reading: _Reading, intent: Intent, region: Region | None
    ) -> Found | None:
        """Look for what it is about; of chat that asks nothing nobody wants to know."""
        chat = intent is Intent.SMALLTALK and not reading.asks
        if chat and len(meaning.text.split()) > _NAME_WORDS:
            return None
        return self._index.search(meaning.text, region=region, meaning=meaning)


def _shown(
    reading: _Reading, parts: Sequence[Mapping[str, float]], intent: Intent
) -> tuple[IndicatorMatch, ...]:
    """Give the signs of a signal or danger, each with the sentence that shows it best."""
    if intent not in _SERIOUS or (reading.dangers and reading.dangers[0].level == 1):
        return reading.signs  # of danger to life only the danger itself counts
    sentences = [sentence.literal for sentence in reading.sentences]
    seen = indicators.resembled(reading.likeness, sentences, parts, one=intent is Intent.SIGNAL)
    return indicators.in_order((*reading.signs, *seen))


def _is_asked(reading: _Reading, intent: Intent, found: Found | None) -> bool:
    """Whether a topic is asked for: by its form, by its kind, or so well that it must be."""
    if found is None:
        return False
    if reading.asks or intent is Intent.QUESTION:
        return True
    if intent is Intent.OTHER:
        return _must_be(found)
    return intent is Intent.CONCERN and _must_be(found, _TOLD_AND_ASKED)


def _must_be(found: Found | None, from_score: float = _MUST_BE) -> bool:
    """Whether it is so surely about a topic that the topic must be asked for."""
    if found is None or found.outcome is not Outcome.ANSWER:
        return False
    return found.matches[0].score >= from_score


def _told(reading: _Reading, parts: Sequence[Mapping[str, float]]) -> float:
    """Give how much a sentence that asks nothing is like a signal, beside what the others ask."""
    told = -1.0
    for sentence, mood, part in zip(reading.sentences, reading.moods, parts, strict=False):
        best = max(Intent, key=lambda intent: part[intent])
        if not mood.asks and sentence.size >= _TELLING_WORDS and best in _SERIOUS:
            told = max(told, part[best])
    return told


def _intent(reading: _Reading, weighed: Mapping[Intent, float]) -> Intent:
    if reading.dangers:
        return Intent.EMERGENCY
    if not reading.sentences:
        return Intent.OTHER
    return max(weighed, key=lambda intent: weighed[intent])


def _like_danger(likeness: Mapping[str, float]) -> bool:
    danger = likeness.get(Intent.EMERGENCY, -1.0)
    return danger >= max(_LIKE_DANGER, likeness.get(Intent.SIGNAL, -1.0))


def _route(intent: Intent, dangers: Sequence[Danger]) -> Route:
    if intent is Intent.EMERGENCY:
        return Route.NOW if dangers[0].level == 1 else Route.TODAY
    if intent is Intent.SIGNAL:
        return Route.CASE_MANAGER
    if intent in (Intent.COMPLAINT, Intent.CONCERN, Intent.HUMAN):
        return Route.LOG
    return Route.ANSWER


def _reasons(
    reading: _Reading, weighed: Mapping[Intent, float], intent: Intent, found: Found | None
) -> Iterator[str]:
    yield from (f"danger {each.level}: {each.rule}" for each in reading.dangers)
    yield from (f"indicator {each.slug}: {each.phrase}" for each in reading.signs)
    yield from (f"{each.name}: {each.pattern}" for each in reading.wishes)
    if intent in weighed:
        yield f"resembles {intent}: {weighed[intent]:.2f}"
    if found:
        yield from (f"topic {each.slug}: {each.matched}" for each in found.matches)
