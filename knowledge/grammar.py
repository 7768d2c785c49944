"""What kind of sentence something is: asked, supposed, past, over, denied, or happening now.

The same words mean something else in 'hij valt steeds', 'wat als hij valt' and 'hij viel vorig
jaar, nu gaat het goed'. The sentence kinds are lines of the pattern language in content/words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.content_files import exists, read_table, read_text
from knowledge.finder import Finder
from knowledge.lexicon import Lexicon
from knowledge.patterns import Pattern, Sentence, Span

_MOODS = ("asks", "informs", "supposes", "past", "settled", "general")
_CLOSING = "\"'”’) "  # may stand after the question mark
_DENIED_BEFORE = 2  # words between a denial and what it denies
_DENIED_AFTER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """What may be said about one sentence; several can hold."""

    asks: bool = False
    informs: int = 0  # bits of the words that ask what a word or scheme is, or the way to it
    supposes: bool = False
    past: bool = False
    settled: bool = False  # it is over, or goes well
    general: bool = False  # an opinion, news, a thing or a pet

    def only_asks(self, span: Span | None) -> bool:
        """Say whether what stands at this place belongs to a question for information."""
        return bool(self.informs and (span is None or self.informs >> span.start & 1))

    def unreal(self, span: Span | None) -> bool:
        """Say whether what stands at this place is asked about, supposed or general."""
        return self.supposes or self.general or self.only_asks(span)


class Grammar:
    """The words and sentence kinds of one language; reads a text once for all rules."""

    def __init__(self, language: str) -> None:
        table = read_table("words", f"{language}.toml")
        groups = {name: tuple(lines) for name, lines in table["groups"].items()}
        self.language = language
        self.lexicon = Lexicon(groups, _real_words(language))
        self._moods = self._finder(table["moods"])
        self._parts = frozenset(table["moods"].get("parts", ()))
        self._joins = frozenset(table["moods"].get("joins", ()))
        self._denials = [self.lexicon.pattern(word) for word in table["moods"]["denies"]]

    def _finder(self, moods: Mapping[str, Sequence[str]]) -> Finder[str]:
        lines = [(line, mood) for mood in _MOODS for line in moods.get(mood, ())]
        return Finder([(self.lexicon.pattern(line), mood) for line, mood in lines])

    def read(self, text: str) -> tuple[Sentence, ...]:
        """Cut a text into sentences with the words that rules know."""
        return self.lexicon.read(text)

    def moods(self, text: Sequence[Sentence]) -> tuple[Mood, ...]:
        """Say of each sentence what kind it is."""
        kinds: list[dict[str, bool | int]] = [{} for _ in text]
        for found in self._moods.find(text):
            kind = kinds[found.sentence]
            if found.payload == "informs":
                part = self._clause(text[found.sentence], found.span)
                kind["informs"] = kind.get("informs", 0) | part
            else:
                kind[found.payload] = True
        for kind, sentence in zip(kinds, text, strict=True):
            asked = sentence.literal.rstrip(_CLOSING).endswith(("?", "؟"))
            if asked or "informs" in kind:
                kind["asks"] = True
        return tuple(
            Mood(informs=kind.pop("informs", 0), **dict.fromkeys(kind, True)) for kind in kinds
        )

    def _clause(self, sentence: Sentence, span: Span | None) -> int:
        """Give the bits of the part between commas or joining words that a place stands in."""
        if span is None:
            return sentence.inside
        ends = [n for n in range(1, sentence.size) if self._parts_at(sentence, n)]
        start = max((n for n in ends if n <= span.start), default=0)
        end = min((n for n in ends if n >= span.end), default=sentence.size)
        return (1 << end) - (1 << start)

    def _parts_at(self, sentence: Sentence, place: int) -> bool:
        return bool(sentence.breaks >> place & 1) or sentence.forms[place] in self._parts

    def denies(self, pattern: Pattern) -> bool:
        """Say whether a pattern itself looks for a denial ('kan niet opstaan')."""
        words = frozenset().union(*(denial.anchor for denial in self._denials))
        return any(not words.isdisjoint(need) for need in pattern.needs)

    def denied(self, sentence: Sentence, span: Span) -> bool:
        """Say whether a word just beside this place, in the same clause, denies it."""
        before = self._until_break(sentence, range(span.start, span.start - _DENIED_BEFORE, -1))
        after = self._until_break(sentence, range(span.end, span.end + _DENIED_AFTER), ahead=True)
        window = ((1 << span.start) - (1 << before)) | ((1 << after) - (1 << span.end))
        return any(_stands(denial.anchor, sentence, window) for denial in self._denials)

    def _until_break(self, sentence: Sentence, steps: range, *, ahead: bool = False) -> int:
        """Walk from a place until a clause begins or ends; give how far it went."""
        place = steps.start
        for place in steps:
            if place >= sentence.size or place < 1 or self._breaks_at(sentence, place):
                return max(0, min(place, sentence.size))
        return max(0, min(place + (1 if ahead else -1), sentence.size))

    def _breaks_at(self, sentence: Sentence, place: int) -> bool:
        return bool(sentence.breaks >> place & 1) or sentence.forms[place] in self._joins


def _stands(words: frozenset[int], sentence: Sentence, where: int) -> bool:
    return any(sentence.places.get(word, 0) & where for word in words)


def _real_words(language: str) -> frozenset[str]:
    name = f"{language}.txt"
    if not exists("words", name):
        return frozenset()
    lines = read_text("words", name).splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def shipped(language: str) -> Grammar:
    """Give the grammar of a language that comes with the package."""
    return Grammar(language)
