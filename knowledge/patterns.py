"""The small pattern language in which people write rules on words, and how it is matched.

    hij ademt                   these words in this order (accents and capitals do not matter)
    <wie> .. ademt              a word group, kept in content/words; `..` at most 4 words between,
    <wie> ... ademt             `...` at most 7
    (valt|gevallen) van de? trap    one of several, each may be several words; `?` may be left out
    adem* *pijn =slaat #        begins with, ends in, exactly so (no typing errors), any number
    ^ wie komt $                start and end of the sentence, or of a part between commas
    arm ~ slap                  both within 4 words of each other, in any order; `~~` within 9
    gevallen & grond            both in one sentence, in any order
    gevallen + bloedverdunner*  both somewhere in the message
    gevallen ! bijna            the first, in a sentence without the second

Matching walks sets of positions kept as bits, so its cost grows with the length of the text only.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.errors import PatternFault
from knowledge.pattern_parts import (
    Edge,
    Either,
    Gap,
    Near,
    Part,
    Row,
    Sentence,
    Span,
    Word,
    needed_by,
)
from knowledge.wordforms import words

__all__ = ["Parser", "Pattern", "Sentence", "Span"]

_PIECE = re.compile(r"\s*(\.{2,3}|~~?|<[\w-]+>|\(|\)|\||\?|\^|\$|[=*]?[\w']+\*?|#)")
_GAPS = {"..": 4, "...": 7}
_NEARNESS = {"~": 4, "~~": 9}


@dataclass(frozen=True, slots=True)
class _Group:
    """What must, and what may not, stand in one sentence."""

    parts: tuple[Row, ...]  # the '&' parts
    absent: tuple[Row, ...]  # the '!' parts

    def stands_in(self, sentence: Sentence) -> bool:
        return all(map(sentence.has, self.parts)) and not any(map(sentence.has, self.absent))


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of the pattern language, ready to be looked for."""

    text: str
    groups: tuple[_Group, ...]  # the '+' parts
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
        if not all(group.stands_in(sentence) for group in self.groups):
            return None
        return _place(self.groups[0].parts[0], sentence)

    def sentence(self, text: Sequence[Sentence]) -> Sentence | None:
        """Give the sentence of the first part, when each part stands in some sentence."""
        where = [_sentence_with(group, text) for group in self.groups]
        return where[0] if all(where) else None


def _place(part: Row, sentence: Sentence) -> Span | None:
    if not part.walk(sentence.inside, sentence):
        return None
    for start in range(sentence.size + 1):
        if reached := part.walk(1 << start, sentence):
            return Span(start, reached.bit_length() - 1)
    return None


def _sentence_with(group: _Group, text: Sequence[Sentence]) -> Sentence | None:
    return next((sentence for sentence in text if group.stands_in(sentence)), None)


