"""How much a sentence resembles phrases that people keep, by the telling words they share."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from knowledge.likeness import Likeness
from knowledge.wordforms import sound, words

_PAIR = 0.6  # weight of two words side by side, next to a single word
_STRANGE = 0.7  # of the weight of the rarest mark, for marks in no phrase


class Phrases:
    """Kept phrases by what they stand for; a mark in many phrases weighs little."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._names = [(name, line) for name, lines in phrases.items() for line in lines]
        marks = [_marks(words(line)) for _, line in self._names]
        counts = Counter(mark for each in marks for mark in each)
        total = len(marks) + 1
        self._weights = {mark: math.log(total / count) for mark, count in counts.items()}
        self._strange = _STRANGE * math.log(total)
        self._likeness = Likeness({n: self._weighed(each) for n, each in enumerate(marks)})

    def likest(self, forms: Sequence[str]) -> dict[str, tuple[str, float]]:
        """Give for each name the phrase a sentence resembles most, and how much (0..1)."""
        best: dict[str, tuple[str, float]] = {}
        for number, score in self._likeness.to(self._weighed(_marks(forms))).items():
            name, line = self._names[number]
            if name not in best or score > best[name][1]:
                best[name] = (line, score)
        return best

    def best(self, forms: Sequence[str]) -> tuple[str, float] | None:
        """Give the phrase a sentence resembles most, whatever it stands for."""
        return max(self.likest(forms).values(), key=lambda found: found[1], default=None)

    def _weighed(self, marks: Iterable[str]) -> dict[str, float]:
        return {
            mark: self._weights.get(mark, self._strange) * (_PAIR if " " in mark else 1.0)
            for mark in marks
        }


def _marks(forms: Sequence[str]) -> set[str]:
    keys = [sound(form) for form in forms]
    return {*keys, *_pairs(keys)}


def _pairs(keys: Sequence[str]) -> Iterator[str]:
    return (f"{first} {second}" for first, second in pairwise(keys))
