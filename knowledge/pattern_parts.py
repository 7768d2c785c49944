"""What a line of the pattern language is made of, and how it walks through a sentence.

A state is a set of positions kept as bits: walking gives every position where a part may end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations


@dataclass(frozen=True, slots=True)
class Span:
    """Where a pattern was found: from this word up to, not including, that word."""

    start: int
    end: int


@dataclass(slots=True)
class Sentence:
    """A sentence as it was typed, with the places of the words that patterns know."""

    literal: str
    forms: tuple[str, ...]
    places: dict[int, int]  # word id -> bits of the positions where it stands
    breaks: int = 0  # bits of the positions where a clause begins
    present: frozenset[int] = frozenset()  # the known words that stand in it
    # By id: a choice, the bits of its single words, and its longer ones that may be there.
    choices: "dict[int, tuple[Either, int, tuple[Part, ...]]]" = field(
        default_factory=dict, compare=False
    )

    def __post_init__(self) -> None:
        self.present = frozenset(self.places)

    @property
    def size(self) -> int:
        return len(self.forms)

    @property
    def inside(self) -> int:
        return (1 << (self.size + 1)) - 1

    def has(self, part: "Part") -> bool:
        """Say whether a part of a pattern stands anywhere in it."""
        return bool(part.walk(self.inside, self))

    def without(self, spans: Iterable[Span]) -> "Sentence":
        """Give the sentence with these words hidden from patterns (a figure of speech)."""
        kept = self.inside
        for span in spans:
            kept &= ~((1 << span.end) - (1 << span.start))
        places = {word: bits & kept for word, bits in self.places.items() if bits & kept}
        return Sentence(self.literal, self.forms, places, self.breaks)


@dataclass(frozen=True, slots=True)
class Word:
    id: int

    def walk(self, state: int, at: Sentence) -> int:
        return (state & at.places.get(self.id, 0)) << 1


@dataclass(frozen=True, slots=True)
class Gap:
    most: int

    def walk(self, state: int, at: Sentence) -> int:
        reached = state
        for _ in range(self.most):
            state <<= 1
            reached |= state
        return reached & at.inside


@dataclass(frozen=True, slots=True)
class Edge:
    end: bool

    def walk(self, state: int, at: Sentence) -> int:
        return state & (at.breaks | (1 << at.size if self.end else 1))


@dataclass(frozen=True, slots=True)
class Row:
    parts: "tuple[Part, ...]"

    def walk(self, state: int, at: Sentence) -> int:
        for part in self.parts:
            if not state:
                return 0
            state = part.walk(state, at)
        return state


@dataclass(frozen=True, slots=True)
class Either:
    words: frozenset[int]  # choices of one word
    longer: "tuple[tuple[frozenset[int], Part], ...]"  # other choices, and a word each needs
    optional: bool

    def walk(self, state: int, at: Sentence) -> int:
        _, here, longer = at.choices.get(id(self)) or self._in(at)
        reached = (state if self.optional else 0) | (state & here) << 1
        for choice in longer:
            reached |= choice.walk(state, at)
        return reached

    def _in(self, at: Sentence) -> "tuple[Either, int, tuple[Part, ...]]":
        """Find what of it may stand in a sentence; kept there, for it is asked many times."""
        here = 0
        for word in self.words & at.present:
            here |= at.places[word]
        longer = tuple(
            choice
            for needed, choice in self.longer
            if not needed or not needed.isdisjoint(at.present)
        )
        at.choices[id(self)] = self, here, longer
        return self, here, longer


@dataclass(frozen=True, slots=True)
class Near:
    rows: tuple[Row, ...]
    gap: Gap

    def walk(self, state: int, at: Sentence) -> int:
        reached = 0
        for first, *rest in permutations(self.rows):
            there = first.walk(state, at)
            for row in rest:
                if not there:
                    break
                there = row.walk(self.gap.walk(there, at), at)
            reached |= there
        return reached


Part = Word | Gap | Edge | Row | Either | Near


def needed_by(part: Part) -> Iterator[frozenset[int]]:
    match part:
        case Word(id=number):
            yield frozenset((number,))
        case Row(parts=parts) | Near(rows=parts):
            for each in parts:
                yield from needed_by(each)
        case Either(words=words, longer=longer, optional=False):
            if all(needed for needed, _ in longer):
                yield words.union(*(needed for needed, _ in longer))
        case _:
            return
