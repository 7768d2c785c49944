"""The words that rules know, in one language, and how a typed word is recognised as one of them.

A word is recognised through typing errors (the longer it is, the more), spelling by ear
('geslage'), spoken forms and missing spaces ('hijademtniet'). A word that is itself known, as
part of a rule or on the list of words that look like one, never passes for a typing error.
"""

from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz.distance import OSA

from knowledge.patterns import Parser, Pattern, Sentence
from knowledge.wordforms import clauses, sentences, sound

_TYPO_FROM = 6  # letters; in a shorter word one wrong letter makes another word
_TWO_TYPOS_FROM = 9
_TYPO_TO = 24
_GLUED_FROM = 7  # letters; a shorter unknown word is not taken apart
_GLUED_TO = 40
_LONGEST_PIECE = 16
_REMEMBERED = 20_000  # typed words whose meanings are kept in memory
_BY_EAR_FROM = 4


class Lexicon:
    """All words of the patterns of one language; makes patterns and reads texts for them."""

    def __init__(self, groups: Mapping[str, tuple[str, ...]], known: Iterable[str] = ()) -> None:
        self._parser = Parser(self._number, groups)
        self._known = frozenset(known)
        self._numbers: dict[str, int] = {}
        self._exact: dict[str, list[int]] = {}
        self._near: dict[str, int] = {}  # words that may be mistyped
        self._heard: dict[str, list[int]] = {}
        self._buckets: dict[tuple[str, int], list[str]] = {}  # by first letter and length
        self._starts: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        self._meanings: dict[str, tuple[frozenset[int], ...]] = {}

    def pattern(self, line: str) -> Pattern:
        """Read one line of the pattern language; raise `PatternFault` where it is not."""
        self._meanings.clear()
        return self._parser.pattern(line)

    def read(self, text: str) -> tuple[Sentence, ...]:
        """Cut a text into sentences and find every known word in them."""
        read = (self._sentence(literal) for literal in sentences(text))
        return tuple(sentence for sentence in read if sentence.forms)

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words that patterns name in full."""
        return frozenset(self._near)

    def _sentence(self, literal: str) -> Sentence:
        forms: list[str] = []
        places: dict[int, int] = {}
        breaks = 0
        for clause in clauses(literal):
            breaks |= 1 << len(forms)
            for form in clause:
                for meanings in self._meaning(form):
                    for word in meanings:
                        places[word] = places.get(word, 0) | (1 << len(forms))
                    forms.append(form)
        return Sentence(literal, tuple(forms), places, breaks)

    def _meaning(self, form: str) -> tuple[frozenset[int], ...]:
        """Give what a typed word may stand for: one set, or several when spaces were missing."""
        meaning = self._meanings.get(form)
        if meaning is None:
            if len(self._meanings) >= _REMEMBERED:
                self._meanings.clear()
            meaning = self._meanings[form] = self._look_up(form)
        return meaning

    def _look_up(self, form: str) -> tuple[frozenset[int], ...]:
        found = {*self._exact.get(form, ()), *self._parts_of(form)}
        if form.isdigit():
            found.update(self._exact.get("#", ()))
        elif form not in self._known:
            spelled = form in self._exact  # in a rule as it is, which may be a common misspelling
            near = self._by_ear(form) or ([] if spelled else self._typos(form))
            if not (near or spelled) and (cut := self._cut(form)):
                return tuple(frozenset(self._exact[piece]) for piece in cut)
            found.update(near)
        return (frozenset(found),)

    def _parts_of(self, form: str) -> Iterator[int]:
        for size in range(2, min(len(form), _LONGEST_PIECE) + 1):
            if (begins := self._starts.get(form[:size])) is not None:
                yield begins
            if (ends := self._ends.get(form[-size:])) is not None:
                yield ends

    def _by_ear(self, form: str) -> list[int]:
        return self._heard.get(sound(form), []) if len(form) >= _BY_EAR_FROM else []

    def _typos(self, form: str) -> list[int]:
        if not _TYPO_FROM <= len(form) <= _TYPO_TO:
            return []
        allowed = 1 if len(form) < _TWO_TYPOS_FROM else 2
        return [
            self._near[word]
            for first in {form[0], form[1]}
            for size in range(len(form) - allowed, len(form) + allowed + 1)
            for word in self._buckets.get((first, size), ())
            if OSA.distance(form, word, score_cutoff=allowed) <= allowed
        ]

    def _cut(self, form: str) -> tuple[str, ...] | None:
        """Put back missing spaces: the fewest and longest known words that make it up."""
        if not _GLUED_FROM <= len(form) <= _GLUED_TO:
            return None
        best: list[tuple[str, ...] | None] = [(), *[None] * len(form)]
        for end in range(2, len(form) + 1):
            for start in range(max(0, end - _LONGEST_PIECE), end - 1):
                before, piece = best[start], form[start:end]
                if before is None or piece not in self._exact:
                    continue
                tried = (*before, piece)
                if best[end] is None or _fits(tried) > _fits(best[end] or ()):
                    best[end] = tried
        return best[-1]

    def _number(self, piece: str) -> int:
        if piece in self._numbers:
            return self._numbers[piece]
        number = self._numbers[piece] = len(self._numbers)
        form = piece.strip("=*")
        if piece.endswith("*"):
            self._starts[form] = number
        elif piece.startswith("*"):
            self._ends[form] = number
        else:
            self._exact.setdefault(form, []).append(number)
            if not piece.startswith(("=", "#")):
                self._tolerate(form, number)
        return number

    def _tolerate(self, form: str, number: int) -> None:
        self._near[form] = number
        if len(form) >= _BY_EAR_FROM:
            self._heard.setdefault(sound(form), []).append(number)
        self._buckets.setdefault((form[0], len(form)), []).append(form)


def _fits(pieces: tuple[str, ...]) -> tuple[int, int]:
    return -len(pieces), sum(len(piece) ** 2 for piece in pieces)
