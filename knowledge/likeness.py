"""How like a text is to those that people wrote for each topic: the best of them counts.

Likeness is the cosine of what stands in both (`knowledge.features`), 0 to 1. It needs no learning:
what an editor wrote a moment ago is found at once.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.features import SLOTS, Row, Rows, Values, joined


@dataclass(frozen=True, slots=True)
class Like:
    """The text of a topic that is most like the one asked about."""

    text: str
    score: float


class Likeness:
    """Texts by topic."""

    def __init__(
        self,
        texts: Mapping[str, Sequence[str]],
        row: Callable[[str], Row],
        thought_of: Collection[str] = (),
    ) -> None:
        """Take the texts of each topic; `row` reads one.

        The topics in `thought_of` were not learned yet: they can be found by likeness alone.
        """
        self._texts = {slug: tuple(mine) for slug, mine in texts.items() if mine}
        self._marks = {
            slug: _Marks.of(joined(list(map(row, mine)))) for slug, mine in self._texts.items()
        }

        self._thought_of = [slug for slug in self._texts if slug in thought_of]
        self._together = _Together.of([self._marks[slug] for slug in self._thought_of])

    def likely(self, row: Row, most: int) -> list[str]:
        """Give the topics among `thought_of` whose texts together share most with this row."""
        scores = self._together.shared_with(row)
        best = np.argsort(-scores, kind="stable")[:most]
        return [self._thought_of[place] for place in best if scores[place] > 0]

    def to(self, row: Row, slugs: Collection[str]) -> dict[str, Like]:
        """Compare with the texts of these topics."""
        return {slug: self._best(slug, row) for slug in slugs if slug in self._marks}

    def _best(self, slug: str, row: Row) -> Like:
        texts = self._texts[slug]
        scores = self._marks[slug].shared_with(row, len(texts))
        place = int(scores.argmax())
        return Like(texts[place], float(scores[place]))


@dataclass(frozen=True, slots=True)
class _Marks:
    """The rows of some texts turned: for each slot the texts that fill it, and how much.

    A question fills a hundred slots, the texts of a topic ten thousand: only those are looked at.
    """

    slots: NDArray[np.int32]  # in order, each once
    starts: NDArray[np.int32]  # slot i is filled by texts[starts[i]:starts[i + 1]]
    texts: NDArray[np.uint16]
    values: Values  # 16 bits each: there are many

    @classmethod
    def of(cls, rows: Rows) -> "_Marks":
        texts = np.repeat(np.arange(len(rows), dtype=np.uint16), np.diff(rows.starts))
        order = np.argsort(rows.slots, kind="stable")
        slots, counts = np.unique(rows.slots, return_counts=True)
        return cls(
            slots=slots.astype(np.int32),
            starts=np.cumsum([0, *counts], dtype=np.int32),
            texts=texts[order],
            values=rows.values[order].astype(np.float16),
        )

    def shared_with(self, row: Row, size: int) -> NDArray[np.float32]:
        """Give for each of the texts the sum of what it shares with this row."""
        places = np.searchsorted(self.slots, row.slots)
        known = places < len(self.slots)
        known[known] = self.slots[places[known]] == row.slots[known]
        places = places[known]
        first, counts = self.starts[places], self.starts[places + 1] - self.starts[places]
        looked_at = _spread(first, counts)
        shares = self.values[looked_at] * np.repeat(row.values[known], counts)
        sums = np.bincount(self.texts[looked_at], shares, minlength=size)
        return sums.astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Together:
    """Many topics, each as the sum of its texts: for each slot the topics that fill it."""

    starts: NDArray[np.int64]  # slot i is filled by topics[starts[i]:starts[i + 1]]
    topics: NDArray[np.uint16]
    values: NDArray[np.float16]
    size: int

    @classmethod
    def of(cls, marks: Sequence[_Marks]) -> "_Together":
        sums = [np.add.reduceat(each.values.astype(np.float32), each.starts[:-1]) for each in marks]
        lengths = [float(np.sqrt(each @ each)) or 1.0 for each in sums]
        slots = np.concatenate([*(each.slots for each in marks), np.zeros(0, np.int32)])
        topics = np.repeat(np.arange(len(marks), dtype=np.uint16), [len(e.slots) for e in marks])
        values = [each / length for each, length in zip(sums, lengths, strict=True)]
        order = np.argsort(slots, kind="stable")
        counts = np.bincount(slots, minlength=SLOTS)
        return cls(
            starts=np.concatenate([[0], np.cumsum(counts)]),
            topics=topics[order],
            values=np.concatenate([*values, np.zeros(0)]).astype(np.float16)[order],
            size=len(marks),
        )

    def shared_with(self, row: Row) -> NDArray[np.float32]:
        """Give for each topic the cosine of this row and all its texts together."""
        if not len(self.topics):
            return np.zeros(self.size, np.float32)
        first = self.starts[row.slots]
        counts = self.starts[row.slots + 1] - first
        looked_at = _spread(first, counts)
        shares = self.values[looked_at] * np.repeat(row.values, counts)
        sums = np.bincount(self.topics[looked_at], shares, minlength=self.size)
        return sums.astype(np.float32)


def _spread(first: NDArray[Any], counts: NDArray[Any]) -> NDArray[np.int64]:
    """Give all places of runs that begin at `first` and are `counts` long."""
    ends = np.cumsum(counts)
    places: NDArray[np.int64] = np.arange(ends[-1] if len(ends) else 0)
    places += np.repeat(first - ends + counts, counts)
    return places
