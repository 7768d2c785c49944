"""The measures of an answer people can read: length, form of address, hard words.

A first sentence counts at most 15 words and no sentence more than 20; a short answer 60, the
longer explanation 150. Dutch text says *u*, explains its abbreviations and avoids the hard words
of `content/plain_words.toml`, except the word that the topic is about.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

SHORT_WORDS = 60
MORE_WORDS = 150
FIRST_SENTENCE_WORDS = 15
SENTENCE_WORDS = 20

_SENTENCE_END = re.compile(r"(?<=[.?!])['\"’”)]*\s+(?=[\"'‘“(]?[A-ZÀ-ÞÉ0-9])|\n+")
_ADDRESS = re.compile(r"\b(?:je|jij|jou|jouw|jullie|gij|ge|uwe?n)\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b[A-Z][A-Z0-9]*[A-Z]\b")
_EMOJI = re.compile("[\U0001f000-\U0001faff☀-➿️]")


def sentences(text: str) -> list[str]:
    """Split at sentence ends that are followed by a capital or a new line."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part.strip()]


def words(text: str) -> int:
    """Count what a reader reads as words; loose signs do not count."""
    return sum(any(sign.isalnum() for sign in part) for part in text.split())


def long_sentences(text: str, *, first: int = SENTENCE_WORDS) -> Iterator[str]:
    """Say of each sentence that is too long how long it may be."""
    for position, sentence in enumerate(sentences(text)):
        limit = first if position == 0 else SENTENCE_WORDS
        if words(sentence) > limit:
            yield f"a sentence of {words(sentence)} words, at most {limit}: {sentence!r}"


def unkind_words(text: str, *, own_terms: frozenset[str]) -> Iterator[str]:
    """Say what in a Dutch text is not plain; `own_terms` are folded words the topic may use."""
    if found := _ADDRESS.search(text):
        yield f"says {found.group()!r}, clients are addressed with 'u'"
    if "!" in text:
        yield "an exclamation mark"
    if _EMOJI.search(text):
        yield "an emoji"
    for hard, plain in plain_words().items():
        used = re.search(rf"\b{re.escape(hard)}(?:e|en|n|s)?\b", text, re.IGNORECASE)
        if used and not any(hard in term for term in own_terms):
            yield f"the hard word {hard!r}, write: {plain}"


def unexplained_abbreviations(text: str, *, own_terms: frozenset[str]) -> Iterator[str]:
    """Say which capitals a text uses that it neither explains in brackets nor is about."""
    for found in sorted(set(_ABBREVIATION.findall(text))):
        explained = f"({found})" in text or f"{found} (" in text or f"'{found}'" in text
        if not explained and not any(found.casefold() in term for term in own_terms):
            yield f"the abbreviation {found!r} without an explanation in brackets"


@cache
def plain_words() -> Mapping[str, str]:
    """Give each hard Dutch word with the plain words to write instead."""
    source = resources.files("knowledge").joinpath("content", "plain_words.toml")
    table: dict[str, str] = tomllib.loads(source.read_text("utf-8"))["nl"]
    return table
