"""What phrases are worth: how search does with fewer of them, and on phrases it never learned."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from knowledge.regions import Region
from knowledge.search import Index
from knowledge.topics import Topic
from knowledge.training import topic_model
from tests.evaluation import questions
from tests.evaluation.parts import Question
from tests.evaluation.progress import counted
from tests.evaluation.questions import Asked, Figures, right, slugs

COUNTS: Final = (0, 5, 15, 31, None)  # phrases of a topic, over all languages; none: all
_FOLDS: Final = 5
_PAIRS: Final = 50
_FLEMISH: Final = "nl-BE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How search does with so many phrases of each topic."""

    phrases: float  # on average
    figures: dict[str, Figures]  # by slice


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Two topics whose phrases are taken for each other's."""

    one: str
    other: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How phrases do that were left out of what is learned."""

    figures: dict[str, Figures]  # by slice
    confused: tuple[Confusion, ...]  # most often first


def steps(topics: Sequence[Topic], asked: Sequence[Question]) -> list[Step]:
    """Learn from ever more phrases, and ask the same questions each time."""
    found = []
    for count in counted("learning curve", COUNTS):
        fewer = [_with_phrases(topic, mixed(topic)[:count]) for topic in topics]
        pairs = questions.asked(_learned(fewer), asked)
        total = sum(len(mine) for topic in fewer for mine in topic.phrases.values())
        found.append(Step(phrases=total / len(fewer), figures=questions.by_slice(pairs)))
    return found


def left_out(topics: Sequence[Topic]) -> LeftOut:
    """Leave out a fifth of the phrases five times, and ask what was left out."""
    pairs: list[Asked] = []
    for fold in counted("phrases left out, fifths", range(_FOLDS)):
        kept, asked = [], []
        for topic in topics:
            phrases = mixed(topic)
            stay = [each for place, each in enumerate(phrases) if place % _FOLDS != fold]
            kept.append(_with_phrases(topic, stay))
            asked += [_question(topic, *each) for each in phrases[fold::_FOLDS]]
        pairs += questions.asked(_learned(kept), asked)
    return LeftOut(figures=questions.by_slice(pairs), confused=confused(pairs))


def confused(pairs: Sequence[Asked]) -> tuple[Confusion, ...]:
    """Count which two topics are taken for each other, whichever way."""
    counts = Counter(
        tuple(sorted((*question.slugs, found.matches[0].slug)))
        for question, found in pairs
        if found.matches and not right(question, slugs(found))
    )
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_PAIRS]
    return tuple(Confusion(one=pair[0], other=pair[1], times=times) for pair, times in most)


def mixed(topic: Topic) -> list[tuple[str, str]]:
    """Give the phrases of a topic with their language, the languages spread evenly."""
    placed = [
        ((place + 0.5) / len(phrases), tag, phrase)
        for tag, phrases in topic.phrases.items()
        for place, phrase in enumerate(phrases)
    ]
    return [(tag, phrase) for _, tag, phrase in sorted(placed, key=lambda each: each[:2])]


def _with_phrases(topic: Topic, phrases: Sequence[tuple[str, str]]) -> Topic:
    tags = dict.fromkeys(tag for tag, _ in phrases)
    return replace(topic, phrases={tag: tuple(_of(tag, phrases)) for tag in tags})


def _of(tag: str, phrases: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield from (phrase for mine, phrase in phrases if mine == tag)


def _question(topic: Topic, tag: str, phrase: str) -> Question:
    return Question(
        text=phrase,
        slugs=(topic.slug,),
        region=Region.BE if tag == _FLEMISH else topic.region,
        language=tag.split("-")[0],
        kind="phrase",
    )


def _learned(topics: Sequence[Topic]) -> Index:
    with tempfile.TemporaryDirectory() as folder:
        return Index(topics, topic_model(topics, Path(folder)))
