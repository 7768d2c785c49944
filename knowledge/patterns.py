"""The small pattern language in which people write rules on words, and how it is matched.

    hij ademt                   these words in this order (accents and capitals do not matter)
    <wie> .. ademt              a word group, kept in content/words; `..` at most 4 words between,
    <wie> ... ademt             `...` at most 7
    (valt|gevallen) van de? trap    one of several, each may be several words; `?` may be left out
    adem* *pijn =slaat #        begins with, ends in, exactly so (no typing errors), any number
    ^ wie komt $                start and end of the sentence, or of a part between commas
    gevallen & grond            both in one sentence, in any order
    gevallen + bloedverdunner*  both somewhere in the message

Matching walks sets of positions kept as bits, so its cost grows with the length of the text only.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.errors import PatternFault
from knowledge.wordforms import words

_PIECE = re.compile(r"\s*(\.{2,3}|<[\w-]+>|\(|\)|\||\?|\^|\$|[=*]?[\w']+\*?|#)")
_GAPS = {"..": 4, "...": 7}


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

    def __post_init__(self) -> None:
        self.present = frozenset(self.places)

    @property
    def size(self) -> int:
        return len(self.forms)

    @property
    def inside(self) -> int:
        return (1 << (self.size + 1)) - 1

    def without(self, spans: Iterable[Span]) -> "Sentence":
        """Give the sentence with these words hidden from patterns (a figure of speech)."""
        kept = self.inside
        for span in spans:
            kept &= ~((1 << span.end) - (1 << span.start))
        places = {word: bits & kept for word, bits in self.places.items() if bits & kept}
        return Sentence(self.literal, self.forms, places, self.breaks)


@dataclass(frozen=True, slots=True)
class _Word:
    id: int

    def walk(self, state: int, at: Sentence) -> int:
        return (state & at.places.get(self.id, 0)) << 1


@dataclass(frozen=True, slots=True)
class _Gap:
    most: int

    def walk(self, state: int, at: Sentence) -> int:
        reached = state
        for _ in range(self.most):
            state <<= 1
            reached |= state
        return reached & at.inside


@dataclass(frozen=True, slots=True)
class _Edge:
    end: bool

    def walk(self, state: int, at: Sentence) -> int:
        return state & (at.breaks | (1 << at.size if self.end else 1))


@dataclass(frozen=True, slots=True)
class _Row:
    parts: "tuple[_Part, ...]"

    def walk(self, state: int, at: Sentence) -> int:
        for part in self.parts:
            if not state:
                return 0
            state = part.walk(state, at)
        return state


@dataclass(frozen=True, slots=True)
class _Either:
    words: frozenset[int]  # choices of one word
    longer: "tuple[tuple[frozenset[int], _Part], ...]"  # other choices, and a word each needs
    optional: bool

    def walk(self, state: int, at: Sentence) -> int:
        reached = state if self.optional else 0
        here = 0
        for word in self.words & at.present:
            here |= at.places[word]
        reached |= (state & here) << 1
        for needed, choice in self.longer:
            if not needed or not needed.isdisjoint(at.present):
                reached |= choice.walk(state, at)
        return reached


_Part = _Word | _Gap | _Edge | _Row | _Either


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of the pattern language, ready to be looked for."""

    text: str
    groups: tuple[tuple[_Row, ...], ...]  # '+' parts, each of '&' parts
    needs: tuple[frozenset[int], ...]  # of each of these, a word is in every text that matches

    @property
    def anchor(self) -> frozenset[int]:
        """The smallest set of words one of which must be there: what to look a pattern up by."""
        return min(self.needs, key=len, default=frozenset())

    def may_match(self, present: frozenset[int]) -> bool:
        """Rule out quickly what cannot match."""
        # A loop: this is asked hundreds of times a message, and `any` takes three times as long.
        for needed in self.needs:  # noqa: SIM110
            if needed.isdisjoint(present):
                return False
        return True

    @property
    def crosses_sentences(self) -> bool:
        return len(self.groups) > 1

    def span(self, sentence: Sentence) -> Span | None:
        """Give the place of the first part, when all parts stand in this sentence."""
        found = [_place(part, sentence) for group in self.groups for part in group]
        return found[0] if all(found) else None

    def sentence(self, text: Sequence[Sentence]) -> Sentence | None:
        """Give the sentence of the first part, when each part stands in some sentence."""
        where = [_sentence_with(group, text) for group in self.groups]
        return where[0] if all(where) else None


