"""What a sentence resembles most among examples people keep: a small trained table of weights.

Trained at start from the kept examples, always to the same weights (ridge regression in closed
form, no chance in it). It catches what no pattern says; rules on danger never depend on it.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.wordforms import sound

_SLOTS = 4096  # places that marks are hashed to
_RIDGE = 0.7  # how strongly the weights are held small; set on the development messages
_PIECES = (3, 4, 5)  # letters in a part of a word
_WORD, _PAIR, _PIECE = 1.0, 0.8, 0.35  # weights of the kinds of marks
_LONGEST = 60  # words; the start of a very long sentence says enough


class Resemblance:
    """How much a sentence resembles the examples of each label, about 0 (not) to 1 (fully)."""

    def __init__(self, examples: Sequence[tuple[frozenset[str], Sequence[str]]]) -> None:
        self._labels = tuple(sorted({label for labels, _ in examples for label in labels}))
        marks = np.zeros((len(examples), _SLOTS), dtype=np.float32)
        wanted = np.zeros((len(examples), len(self._labels)), dtype=np.float32)
        for row, (labels, forms) in enumerate(examples):
            slots, weights = _marks(forms)
            marks[row, slots] = weights
            wanted[row, [self._labels.index(label) for label in labels]] = 1
        near = marks @ marks.T
        near[np.diag_indices_from(near)] += _RIDGE
        self._weights: NDArray[np.float32] = marks.T @ np.linalg.solve(near, wanted)

    def of(self, forms: Sequence[str]) -> Mapping[str, float]:
        """Give the likeness to each label."""
        slots, weights = _marks(forms)
        scores = weights @ self._weights[slots] if len(slots) else np.zeros(len(self._labels))
        return dict(zip(self._labels, scores.tolist(), strict=True))


def _marks(forms: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Give the slots of a sentence and their weights, of length one together."""
    found: dict[int, float] = {}
    for mark, weight in _weighed(forms[:_LONGEST]):
        found[zlib.crc32(mark.encode()) % _SLOTS] = weight
    slots = np.fromiter(found, dtype=np.int64, count=len(found))
    weights = np.fromiter(found.values(), dtype=np.float32, count=len(found))
    return slots, weights / (float(np.sqrt(weights @ weights)) or 1.0) if len(found) else weights


def _weighed(forms: Sequence[str]) -> Iterator[tuple[str, float]]:
    keys = [sound(form) for form in forms]
    for first, second in zip(["^", *keys], [*keys, "$"], strict=True):
        yield f"{first} {second}", _PAIR
    for key in keys:
        yield key, _WORD
        yield from ((piece, _PIECE) for piece in _pieces(f"<{key}>"))


def _pieces(key: str) -> Iterable[str]:
    return (
        f"~{key[start : start + size]}"
        for size in _PIECES
        for start in range(min(len(key), 24) - size + 1)
    )
