"""Which titles and synonyms of topics stand in a question, and how much of it they take up."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.spelling import key, split_words
from knowledge.topics import Topic

_LONGEST = 8  # words
_APART = 3  # pieces into which people cut one word

# Ordinary words that are also an abbreviation: only in capitals, or when asked 'wat is …'.
_AMBIGUOUS = frozenset(
    (
        *("act", "fact", "bing", "sel", "cm", "rai", "rth", "pab", "bob", "mee", "oco", "gi"),
        *("nik", "p3", "pva", "zin", "zop", "hap", "pvp", "acp", "ibs", "rm", "banks", "mueser"),
    )
)
_ASKED_FOR = re.compile(
    r"\b(?:wa|wat|wat wil|waar) (?:is|zijn|betekent|doet|houdt|zeggen|staat voor)"
    r"(?: (?:de|het|een|da|dat|zo|zon|nou|nu|eigenlijk))*$",
)


@dataclass(frozen=True, slots=True)
class Term:
    """A title or synonym as it stands in a question."""

    slug: str
    text: str  # as the editors wrote it
    start: int  # place of its first word in the question
    end: int  # after its last word


class Terms:
    """The titles and synonyms of topics, by the keys of their words."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._by_keys: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for topic in topics:
            for text in names(topic):
                self._by_keys[_joined(split_words(text))].setdefault(topic.slug, text)

    def within(self, words: Sequence[str], keys: Sequence[str]) -> Iterator[Term]:
        """Find every term in a question; `keys` may be those of the words that were meant."""
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
                for slug, text in self._at(words, keys, start, end).items():
                    yield Term(slug, text, start, end)

    def _at(
        self, words: Sequence[str], keys: Sequence[str], start: int, end: int
    ) -> Mapping[str, str]:
        if end == start + 1 and _only_an_ordinary_word(words, start):
            return {}
        spaced = self._by_keys.get(" ".join(keys[start:end]))
        if spaced or end - start > _APART:
            return spaced or {}
        # 'mantel zorg' is written apart but is one word of the editors.
        return self._by_keys.get(key("".join(words[start:end])), {})


def names(topic: Topic) -> tuple[str, ...]:
    """Give title and synonyms; of a title with an explanation in brackets also the two apart."""
    before, _, within = topic.title.partition("(")
    return tuple(
        dict.fromkeys(
            text.strip(" )")
            for text in (topic.title, before, within, *topic.synonyms)
            if text.strip(" )")
        )
    )


def ambiguous(text: str) -> bool:
    """Tell whether a name on its own is also an ordinary word."""
    return text.casefold() in _AMBIGUOUS


def without_ordinary_words(words: Sequence[str]) -> list[str]:
    """Leave out what could be an abbreviation and is only a word: 'dat was maar een act'."""
    return [word for place, word in enumerate(words) if not _only_an_ordinary_word(words, place)]


def _only_an_ordinary_word(words: Sequence[str], place: int) -> bool:
    if not ambiguous(words[place]):
        return False
    shouted = len(words) > 1 and all(word.isupper() for word in words)
    meant_so = words[place].isupper() and not shouted
    return not meant_so and not _ASKED_FOR.search(" ".join(words[:place]).casefold())


def _joined(words: Sequence[str]) -> str:
    return " ".join(key(word) for word in words)
