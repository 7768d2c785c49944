"""The twelve signs of a complex situation, and where a message shows one.

Someone shows a sign when a sentence tells of a situation that is there now: not when it asks
what something is, supposes it, denies it, gives an opinion, or tells what is over. A sign is found
by patterns of words and by likeness to phrases that people keep; both stand in content/indicators.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.content_files import read_table
from knowledge.danger_rules import Danger, kinds
from knowledge.errors import ContentFault
from knowledge.finder import Finder, Found
from knowledge.grammar import Grammar, Mood
from knowledge.grammar import shipped as shipped_grammar
from knowledge.patterns import Sentence, Span

INDICATORS = (
    "meerdere-verleners",
    "netwerk-in-crisis",
    "geen-regie",
    "zorgweigering",
    "kloof-aanbod",
    "mantelzorg-overbelast",
    "mantelzorg-afwezig",
    "psychisch-lijden",
    "achteruitgang",
    "valrisico",
    "onveilig",
    "meerdere-leefgebieden",
)
_LIKE = 0.45  # likeness to a signal from which a sentence counts; set on the development messages
_FEWEST = 3  # words; a shorter sentence says too little to go by likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorMatch:
    """A sentence that shows a sign; the literal words are what a case manager reads."""

    slug: str
    sentence: str
    phrase: str  # the pattern or phrase it resembles
    score: float  # 1.0 for a pattern, else the likeness to the phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What is kept about one sign."""

    slug: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    phrases: tuple[str, ...]
    near_misses: tuple[str, ...]


class Indicators:
    """All signs at once, in one language."""

    def __init__(self, grammar: Grammar, indicators: Sequence[Indicator]) -> None:
        self.grammar = grammar
        self.indicators = tuple(indicators)
        pattern = grammar.lexicon.pattern
        self._finder = Finder(
            [(pattern(line), each.slug) for each in indicators for line in each.patterns]
        )
        self._unless = Finder(
            [(pattern(line), each.slug) for each in indicators for line in each.unless]
        )

    def find(self, text: Sequence[Sentence], moods: Sequence[Mood]) -> tuple[IndicatorMatch, ...]:
        """Give each sign that a pattern finds once, in the order of INDICATORS."""
        return in_order(self._by_pattern(text, moods))

    def _by_pattern(
        self, text: Sequence[Sentence], moods: Sequence[Mood]
    ) -> Iterator[IndicatorMatch]:
        silenced = {(found.sentence, found.payload) for found in self._unless.find(text)}
        for found in self._finder.find(text):
            sentence = text[found.sentence]
            if (found.sentence, found.payload) in silenced:
                continue
            if _present(moods[found.sentence], found.span) and not self._denied(found, sentence):
                yield IndicatorMatch(
                    slug=found.payload,
                    sentence=sentence.literal,
                    phrase=found.pattern,
                    score=1.0,
                )

    def _denied(self, found: Found[str], sentence: Sentence) -> bool:
        return found.span is not None and self.grammar.denied(sentence, found.span)


def by_likeness(
    sentence: Sentence, mood: Mood, likeness: Mapping[str, float]
) -> IndicatorMatch | None:
    """Give the sign a sentence resembles most, when it is more like a signal than anything else."""
    score = likeness.get("signal", 0.0)
    rest = max(value for name, value in likeness.items() if name not in (*INDICATORS, "signal"))
    if score < max(_LIKE, rest) or sentence.size < _FEWEST or not _present(mood, None):
        return None
    slug = max(INDICATORS, key=lambda each: likeness.get(each, 0.0))
    return IndicatorMatch(
        slug=slug, sentence=sentence.literal, phrase="likeness", score=min(score, 0.99)
    )


def in_order(matches: Iterable[IndicatorMatch]) -> tuple[IndicatorMatch, ...]:
    """Give each sign once, with the sentence that shows it best, in the order of INDICATORS."""
    best: dict[str, IndicatorMatch] = {}
    for match in matches:
        if match.slug not in best or match.score > best[match.slug].score:
            best[match.slug] = match
    return tuple(best[slug] for slug in INDICATORS if slug in best)


def from_dangers(dangers: Iterable[Danger]) -> Iterator[IndicatorMatch]:
    """Give the signs that dangers are as well: violence is 'onveilig'."""
    for danger in dangers:
        if slug := kinds()[danger.kind].indicator:
            yield IndicatorMatch(slug=slug, sentence=danger.words, phrase=danger.rule, score=1.0)


def _present(mood: Mood, span: Span | None) -> bool:
    """Say whether what stands at this place tells what is there now."""
    return not (mood.settled or mood.past or mood.unreal(span))


@cache
def shipped(language: str) -> Indicators | None:
    """Give the signs of a language that comes with the package; none where we keep none."""
    if language != "nl":
        return None
    table = read_table("indicators", "nl.toml")
    if tuple(table) != INDICATORS:
        raise ContentFault(
            "indicators/nl.toml", "has other signs than the twelve, or another order"
        )
    rows = [_indicator(slug, row) for slug, row in table.items()]
    return Indicators(shipped_grammar(language), rows)


def _indicator(slug: str, row: Mapping[str, Sequence[str]]) -> Indicator:
    return Indicator(
        slug=slug,
        patterns=tuple(row["patterns"]),
        unless=tuple(row.get("unless", ())),
        phrases=tuple(row["phrases"]),
        near_misses=tuple(row["near_misses"]),
    )