def _place(part: _Row, sentence: Sentence) -> Span | None:
    if not part.walk(sentence.inside, sentence):
        return None
    for start in range(sentence.size + 1):
        if reached := part.walk(1 << start, sentence):
            return Span(start, reached.bit_length() - 1)
    return None


def _sentence_with(group: tuple[_Row, ...], text: Sequence[Sentence]) -> Sentence | None:
    for sentence in text:
        if all(part.walk(sentence.inside, sentence) for part in group):
            return sentence
    return None


@dataclass(frozen=True, slots=True)
class Parser:
    """Reads pattern lines; words become numbers through `number`."""

    number: Callable[[str], int]
    groups: Mapping[str, tuple[str, ...]]
    _made: dict[str, _Part] = field(default_factory=dict)

    def pattern(self, line: str) -> Pattern:
        """Read one line; raise `PatternFault` saying what is wrong with it."""
        groups = tuple(
            tuple(self._row(part, line) for part in group.split("&")) for group in line.split("+")
        )
        return Pattern(line, groups, _needs(groups))

    def _row(self, text: str, line: str) -> _Row:
        pieces = _pieces(text, line)
        parts, rest = self._parts(pieces, 0, line)
        if rest != len(pieces) or not parts:
            raise PatternFault(line, "a bracket or bar too many, or nothing to look for")
        return _Row(tuple(parts))

    def _parts(self, pieces: list[str], at: int, line: str) -> tuple[list[_Part], int]:
        parts: list[_Part] = []
        while at < len(pieces) and pieces[at] not in ("|", ")"):
            if pieces[at] == "(":
                part, at = self._choices(pieces, at + 1, line)
            elif pieces[at] == "?" and parts:
                part = _either((parts.pop(),), optional=True)
            else:
                part = self._part(pieces[at], line)
            parts.append(part)
            at += 1
        return parts, at

    def _choices(self, pieces: list[str], at: int, line: str) -> tuple[_Part, int]:
        choices: list[_Part] = []
        while True:
            parts, at = self._parts(pieces, at, line)
            if at >= len(pieces) or not parts:
                raise PatternFault(line, "a bracket that is not closed, or an empty choice")
            choices.append(parts[0] if len(parts) == 1 else _Row(tuple(parts)))
            if pieces[at] == ")":
                return _either(tuple(choices)), at
            at += 1

    def _part(self, piece: str, line: str) -> _Part:
        if piece in _GAPS:
            return _Gap(_GAPS[piece])
        if piece in ("^", "$"):
            return _Edge(piece == "$")
        if piece.startswith("<"):
            return self._group(piece[1:-1], line)
        if piece == "#" or piece[0] in "=*" or piece[-1] == "*":
            return _Word(self.number(piece))
        parts = tuple(_Word(self.number(form)) for form in words(piece))
        return parts[0] if len(parts) == 1 else _Row(parts)

    def _group(self, name: str, line: str) -> _Part:
        if name not in self._made:
            if name not in self.groups:
                raise PatternFault(line, f"no word group <{name}>")
            rows = tuple(self._row(each, line) for each in self.groups[name])
            self._made[name] = _either(rows)
        return self._made[name]


def _pieces(text: str, line: str) -> list[str]:
    pieces: list[str] = []
    text = text.strip()
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None:
            raise PatternFault(line, f"cannot read {text[at:]!r}")
        pieces.append(match.group(1))
        at = match.end()
    return pieces


def _either(choices: "tuple[_Part, ...]", *, optional: bool = False) -> _Either:
    """Take the choices of one word together; they are by far the most."""
    words: set[int] = set()
    longer: list[tuple[frozenset[int], _Part]] = []
    for choice in choices:
        only = choice.parts[0] if isinstance(choice, _Row) and len(choice.parts) == 1 else choice
        if isinstance(only, _Word):
            words.add(only.id)
        elif isinstance(only, _Either) and not only.optional:
            words |= only.words
            longer.extend(only.longer)
        else:
            longer.append((min(_needed(only), key=len, default=frozenset()), only))
    return _Either(frozenset(words), tuple(longer), optional)


def _needs(groups: Iterable[Iterable[_Row]]) -> tuple[frozenset[int], ...]:
    return tuple(needed for group in groups for part in group for needed in _needed(part))


def _needed(part: _Part) -> Iterator[frozenset[int]]:
    match part:
        case _Word(id=number):
            yield frozenset((number,))
        case _Row(parts=parts):
            for each in parts:
                yield from _needed(each)
        case _Either(words=words, longer=longer, optional=False):
            if all(needed for needed, _ in longer):
                yield words.union(*(needed for needed, _ in longer))
        case _:
            return
