"""A text as numbers: the words, pairs of words and parts of words that stand in it.

Each of these marks has a number of 32 bits and falls in one of 65,536 slots (feature hashing,
Weinberger and others, 2009). Where texts are only told apart by what was learned there is a
vocabulary instead: each mark that stood in two of the texts has a slot of its own, and others count
for nothing.
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
_WORD, _PAIR, _SKIP = 1.0, 0.7, 0.5  # skip: a pair with a word between, a skip-bigram
_FEWEST: Final = 2  # texts in which a mark of a vocabulary stands
_LONGEST_WORD: Final = 24  # letters

Slots: TypeAlias = NDArray[np.int32] | NDArray[np.uint16]
Values: TypeAlias = NDArray[np.float32] | NDArray[np.float16]
Vocabulary: TypeAlias = NDArray[np.uint32]  # marks in order; the place of each is its slot
Marks: TypeAlias = tuple[NDArray[np.uint32], NDArray[np.float32]]  # and how much of each


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
    """Reads texts by what was learned from many: how rare each slot's marks are."""

    def __init__(self, rarity: Values, vocabulary: Vocabulary | None = None) -> None:
        """Take what was learned; with a vocabulary its marks have a slot of their own."""
        self.rarity = rarity
        self.vocabulary = vocabulary

    def row(self, text: str) -> Row:
        """Read one text; an empty one fills no slot."""
        if self.vocabulary is None:
            return self.weighed(*_in_slots(text))
        return self.weighed(*_in_vocabulary(self.vocabulary, *_counted(text)))

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
    counted = [_in_slots(text, of_word) for text in texts]
    seen = np.zeros(SLOTS, dtype=np.int64)
    for slots, _ in counted:
        seen[slots] += 1
    features = Features(_rarity(seen, len(texts)))
    return features, joined([features.weighed(slots, values) for slots, values in counted])


def learned_with_vocabulary(texts: Sequence[str]) -> tuple[Features, Rows]:
    """The same, with a slot of its own for each mark that stands in two texts at least."""
    of_word = cache(_of_word.__wrapped__)
    counted = [_counted(text, of_word) for text in texts]
    marks, seen = np.unique(np.concatenate([marks for marks, _ in counted]), return_counts=True)
    often = seen >= _FEWEST
    vocabulary = marks[often]
    features = Features(_rarity(seen[often], len(texts)), vocabulary)
    rows = [features.weighed(*_in_vocabulary(vocabulary, *each)) for each in counted]
    return features, joined(rows)


def _rarity(seen: NDArray[np.int64], texts: int) -> NDArray[np.float32]:
    return np.log((texts + 1) / (seen + 1)).astype(np.float32)


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
    weights = {_number(f"w{word}"): _WORD}
    framed = f" {word[:_LONGEST_WORD]} "
    for length, weight in _PIECES.items():
        for start in range(len(framed) - length + 1):
            mark = _number(f"c{framed[start : start + length]}")
            weights[mark] = weights.get(mark, 0.0) + weight
    # As arrays, for thousands of words are remembered.
    return (
        np.fromiter(weights, dtype=np.uint32, count=len(weights)),
        np.fromiter(weights.values(), dtype=np.float32, count=len(weights)),
    )


def _in_slots(text: str, of_word: Callable[[str], Marks] = _of_word) -> tuple[Slots, Values]:
    """The slots that a text fills, and how much."""
    marks, weights = _marks(words(text)[:LONGEST], of_word)
    slots, values = _merged(marks % SLOTS, weights)
    return slots.astype(np.int32), values


def _counted(text: str, of_word: Callable[[str], Marks] = _of_word) -> Marks:
    """The marks of a text in order, pairs with a word between among them, and how much of each."""
    found = words(text)[:LONGEST]
    marks, weights = _marks(found, of_word)
    framed = ("^", *found, "$")
    skips = [_number(f"s{first} {last}") for first, last in zip(framed, framed[2:], strict=False)]
    return _merged(
        np.concatenate([marks, np.array(skips, dtype=np.uint32)]),
        np.concatenate([weights, np.full(len(skips), _SKIP, dtype=np.float32)]),
    )


def _in_vocabulary(
    vocabulary: Vocabulary, marks: NDArray[np.uint32], values: NDArray[np.float32]
) -> tuple[Slots, NDArray[np.float32]]:
    """The slots of those marks that have one."""
    places = np.searchsorted(vocabulary, marks)
    found = places < len(vocabulary)
    found[found] = vocabulary[places[found]] == marks[found]
    return places[found].astype(np.int32), values[found]


def _marks(found: Sequence[str], of_word: Callable[[str], Marks]) -> Marks:
    """Everything that stands in these words, some of it more than once."""
    if not found:
        return np.zeros(0, np.uint32), np.zeros(0, np.float32)
    pairs = [
        _number(f"b{first} {second}")
        for first, second in zip(("^", *found), (*found, "$"), strict=True)
    ]
    parts = list(map(of_word, found))
    return (
        np.concatenate([*(marks for marks, _ in parts), np.array(pairs, dtype=np.uint32)]),
        np.concatenate(
            [*(mine for _, mine in parts), np.full(len(pairs), _PAIR, dtype=np.float32)]
        ),
    )


def _merged(marks: NDArray[np.uint32], weights: NDArray[np.float32]) -> Marks:
    """Each mark once; what stands there more often counts a little more."""
    once, places = np.unique(marks, return_inverse=True)
    values = np.bincount(places, weights, minlength=len(once)).astype(np.float32)
    often = values > 1
    values[often] = 1 + np.log(values[often])
    return once, values


def _number(mark: str) -> int:
    return zlib.crc32(mark.encode())
