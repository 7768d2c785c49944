"""How well questions find their topic: figures over questions and what was found for each."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.regions import Region
from knowledge.search import Found, Index, Outcome
from knowledge.understanding import Understander
from tests.evaluation.parts import Question

Asked = tuple[Question, Found]

SLICES: Final[Mapping[str, Callable[[Question], bool]]] = {
    "Dutch of the Netherlands": lambda each: each.language == "nl" and each.region != Region.BE,
    "Flemish": lambda each: each.language == "nl" and each.region is Region.BE,
    "other languages": lambda each: each.language != "nl",
}
NEED: Final = "need"  # somebody tells what they need and names no scheme
_BINS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Shares from 0 to 1; not a number where there is nothing to share."""

    answerable: int
    first: float  # the best topic is the right one
    among_three: float
    need_first: float  # the same two for who names no scheme
    need_among_three: float
    answered: float
    answered_wrongly: float
    unknown: float
    unanswerable: int
    unanswerable_answered: float
    unanswerable_offered: float  # a choice of topics


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Questions whose first topic was given a score between these bounds."""

    least: float
    most: float
    asked: int
    score: float  # on average
    right: float


def asked(index: Index, questions: Iterable[Question]) -> list[Asked]:
    """Search for each question as if it came from its own country."""
    return [(each, index.search(each.text, region=each.region)) for each in questions]


def understood(understander: Understander, questions: Iterable[Question]) -> list[Asked]:
    """The same as people meet it: what nobody would answer, for no question was heard, is unknown.

    A question may pass for a worry or a signal, and then gets no answer though its topic is found.
    """
    pairs = []
    for each in questions:
        meant = understander.understand(each.text, region=each.region)
        outcome = meant.outcome or Outcome.UNKNOWN
        pairs.append((each, Found(matches=meant.topics, outcome=outcome, together=meant.together)))
    return pairs


def slugs(found: Found) -> tuple[str, ...]:
    """Give the topics found, best first."""
    return tuple(match.slug for match in found.matches)


def right(question: Question, found: Sequence[str], among: int = 1) -> bool:
    """Whether all that is asked about comes first; one more may, for each that is asked at once."""
    wanted = set(question.slugs)
    return bool(wanted) and wanted <= set(found[: max(among, len(wanted))])


def figures(pairs: Sequence[Asked]) -> Figures:
    """Count what was right."""
    known = [(question, found) for question, found in pairs if question.slugs]
    needs = [(question, found) for question, found in known if question.kind == NEED]
    strange = [found.outcome for question, found in pairs if not question.slugs]
    return Figures(
        answerable=len(known),
        first=share(right(q, slugs(f)) for q, f in known),
        among_three=share(right(q, slugs(f), 3) for q, f in known),
        need_first=share(right(q, slugs(f)) for q, f in needs),
        need_among_three=share(right(q, slugs(f), 3) for q, f in needs),
        answered=share(f.outcome is Outcome.ANSWER for _, f in known),
        answered_wrongly=share(_answered_wrongly(q, f) for q, f in known),
        unknown=share(f.outcome is Outcome.UNKNOWN for _, f in known),
        unanswerable=len(strange),
        unanswerable_answered=share(outcome is Outcome.ANSWER for outcome in strange),
        unanswerable_offered=share(outcome is Outcome.CHOOSE for outcome in strange),
    )


def by_slice(pairs: Sequence[Asked]) -> dict[str, Figures]:
    """Give the figures of every slice, and of all together."""
    found = {
        name: figures([pair for pair in pairs if within(pair[0])])
        for name, within in SLICES.items()
    }
    return {**found, "all": figures(pairs)}


def calibration(pairs: Sequence[Asked]) -> list[Bin]:
    """Compare the score of the first topic with how often it was right."""
    told = [(f.matches[0].score, right(q, slugs(f))) for q, f in pairs if f.matches]
    found = []
    for number in range(_BINS):
        mine = [pair for pair in told if min(_BINS - 1, int(pair[0] * _BINS)) == number]
        scores = [score for score, _ in mine]
        found.append(
            Bin(
                least=number / _BINS,
                most=(number + 1) / _BINS,
                asked=len(mine),
                score=sum(scores) / len(scores) if scores else math.nan,
                right=share(was for _, was in mine),
            )
        )
    return found


def worst(pairs: Sequence[Asked], most: int = 10) -> list[Asked]:
    """Give the questions we were most wrongly sure about, the surest first."""
    missed = [
        (question, found)
        for question, found in pairs
        if found.matches and not right(question, slugs(found))
    ]
    return sorted(missed, key=_wrongly_sure)[:most]


def share(claims: Iterable[bool]) -> float:
    """Give how many of these hold, from 0 to 1; not a number when there are none."""
    counted = list(claims)
    return sum(counted) / len(counted) if counted else math.nan


def _answered_wrongly(question: Question, found: Found) -> bool:
    return found.outcome is Outcome.ANSWER and not right(question, slugs(found))


def _wrongly_sure(pair: Asked) -> tuple[bool, float]:
    _, found = pair
    return found.outcome is not Outcome.ANSWER, -found.matches[0].score
