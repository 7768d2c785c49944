"""What ready-made ways of searching make of the same questions, over the same texts.

Each gives every topic the score of its best text: title, synonyms, phrases and short answers.
None of them knows of countries, nor when to keep silent.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process, utils
from scipy import sparse
from sqlite_utils import Database

from knowledge import features, vectors
from knowledge.search import Index
from knowledge.topics import Topic
from knowledge.wordforms import words
from tests.evaluation import questions
from tests.evaluation.parts import Question
from tests.evaluation.progress import counted
from tests.evaluation.questions import SLICES, right, share

Scores: TypeAlias = NDArray[np.float32]  # one per text, or per topic
Way: TypeAlias = Callable[[str], Scores]

OURS: Final = "this bot"
_SUM: Final = "plain sum of the four above"
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """How often one way finds the right topic, per slice: first, and among the first three."""

    name: str
    first: Mapping[str, float]
    among_three: Mapping[str, float]
    milliseconds: float  # a question


class Texts:
    """All texts of all topics, those of one topic side by side."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        held = [tuple(dict.fromkeys(_texts(topic))) for topic in topics]
        self.slugs = tuple(topic.slug for topic in topics)
        self.texts = tuple(text for mine in held for text in mine)
        self._starts = np.cumsum([0, *(len(mine) for mine in held)])[:-1]

    def best(self, scores: Scores) -> Scores:
        """Give the best score of every topic."""
        return np.maximum.reduceat(scores, self._starts)

    def first(self, scores: Scores) -> tuple[str, ...]:
        """Give the best topics."""
        return tuple(self.slugs[place] for place in np.argsort(-scores, kind="stable")[:_SHOWN])


def compared(topics: Sequence[Topic], index: Index, asked: Sequence[Question]) -> list[Peer]:
    """Let every way answer all these questions."""
    known = [each for each in asked if each.slugs]
    texts = Texts(topics)
    peers, scaled = [], []
    for name, way in _ways(texts.texts).items():
        began = time.perf_counter()
        scores = [texts.best(way(each.text)) for each in counted(name, known)]
        spent = time.perf_counter() - began
        peers.append(_peer(name, known, [texts.first(each) for each in scores], spent))
        scaled.append((spent, [_scaled(each) for each in scores]))
    last = scaled[-4:]
    sums = [sum(each) for each in zip(*(scores for _, scores in last), strict=True)]
    found = [texts.first(each) for each in sums]
    peers.append(_peer(_SUM, known, found, sum(spent for spent, _ in last)))
    return [*peers, _ours(index, known)]


def _ours(index: Index, known: Sequence[Question]) -> Peer:
    began = time.perf_counter()
    pairs = questions.asked(index, known)
    spent = time.perf_counter() - began
    return _peer(OURS, known, [questions.slugs(found) for _, found in pairs], spent)


def _peer(
    name: str, known: Sequence[Question], found: Sequence[Sequence[str]], seconds: float
) -> Peer:
    pairs = list(zip(known, found, strict=True))

    def per_slice(among: int) -> dict[str, float]:
        return {
            name: share(right(each, slugs, among) for each, slugs in pairs if within(each))
            for name, within in SLICES.items()
        }

    return Peer(
        name=name,
        first=per_slice(1),
        among_three=per_slice(_SHOWN),
        milliseconds=1000 * seconds / len(known),
    )


def _ways(texts: Sequence[str]) -> dict[str, Way]:
    return {
        "rapidfuzz WRatio": _ratio(fuzz.WRatio, texts),
        "rapidfuzz token_set_ratio": _ratio(fuzz.token_set_ratio, texts),
        "SQLite FTS5 bm25": _full_text(texts),
        "cosine of words and parts of words": _marks(texts),
        "cosine of sentence vectors": _meaning(texts),
    }


def _ratio(scorer: Any, texts: Sequence[str]) -> Way:
    choices = [utils.default_process(text) for text in texts]

    def way(question: str) -> Scores:
        asked = [utils.default_process(question)]
        found: Scores = process.cdist(asked, choices, scorer=scorer, dtype=np.float32)[0]
        return found

    return way


def _full_text(texts: Sequence[str]) -> Way:
    held = Database(memory=True).conn
    held.execute("CREATE VIRTUAL TABLE texts USING fts5(text)")
    held.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", enumerate(texts))

    def way(question: str) -> Scores:
        scores = np.zeros(len(texts), dtype=np.float32)
        asked = " OR ".join(f'"{word}"' for word in words(question))
        if asked:
            found = held.execute("SELECT rowid, -rank FROM texts WHERE texts MATCH ?", (asked,))
            for place, score in found:
                scores[place] = score
        return scores

    return way


def _marks(texts: Sequence[str]) -> Way:
    known = features.learned(texts)
    rows = known.rows(texts)
    shape = (len(rows), features.SLOTS)
    matrix = sparse.csr_array((rows.values, rows.slots, rows.starts), shape=shape)

    def way(question: str) -> Scores:
        row = known.row(question)
        asked = np.zeros(features.SLOTS, dtype=np.float32)
        asked[row.slots] = row.values
        found: Scores = matrix @ asked
        return found

    return way


def _meaning(texts: Sequence[str]) -> Way:
    parts = [texts[start : start + 256] for start in range(0, len(texts), 256)]
    held = np.concatenate([vectors.encode(part) for part in counted("vectors of texts", parts)])

    def way(question: str) -> Scores:
        found: Scores = held @ vectors.encode([question])[0]
        return found

    return way


def _scaled(scores: Scores) -> Scores:
    reach = float(scores.max() - scores.min())
    scaled: Scores = (scores - scores.min()) / reach if reach else np.zeros_like(scores)
    return scaled


def _texts(topic: Topic) -> Iterator[str]:
    yield from (topic.title, *topic.synonyms)
    for phrases in topic.phrases.values():
        yield from phrases
    yield from (answer.short for answer in topic.answers)
