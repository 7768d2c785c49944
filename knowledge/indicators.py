"""The twelve signs of a complex situation, and where a message shows one.

Someone shows a sign when a sentence tells of a situation that is there now: not when it asks
what something is, supposes it, denies it, gives an opinion, or tells what is over. A sign is found
by patterns of words and by likeness to phrases that people keep; both stand in content/indicators.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.content_files import read_table
from knowledge.errors import ContentFault
from knowledge.grammar import Grammar, Mood
from knowledge.grammar import shipped as shipped_grammar
from knowledge.patterns import Finder, Found, Sentence
from knowledge.phrases import Phrases

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
_LIKE = 0.62  # likeness from which a sentence counts; set on the development messages


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
        self._phrases = Phrases({each.slug: each.phrases for each in indicators})
        self._near_misses = Phrases(
            {"": [line for each in indicators for line in each.near_misses]}
        )

    def find(self, text: Sequence[Sentence], moods: Sequence[Mood]) -> tuple[IndicatorMatch, ...]:
        """Give each sign once, with the sentence that shows it best, in the order of INDICATORS."""
        best: dict[str, IndicatorMatch] = {}
        for match in (*self._by_pattern(text, moods), *self._by_likeness(text, moods)):
            if match.slug not in best or match.score > best[match.slug].score:
                best[match.slug] = match
        return tuple(best[slug] for slug in INDICATORS if slug in best)

    def _by_pattern(
        self, text: Sequence[Sentence], moods: Sequence[Mood]
    ) -> Iterator[IndicatorMatch]:
        silenced = {(found.sentence, found.payload) for found in self._unless.find(text)}
        for found in self._finder.find(text):
            sentence = text[found.sentence]
            if (found.sentence, found.payload) in silenced:
                continue
            if _present(found.sentence, moods) and not self._denied(found, sentence):
                yield IndicatorMatch(
                    slug=found.payload,
                    sentence=sentence.literal,
                    phrase=found.pattern,
                    score=1.0,
                )

    def _denied(self, found: Found[str], sentence: Sentence) -> bool:
        return found.span is not None and self.grammar.denied(sentence, found.span)

    def _by_likeness(
        self, text: Sequence[Sentence], moods: Sequence[Mood]
    ) -> Iterator[IndicatorMatch]:
        for place, sentence in enumerate(text):
            if moods[place].asks or not _present(place, moods):
                continue
            near_miss = self._near_misses.best(sentence.forms)
            for slug, (phrase, score) in self._phrases.likest(sentence.forms).items():
                if score >= _LIKE and (near_miss is None or score > near_miss[1]):
                    yield IndicatorMatch(
                        slug=slug, sentence=sentence.literal, phrase=phrase, score=score
                    )


def _present(place: int, moods: Sequence[Mood]) -> bool:
    """Say whether a sentence tells what is there now; what follows may say that it is over."""
    mood = moods[place]
    after = moods[place + 1] if place + 1 < len(moods) else Mood()
    over = mood.settled or (mood.past and after.settled) or mood.past
    return not (mood.informs or mood.supposes or mood.general or over)


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
