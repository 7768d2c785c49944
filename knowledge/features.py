"""A text as numbers: the words, pairs of words and parts of words that stand in it.

Each of these marks falls in one of 65,536 slots (feature hashing, Weinberger and others, 2009).
Parts of words see through slips of the pen, endings and compounds; a mark that stands in few texts
weighs more (inverse document frequency), and every text has length one.
"""

import math
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge.wordforms import words

SLOTS: Final = 1 << 16
LONGEST: Final = 80  # words; the start of a very long text says enough

_PIECES: Final = {2: 0.35, 3: 0.35, 4: 0.5, 5: 0.5}  # letters in a part of a word -> its weight
_WORD, _PAIR = 1.0, 0.7
_LONGEST_WORD: Final = 24  # letters

Slots: TypeAlias = NDArray[np.int32] | NDArray[np.uint16]
Values: TypeAlias = NDArray[np.float32] | NDArray[np.float16]
Marks: TypeAlias = tuple[NDArray[np.uint16], NDArray[np.float32]]  # slots, and how much of each


@dataclass(frozen=True, slots=True)
class Row:
    """One text: the slots it fills, in order, and how much; as a vector of length one."""

    slots: Slots
    values: Values


@dataclass(frozen=True, slots=True)
class Rows:
    """Many texts, one after the other: text i fills slots[starts[i]:starts[i + 1]]."""

    starts: NDArray[np.int64]
    slots: Slots
    values: Values

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, place: int) -> Row:
        part = slice(self.starts[place], self.starts[place + 1])
        return Row(self.slots[part], self.values[part])


class Features:
    """Reads texts by what was learned from many: how rare each mark is."""

    def __init__(self, rarity: Values) -> None:
        self.rarity = rarity

    def row(self, text: str) -> Row:
        """Read one text; an empty one fills no slot."""
        return self.weighed(*_counted(text))

    def weighed(self, slots: Slots, values: Values) -> Row:
        """Give a text that was read as a row: rare marks weigh more, and its length is one."""
        values = values * self.rarity[slots]
        length = math.sqrt(float(values @ values))
        return Row(slots, values / length if length else values)

    def rows(self, texts: Iterable[str]) -> Rows:
        """Read many texts."""
        return joined([self.row(text) for text in texts])


def learned(texts: Sequence[str]) -> Features:
    """Learn from these texts how rare each mark is."""
    return learned_with_rows(texts)[0]


def learned_with_rows(texts: Sequence[str]) -> tuple[Features, Rows]:
    """The same, with these texts as rows: each is read once."""
    of_word = cache(_of_word.__wrapped__)  # many texts hold more words than we keep for talking
    counted = [_counted(text, of_word) for text in texts]
    seen = np.zeros(SLOTS, dtype=np.int64)
    for slots, _ in counted:
        seen[slots] += 1
    features = Features(np.log((len(texts) + 1) / (seen + 1)).astype(np.float32))
    return features, joined([features.weighed(slots, values) for slots, values in counted])


def joined(rows: Sequence[Row]) -> Rows:
    """Put rows one after the other."""
    ends = np.cumsum([0, *(len(row.slots) for row in rows)], dtype=np.int64)
    if not rows:
        return Rows(ends, np.zeros(0, np.int32), np.zeros(0, np.float32))
    return Rows(
        ends,
        np.concatenate([row.slots for row in rows]),
        np.concatenate([row.values for row in rows]),
    )


@lru_cache(maxsize=10_000)
def _of_word(word: str) -> Marks:
    weights = {_slot(f"w{word}"): _WORD}
    framed = f" {word[:_LONGEST_WORD]} "
    for length, weight in _PIECES.items():
        for start in range(len(framed) - length + 1):
            slot = _slot(f"c{framed[start : start + length]}")
            weights[slot] = weights.get(slot, 0.0) + weight
    # As arrays, for thousands of words are remembered.
    return (
        np.fromiter(weights, dtype=np.uint16, count=len(weights)),
        np.fromiter(weights.values(), dtype=np.float32, count=len(weights)),
    )


def _counted(text: str, of_word: Callable[[str], Marks] = _of_word) -> tuple[Slots, Values]:
    """The marks of a text, each with its weight; what stands there more often, a little more."""
    found = words(text)[:LONGEST]
    if not found:
        return np.zeros(0, np.int32), np.zeros(0, np.float32)
    pairs = [
        _slot(f"b{first} {second}")
        for first, second in zip(("^", *found), (*found, "$"), strict=True)
    ]
    parts = list(map(of_word, found))
    marks = np.concatenate([*(slots for slots, _ in parts), np.array(pairs, dtype=np.uint16)])
    weights = np.concatenate(
        [*(mine for _, mine in parts), np.full(len(pairs), _PAIR, dtype=np.float32)]
    )
    slots, places = np.unique(marks, return_inverse=True)
    values = np.bincount(places, weights).astype(np.float32)
    often = values > 1
    values[often] = 1 + np.log(values[often])
    return slots.astype(np.int32), values


def _slot(mark: str) -> int:
    return zlib.crc32(mark.encode()) % SLOTS