@dataclass(frozen=True, slots=True)
class Parser:
    """Reads pattern lines; words become numbers through `number`."""

    number: Callable[[str], int]
    groups: Mapping[str, tuple[str, ...]]
    _made: dict[str, Part] = field(default_factory=dict)
    _pieces: dict[str, Part] = field(default_factory=dict)
    # Many patterns need the same words: equal sets are kept once.
    _sets: dict[frozenset[int], frozenset[int]] = field(default_factory=dict)

    def pattern(self, line: str) -> Pattern:
        """Read one line; raise `PatternFault` saying what is wrong with it."""
        groups = tuple(self._sentence(group, line) for group in line.split("+"))
        return Pattern(line, groups, tuple(map(self._once, _needs(groups))))

    def _once(self, words: frozenset[int]) -> frozenset[int]:
        return self._sets.setdefault(words, words)

    def _sentence(self, text: str, line: str) -> _Group:
        wanted, *absent = text.split("!")
        parts = tuple(self._row(part, line) for part in wanted.split("&"))
        return _Group(parts, tuple(self._row(part, line) for part in absent))

    def _row(self, text: str, line: str) -> Row:
        pieces = _pieces(text, line)
        parts, rest = self._parts(pieces, 0, line)
        if rest != len(pieces) or not parts:
            raise PatternFault(line, "a bracket or bar too many, or nothing to look for")
        return Row(tuple(parts))

    def _parts(self, pieces: list[str], at: int, line: str) -> tuple[list[Part], int]:
        """Read up to a bar or bracket, and what stands near each other as one part."""
        first, at = self._in_order(pieces, at, line)
        rows, widest = [Row(tuple(first))], 0
        while at < len(pieces) and pieces[at] in _NEARNESS:
            widest = max(widest, _NEARNESS[pieces[at]])
            parts, at = self._in_order(pieces, at + 1, line)
            rows.append(Row(tuple(parts)))
        if not widest:
            return first, at
        if not all(row.parts for row in rows):
            raise PatternFault(line, "nothing to look for beside a ~")
        return [Near(tuple(rows), Gap(widest))], at

    def _in_order(self, pieces: list[str], at: int, line: str) -> tuple[list[Part], int]:
        parts: list[Part] = []
        while at < len(pieces) and pieces[at] not in ("|", ")", *_NEARNESS):
            if pieces[at] == "(":
                part, at = self._choices(pieces, at + 1, line)
            elif pieces[at] == "?" and parts:
                part = self._either((parts.pop(),), optional=True)
            else:
                part = self._once_made(pieces[at], line)
            parts.append(part)
            at += 1
        return parts, at

    def _choices(self, pieces: list[str], at: int, line: str) -> tuple[Part, int]:
        choices: list[Part] = []
        while True:
            parts, at = self._parts(pieces, at, line)
            if at >= len(pieces) or not parts:
                raise PatternFault(line, "a bracket that is not closed, or an empty choice")
            choices.append(parts[0] if len(parts) == 1 else Row(tuple(parts)))
            if pieces[at] == ")":
                return self._either(tuple(choices)), at
            at += 1

    def _once_made(self, piece: str, line: str) -> Part:
        """Most words stand in many lines: each is read once."""
        if piece not in self._pieces:
            self._pieces[piece] = self._part(piece, line)
        return self._pieces[piece]

    def _part(self, piece: str, line: str) -> Part:
        if piece in _GAPS:
            return Gap(_GAPS[piece])
        if piece in ("^", "$"):
            return Edge(piece == "$")
        if piece.startswith("<"):
            return self._group(piece[1:-1], line)
        if piece == "#" or piece[0] in "=*" or piece[-1] == "*":
            return Word(self.number(piece))
        parts = tuple(Word(self.number(form)) for form in words(piece))
        return parts[0] if len(parts) == 1 else Row(parts)

    def _group(self, name: str, line: str) -> Part:
        if name not in self._made:
            if name not in self.groups:
                raise PatternFault(line, f"no word group <{name}>")
            rows = tuple(self._row(each, line) for each in self.groups[name])
            self._made[name] = self._either(rows)
        return self._made[name]

    def _either(self, choices: tuple[Part, ...], *, optional: bool = False) -> Either:
        """Take the choices of one word together; they are by far the most."""
        words: set[int] = set()
        longer: list[tuple[frozenset[int], Part]] = []
        for choice in choices:
            only = choice.parts[0] if isinstance(choice, Row) and len(choice.parts) == 1 else choice
            if isinstance(only, Word):
                words.add(only.id)
            elif isinstance(only, Either) and not only.optional:
                words |= only.words
                longer.extend(only.longer)
            else:
                needed = min(needed_by(only), key=len, default=frozenset())
                longer.append((self._once(needed), only))
        return Either(self._once(frozenset(words)), tuple(longer), optional)


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


def _needs(groups: Iterable[_Group]) -> tuple[frozenset[int], ...]:
    return tuple(needed for group in groups for part in group.parts for needed in needed_by(part))
