"""How much a text resembles each of many texts, by the telling marks they share."""

import math
from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)


class Likeness(Generic[Name]):
    """Weighted marks of many documents, kept by mark so that only sharers are looked at."""

    def __init__(self, documents: Mapping[Name, Mapping[str, float]]) -> None:
        self._sharers: defaultdict[str, list[tuple[Name, float]]] = defaultdict(list)
        for name, marks in documents.items():
            length = _length(marks)
            for mark, weight in marks.items():
                if weight:
                    self._sharers[mark].append((name, weight / length))

    def to(self, marks: Mapping[str, float]) -> dict[Name, float]:
        """Give the cosine (0..1) to every document that shares a mark; strange marks lower it."""
        length = _length(marks)
        likeness: defaultdict[Name, float] = defaultdict(float)
        for mark, weight in marks.items():
            for name, share in self._sharers.get(mark, ()):
                likeness[name] += weight / length * share
        return likeness


def _length(marks: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in marks.values())) or 1.0
