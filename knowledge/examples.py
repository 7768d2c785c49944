"""Example sentences people keep for each intent and sign, and the trained likeness to them."""

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from io import StringIO

from knowledge import indicators, topics
from knowledge.content_files import exists, read_text
from knowledge.errors import ContentFault
from knowledge.resemblance import Resemblance
from knowledge.wordforms import words

SIGNAL = "signal"
KINDS = (SIGNAL, "complaint", "concern", "human", "network", "question", "smalltalk", "other")
_EVERY = 5  # one in so many topic phrases is enough to show what a question looks like

Example = tuple[frozenset[str], Sequence[str]]  # labels, and the words of the sentence


@cache
def shipped(language: str) -> Resemblance | None:
    """Train on the examples that come with the package; none where we keep none."""
    if not exists("examples", f"{language}.tsv"):
        return None
    found = [*_kept(language), *_signs(language), *_questions(language)]
    return Resemblance(found)


def _kept(language: str) -> Iterator[Example]:
    text = read_text("examples", f"{language}.tsv")
    for row in csv.DictReader(StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["intent"] not in KINDS:
            raise ContentFault(f"examples/{language}.tsv", f"knows no intent {row['intent']}")
        yield frozenset((row["intent"], *filter(None, row["about"].split(",")))), words(row["text"])


def _signs(language: str) -> Iterator[Example]:
    signs = indicators.shipped(language)
    for sign in signs.indicators if signs else ():
        yield from ((frozenset((SIGNAL, sign.slug)), words(line)) for line in sign.phrases)
        for line in sign.near_misses:
            yield frozenset(("question" if line.endswith("?") else "other",)), words(line)


def _questions(language: str) -> Iterator[Example]:
    phrases = [line for topic in topics.shipped() for line in topic.phrases.get(language, ())]
    for line in phrases[::_EVERY]:
        yield frozenset(("question",)), words(line)
