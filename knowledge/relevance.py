"""How relevant each of many texts is to a question, by the parts of words they share.

Okapi BM25 (Robertson, 1994) over parts of three to five letters, spaces included: it sees through
slips, endings and compounds, and keeps something of the order of words.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge.spelling import split_words

_SATURATION = 3.0  # BM25's k1: how long the same part keeps adding
_LENGTH = 0.7  # BM25's b: how much a long text must share more
_COMMON = 0.6  # parts that stand in more of the texts than this tell nothing apart
_STRANGE = 0.6  # of a part that stands in no text

_Places: TypeAlias = NDArray[np.int32]
_Shares: TypeAlias = NDArray[np.float32]


class Relevance:
    """Texts by name, ready to be asked."""

    def __init__(self, texts: Mapping[str, Iterable[str]]) -> None:
        counts = {name: Counter(_all_parts(lines)) for name, lines in texts.items()}
        total = len(counts)
        in_texts = Counter(part for parts in counts.values() for part in parts)
        self._names = tuple(counts)
        self._rarity = {
            part: math.log((total + 1) / (times + 0.5))
            for part, times in in_texts.items()
            if times <= max(1, total * _COMMON)
        }
        self._common = in_texts.keys() - self._rarity.keys()
        self._strange = math.log((total + 1) / 1.5) * _STRANGE
        self._shares = self._weigh(list(counts.values()))

    def _weigh(self, counts: Sequence[Counter[str]]) -> Mapping[str, tuple[_Places, _Shares]]:
        """Per part: the places of the texts it stands in, and how much it says for each."""
        shares: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        usual = sum(parts.total() for parts in counts) / max(1, len(counts))
        for place, parts in enumerate(counts):
            damping = _SATURATION * (1 - _LENGTH + _LENGTH * parts.total() / usual)
            for part, times in parts.items():
                if part in self._rarity:
                    shares[part].append((place, self._rarity[part] * times / (times + damping)))
        return {
            part: (
                np.array([place for place, _ in each], dtype=np.int32),
                np.array([share for _, share in each], dtype=np.float32),
            )
            for part, each in shares.items()
        }

    def to(self, words: Iterable[str]) -> dict[str, float]:
        """Give each text its share (0..1) of all that the question could have matched."""
        asked = set(_parts(words)) - self._common
        found = [shares for part in asked if (shares := self._shares.get(part))]
        if not found:
            return {}
        most = sum(self._rarity.get(part, self._strange) for part in asked)
        places = np.concatenate([places for places, _ in found])
        sums = np.bincount(places, np.concatenate([shares for _, shares in found])) / most
        return {self._names[place]: float(sums[place]) for place in np.flatnonzero(sums)}


def _all_parts(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from _parts(split_words(line))


def _parts(words: Iterable[str]) -> Iterator[str]:
    line = f" {' '.join(words)} ".casefold()
    for length in (3, 4, 5):
        for start in range(len(line) - length + 1):
            yield line[start : start + length]
