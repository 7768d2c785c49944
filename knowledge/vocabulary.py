"""The words of all topics: how telling each is, and which of them a typed word stands for."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib import resources

from rapidfuzz.distance import OSA

from knowledge.spelling import key, split_words

_FUZZY_FROM = 5  # letters; in shorter words one letter makes another word
_LIKENESS = 0.75  # one slip in four letters
_CANDIDATES = 12
_COMPOUND_PART = 4  # letters at least, of a part that counts on its own
_COMPOUND_WEIGHT = 0.7


class Vocabulary:
    """The words of all topics, by key."""

    def __init__(self, words_of: Mapping[str, Collection[str]]) -> None:
        self._topics_with: defaultdict[str, list[str]] = defaultdict(list)
        for slug, words in words_of.items():
            for word in words:
                self._topics_with[word].append(slug)
        total = len(words_of)
        self._rarity = {
            word: math.log((total + 1) / (len(slugs) + 0.5))
            for word, slugs in self._topics_with.items()
        }
        self.strange = math.log((total + 1) / 1.5)  # rarity of a word that no topic has
        self._by_pair = _by_pair(self._topics_with)

    def rarity(self, word: str) -> float:
        """Say how well a word tells topics apart; nothing for a stop word."""
        return 0.0 if word in stop_words() else self._rarity.get(word, self.strange)

    def topics_with(self, meant: Mapping[str, float]) -> dict[str, float]:
        """Give the topics that know one of these words, with the likeness of the nearest."""
        found: dict[str, float] = {}
        for word, likeness in meant.items():
            for slug in self._topics_with.get(word, ()):
                found[slug] = max(likeness, found.get(slug, 0.0))
        return found

    def meant(self, word: str) -> dict[str, float]:
        """Give the known words a typed word may stand for, each with its likeness (0..1)."""
        if word in self._rarity or word in stop_words():
            return {word: 1.0}
        return self._parts(word) or self._misspelled(word)

    def _parts(self, word: str) -> dict[str, float]:
        """Take an unknown compound apart into two known words."""
        for cut in range(len(word) - _COMPOUND_PART, _COMPOUND_PART - 1, -1):
            parts = {key(word[:cut]), key(word[cut:])}
            if parts <= self._rarity.keys():
                return dict.fromkeys(parts, _COMPOUND_WEIGHT)
        return {}

    def _misspelled(self, word: str) -> dict[str, float]:
        if len(word) < _FUZZY_FROM:
            return {}
        shared = Counter(known for pair in _pairs(word) for known in self._by_pair.get(pair, ()))
        near = {
            known: OSA.normalized_similarity(word, known, score_cutoff=_LIKENESS)
            for known, _ in shared.most_common(_CANDIDATES)
        }
        best = max(near.values(), default=0.0)
        return {known: likeness for known, likeness in near.items() if best and likeness == best}


@cache
def stop_words() -> frozenset[str]:
    """Give the keys of the words that never carry a match."""
    source = resources.files("knowledge").joinpath("content", "stop_words.txt")
    lines = source.read_text("utf-8").splitlines()
    return frozenset(
        key(word) for line in lines if not line.startswith("#") for word in split_words(line)
    )


def _pairs(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[start : start + 2] for start in range(len(padded) - 1)}


def _by_pair(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        for pair in _pairs(word):
            found[pair].append(word)
    return {pair: tuple(known) for pair, known in found.items()}
