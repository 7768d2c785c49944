"""The words of all topics: how telling each is, and which of them a typed word stands for."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from rapidfuzz.distance import OSA

from knowledge.spelling import key, split_words

_FUZZY_FROM = 5  # letters; in shorter words one letter makes another word
_LIKENESS = 0.75  # one slip in four letters
_CANDIDATES = 12
_COMPOUND_PART = 4  # letters at least, of a part that counts on its own
_COMPOUND_WEIGHT = 0.7


class Rarity:
    """How well a mark (a word, a part of a word) tells documents apart."""

    def __init__(self, documents: Iterable[Iterable[str]]) -> None:
        apart = [set(marks) for marks in documents]
        counts = Counter(mark for marks in apart for mark in marks)
        self._weights = {mark: math.log((len(apart) + 1) / (n + 0.5)) for mark, n in counts.items()}
        self.strange = math.log((len(apart) + 1) / 1.5)  # of a mark that no document has

    def __call__(self, mark: str) -> float:
        return self._weights.get(mark, self.strange)

    def __contains__(self, mark: str) -> bool:
        return mark in self._weights


class Vocabulary:
    """The words of all topics, by key."""

    def __init__(self, words_by_topic: Iterable[Iterable[str]]) -> None:
        words = [set(each) for each in words_by_topic]
        self._rarity = Rarity(words)
        self._known = frozenset[str]().union(*words)
        self._by_gram = _by_gram(self._known)

    def rarity(self, word: str) -> float:
        """Say how well a word tells topics apart; nothing for a stop word."""
        return 0.0 if word in stop_words() else self._rarity(word)

    def meant(self, word: str) -> dict[str, float]:
        """Give the known words a typed word may stand for, each with its likeness (0..1)."""
        if word in self._known or word in stop_words():
            return {word: 1.0}
        return self._parts(word) or self._misspelled(word)

    def _parts(self, word: str) -> dict[str, float]:
        """Take an unknown compound apart into two known words."""
        for cut in range(len(word) - _COMPOUND_PART, _COMPOUND_PART - 1, -1):
            parts = {key(word[:cut]), key(word[cut:])}
            if parts <= self._known:
                return dict.fromkeys(parts, _COMPOUND_WEIGHT)
        return {}

    def _misspelled(self, word: str) -> dict[str, float]:
        if len(word) < _FUZZY_FROM:
            return {}
        shared = Counter(known for gram in _pairs(word) for known in self._by_gram.get(gram, ()))
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


def _by_gram(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        for gram in _pairs(word):
            found[gram].append(word)
    return {gram: tuple(known) for gram, known in found.items()}
