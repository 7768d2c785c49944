"""Learns to tell topics apart, and kinds of messages, from the texts that people keep."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from knowledge import models, vectors
from knowledge.examples import messages, nothing, sources
from knowledge.features import (
    Features,
    Rows,
    joined,
    learned_with_rows,
    learned_with_vocabulary,
)
from knowledge.indicators import INDICATORS
from knowledge.languages import DEFAULT
from knowledge.linear import Linear, Pains, Wanted, learn_rows, learn_vectors
from knowledge.models import NOTHING, Model
from knowledge.routes import LEVELS, Intent
from knowledge.topics import Topic

MOST_TOPICS: Final = 600  # more would take too long to learn; they are told apart by likeness
KINDS: Final = (*Intent, *INDICATORS, *LEVELS.values())

_OF_TOPICS: Final = Pains()
_OF_KINDS: Final = Pains(newton=4, conjugate=6, strictness=0.6, favour=2.0)  # few labels, quick

_KEPT: Final = 4  # models of topics in one folder: the shipped ones, and those of a few editions
_EVERY: Final = 8  # one in so many examples of other languages is learned by its meaning as well
_BY_MEANING: Final = 7  # texts per topic and language whose meaning is learned: the first ones


def topic_model(topics: Sequence[Topic], folder: Path) -> Model | None:
    """Learn to tell these topics apart, or read what was learned before; none for too many.

    Raises OSError when the folder does not take the model in.
    """
    if _too_many(topics):
        return None
    topics = _in_order(topics)
    pairs = _pairs(topics)
    key = _topics_key(pairs)
    found = models.load(folder, f"topics-{key[:16]}", key)
    if found is None:
        labels = (*(topic.slug for topic in topics), NOTHING)
        labelled = [(text, (label,)) for text, label in pairs]
        found = _learned(key, labels, labelled, _few(topics))
        models.save(found, folder, f"topics-{key[:16]}")
        models.keep_newest(folder, "topics-*.npz", _KEPT)
    return found


def topics_known(topics: Sequence[Topic], folder: Path) -> bool:
    """Whether `topic_model` has nothing to learn."""
    if _too_many(topics):
        return True
    key = _topics_key(_pairs(_in_order(topics)))
    return models.holds(folder, f"topics-{key[:16]}", key)


def kind_model(folder: Path) -> Model:
    """Learn to tell kinds of messages and signs apart, or read what was learned before."""
    key = _kinds_key()
    found = models.load(folder, "kinds", key)
    if found is None:
        kept = messages()
        pairs = [(each.text, each.labels) for each in kept]
        foreign = [not each.language.startswith(DEFAULT) for each in kept]
        some = [other and place % _EVERY == 0 for place, other in enumerate(foreign)]
        found = _learned(key, KINDS, pairs, some, _OF_KINDS, learned_with_vocabulary)
        found = replace(found, texts={}, rows=joined([]))  # nothing is compared with them
        models.save(found, folder, "kinds")
    return found


def kinds_known(folder: Path) -> bool:
    """Whether `kind_model` has nothing to learn."""
    return models.holds(folder, "kinds", _kinds_key())


def _too_many(topics: Sequence[Topic]) -> bool:
    return not 1 < len(topics) <= MOST_TOPICS


def _in_order(topics: Sequence[Topic]) -> Sequence[Topic]:
    """Whoever holds the same topics, in whatever order, has learned the same."""
    return sorted(topics, key=lambda topic: topic.slug)


def _pairs(topics: Sequence[Topic]) -> list[tuple[str, str]]:
    return [*_named_texts(topics), *((each, NOTHING) for each in nothing())]


def _topics_key(pairs: Sequence[tuple[str, str]]) -> str:
    how = (vectors.version(), str(_BY_MEANING), repr(_OF_TOPICS))
    return models.key_of((*how, *(part for pair in pairs for part in pair)))


def _kinds_key() -> str:
    how = (vectors.version(), *KINDS, str(_EVERY), repr(_OF_KINDS))
    return models.key_of((*how, *sources()))


def _learned(
    key: str,
    labels: Sequence[str],
    pairs: Sequence[tuple[str, Sequence[str]]],
    chosen: Sequence[bool],
    pains: Pains = _OF_TOPICS,
    read: Callable[[Sequence[str]], tuple[Features, Rows]] = learned_with_rows,
) -> Model:
    """Learn from all by their marks, and from those `chosen` by their meaning as well."""
    texts = [text for text, _ in pairs]
    wanted = Wanted.of(labels, [mine for _, mine in pairs])
    features, rows = read(texts)
    once = {text: place for place, text in enumerate(texts)}  # some stand under two labels
    with ThreadPoolExecutor(max_workers=1) as beside:  # both spend their time outside Python
        meaning = (
            beside.submit(_by_meaning, texts, wanted, chosen, pains) if vectors.version() else None
        )
        by_marks = learn_rows(rows, len(features.rarity), wanted, pains)
    return Model(
        key=key,
        features=features,
        by_marks=Linear(by_marks.labels, by_marks.weights.astype(np.float16)),
        by_meaning=meaning.result() if meaning else None,
        texts={text: place for place, text in enumerate(once)},
        rows=joined([rows[place] for place in once.values()]),
    )


def _by_meaning(
    texts: Sequence[str], wanted: Wanted, chosen: Sequence[bool], pains: Pains
) -> Linear:
    few = [*chosen, *[True] * (len(texts) - len(chosen))]
    some = [place for place, wanted_too in enumerate(few) if wanted_too]
    found = vectors.encode([texts[place] for place in some])
    return learn_vectors(found, Wanted(labels=wanted.labels, yes=wanted.yes[some]), pains)


def _named_texts(topics: Sequence[Topic]) -> Iterator[tuple[str, str]]:
    for topic in topics:
        for phrases in topic.phrases.values():
            yield from ((phrase, topic.slug) for phrase in phrases)
        for name in (topic.title, *topic.synonyms):
            yield name, topic.slug


def _few(topics: Sequence[Topic]) -> list[bool]:
    """Choose the first phrases of each language: more change little, and cost a start its time."""
    chosen = []
    for topic in topics:
        for phrases in topic.phrases.values():
            chosen += [place < _BY_MEANING for place in range(len(phrases))]
        chosen += [False] * (1 + len(topic.synonyms))
    return chosen
