"""How like a text is to those that people wrote for each topic: the best of them counts.

Likeness is the cosine of what stands in both (`knowledge.features`), 0 to 1. It needs no learning:
what an editor wrote a moment ago is found at once.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.features import SLOTS, Row, Rows, joined


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
        self._rows = {slug: joined(list(map(row, mine))) for slug, mine in self._texts.items()}
        self._asked = np.zeros(SLOTS, dtype=np.float32)

    def to(self, row: Row, slugs: Collection[str]) -> dict[str, Like]:
        """Compare with the texts of these topics."""
        asked = self._asked.copy()
        asked[row.slots] = row.values
        return {slug: self._best(slug, asked) for slug in slugs if slug in self._rows}

    def _best(self, slug: str, asked: np.typing.NDArray[np.float32]) -> Like:
        rows = self._rows[slug]
        scores = _sums(rows, asked)
        place = int(scores.argmax())
        return Like(self._texts[slug][place], float(scores[place]))


def _sums(rows: Rows, asked: np.typing.NDArray[np.float32]) -> np.typing.NDArray[np.float32]:
    shared = asked[rows.slots] * rows.values  # 16 bits each: there are many
    # A text without a single mark has no part of its own to add up.
    filled = np.flatnonzero(np.diff(rows.starts))
    sums = np.zeros(len(rows), dtype=np.float32)
    if len(filled):
        sums[filled] = np.add.reduceat(shared, rows.starts[filled])
    return sums
