"""The twelve signs of a complex situation, and what is kept about them.

What a sign sounds like is learned from the phrases in content/indicators and from example messages
(`knowledge.examples`). The bot names what a message resembles; whether it is so, people decide.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from knowledge.content_files import read_table
from knowledge.danger_rules import Danger, kinds
from knowledge.errors import ContentFault

INDICATORS: Final = (
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


# Set on the development messages.
_SHOWN: Final = -0.3  # likeness from which a message shows a further sign
_PLAIN: Final = 0.6  # likeness from which a single sentence shows a sign
_BESIDE: Final = 0.6  # how far a further sign may lie behind the clearest one


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorMatch:
    """A sentence that shows a sign; the literal words are what a case manager reads."""

    slug: str
    sentence: str
    phrase: str  # why: the rule on danger that is a sign as well, or 'likeness'
    score: float  # 0..1; 1.0 for a rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What is kept about one sign."""

    slug: str
    phrases: tuple[str, ...]
    near_misses: tuple[str, ...]


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


def resembled(
    likeness: Mapping[str, float],
    sentences: Sequence[str],
    parts: Sequence[Mapping[str, float]],
    *,
    one: bool,
) -> Iterator[IndicatorMatch]:
    """Give the signs that a message resembles; with `one` the clearest at least.

    `parts` give what each of the sentences resembles by itself: a sign that one sentence shows
    plainly drowns in a long message.
    """
    scores = {slug: likeness[slug] for slug in INDICATORS}
    for part in parts:
        scores |= {
            slug: max(scores[slug], part[slug]) for slug in INDICATORS if part[slug] >= _PLAIN
        }
    least = max(_SHOWN, max(scores.values()) - _BESIDE)
    chosen = [slug for slug in INDICATORS if scores[slug] >= least]
    if one and not chosen:
        chosen = [max(scores, key=lambda slug: scores[slug])]
    for slug in chosen:
        yield IndicatorMatch(
            slug=slug,
            sentence=_clearest(sentences, parts, slug),
            phrase="likeness",
            score=round(min(0.99, max(0.01, (1 + scores[slug]) / 2)), 2),
        )


def _clearest(sentences: Sequence[str], parts: Sequence[Mapping[str, float]], slug: str) -> str:
    """Give the sentence that shows a sign best; the first of equals."""
    best = max(range(len(parts)), key=lambda place: (parts[place][slug], -place), default=0)
    return sentences[best] if sentences else ""


@cache
def shipped() -> tuple[Indicator, ...]:
    """Give what comes with the package."""
    table = read_table("indicators", "nl.toml")
    if tuple(table) != INDICATORS:
        raise ContentFault(
            "indicators/nl.toml", "has other signs than the twelve, or another order"
        )
    return tuple(_indicator(slug, row) for slug, row in table.items())


def _indicator(slug: str, row: Mapping[str, Sequence[str]]) -> Indicator:
    return Indicator(
        slug=slug, phrases=tuple(row["phrases"]), near_misses=tuple(row["near_misses"])
    )
