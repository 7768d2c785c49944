"""How like a text is to those that people wrote for each topic: the best of them counts.

Likeness is the cosine of what stands in both (`knowledge.features`), 0 to 1. It needs no learning:
what an editor wrote a moment ago is found at once.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.features import Row, Rows, Values, joined


@dataclass(frozen=True, slots=True)
class Like:
    """The text of a topic that is most like the one asked about."""

    text: str
    score: float


class Likeness:
    """Texts by topic."""

    def __init__(self, texts: Mapping[str, Sequence[str]], row: Callable[[str], Row]) -> None:
        """Take the texts of each topic; `row` reads one."""
        self._texts = {slug: tuple(mine) for slug, mine in texts.items() if mine}
        self._marks = {
            slug: _Marks.of(joined(list(map(row, mine)))) for slug, mine in self._texts.items()
        }

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
        ends = np.cumsum(counts)
        looked_at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(
            first - ends + counts, counts
        )
        shares = self.values[looked_at] * np.repeat(row.values[known], counts)
        sums = np.bincount(self.texts[looked_at], shares, minlength=size)
        return sums.astype(np.float32)
