"""Example messages that people keep: of each kind of message, and of what no topic answers.

One file per intent in content/examples/messages; a signal names the signs it shows. The phrases of
signs and of topics are examples as well.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import StringIO

from knowledge import danger_rules, indicators, languages, topics
from knowledge.content_files import read_text, texts_in
from knowledge.errors import ContentFault
from knowledge.routes import LEVELS, Intent

_EVERY = 9  # one in so many topic phrases is enough to show what a question looks like


@dataclass(frozen=True, slots=True)
class Example:
    """A message and what it is: its intent first, then the signs it shows, its level of danger."""

    text: str
    labels: tuple[str, ...]
    language: str = languages.DEFAULT


def messages() -> tuple[Example, ...]:
    """Give every example of a kind of message."""
    return (*_kept(), *_dangers(), *_signs(), *_questions())


def sources() -> Iterator[str]:
    """Give the files that `messages` reads, name and text: others mean other examples."""
    for folder in (("examples", "messages"), ("danger",), ("indicators",), ("topics",)):
        yield from texts_in(*folder)


@cache
def nothing() -> tuple[str, ...]:
    """Give messages that are about no topic."""
    return tuple(row["text"] for row in _rows("nothing.tsv"))


def _kept() -> Iterator[Example]:
    for intent in Intent:
        for row in _rows("messages", f"{intent}.tsv"):
            signs = tuple(filter(None, row["indicators"].split(",")))
            if unknown := set(signs) - set(indicators.INDICATORS):
                raise ContentFault(f"examples/messages/{intent}.tsv", f"knows no sign {unknown}")
            level = [LEVELS[int(row["level"])]] if row.get("level") else []
            yield Example(row["text"], (intent, *signs, *level), row["language"])


def _rows(*path: str) -> Iterator[dict[str, str]]:
    text = read_text("examples", *path)
    return csv.DictReader(StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)


def _dangers() -> Iterator[Example]:
    for language in languages.LANGUAGES:
        for rule in danger_rules.written_in(language):
            labels = (Intent.EMERGENCY, LEVELS[rule.level])
            yield from (Example(line, labels, language) for line in rule.fires)


def _signs() -> Iterator[Example]:
    for sign in indicators.shipped():
        yield from (Example(line, (Intent.SIGNAL, sign.slug)) for line in sign.phrases)
        for line in sign.near_misses:
            yield Example(line, (Intent.QUESTION if line.endswith("?") else Intent.OTHER,))


def _questions() -> Iterator[Example]:
    phrases = [
        Example(line, (Intent.QUESTION,), language)
        for topic in topics.shipped()
        for language, lines in topic.phrases.items()
        for line in lines
    ]
    yield from phrases[::_EVERY]
