"""Looks for many patterns at once, trying only those of which a word is there."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from knowledge.errors import PatternFault
from knowledge.patterns import Pattern, Sentence, Span

_Payload = TypeVar("_Payload")


@dataclass(frozen=True, slots=True)
class Found(Generic[_Payload]):
    """A pattern that was found, with what it was kept for."""

    payload: _Payload
    sentence: int  # which sentence of the text
    span: Span | None  # none: the parts stand in different sentences
    pattern: str


class Finder(Generic[_Payload]):
    """Many patterns at once; looks only at those of which a word is there."""

    def __init__(self, entries: Iterable[tuple[Pattern, _Payload]]) -> None:
        self._entries = tuple(entries)
        self._by_word: dict[int, list[int]] = {}
        self._crossing: dict[int, list[int]] = {}  # patterns over several sentences
        # A word that many patterns need is a common one: look patterns up by their rarer words.
        often = Counter(word for each, _ in self._entries for need in each.needs for word in need)
        for index, (pattern, _) in enumerate(self._entries):
            if not pattern.anchor:
                raise PatternFault(pattern.text, "needs at least one word that is always there")
            kept = self._crossing if pattern.crosses_sentences else self._by_word
            for word in min(pattern.needs, key=lambda need: sum(often[word] for word in need)):
                kept.setdefault(word, []).append(index)

    def find(self, text: Sequence[Sentence]) -> list[Found[_Payload]]:
        """Give what was found, in the order of the text, then of the patterns."""
        found: list[Found[_Payload]] = []
        everywhere = frozenset().union(*(sentence.present for sentence in text))
        for place, sentence in enumerate(text):
            for index in _candidates(self._by_word, sentence.present):
                pattern, payload = self._entries[index]
                if pattern.may_match(sentence.present) and (span := pattern.span(sentence)):
                    found.append(Found(payload, place, span, pattern.text))
        return found + list(self._found_across(text, everywhere))

    def _found_across(
        self, text: Sequence[Sentence], everywhere: frozenset[int]
    ) -> Iterator[Found[_Payload]]:
        for index in _candidates(self._crossing, everywhere):
            pattern, payload = self._entries[index]
            if pattern.may_match(everywhere) and (where := pattern.sentence(text)):
                together = pattern.span(where)
                yield Found(payload, text.index(where), together, pattern.text)


def _candidates(by_word: Mapping[int, Sequence[int]], present: frozenset[int]) -> list[int]:
    return sorted({index for word in present for index in by_word.get(word, ())})
