"""Is someone in danger, and what is said then: the numbers first, then a few fixed sentences.

Rules and texts are kept by people, in content/danger; how a rule works stands in danger_rules.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from knowledge import numbers
from knowledge.content_files import exists, read_table
from knowledge.danger_rules import ALWAYS_UP_TO, Danger, LanguageRules, kinds, rules_in
from knowledge.grammar import Grammar, Mood
from knowledge.languages import DEFAULT, LANGUAGES, heard
from knowledge.numbers import Number
from knowledge.patterns import Sentence
from knowledge.regions import Region
from knowledge.routes import LEVELS, Intent

__all__ = ["Advice", "Danger", "Rules", "advice", "shipped"]

_LAST = 5  # the lightest level
_EMERGENCY = "112"
_AT_LEAST: Final = -0.3  # likeness to danger of a message in which a hint counts
_UNLIKE: Final = -1.2  # lead of danger below which a message is clearly something else
_BOTH = "beide"
_PERHAPS: Final = "misschien"
_NUMBER: Final = re.compile(r"\{([^{}]+)\}")  # an id of numbers.toml


class Rules:
    """The danger rules of all our languages.

    Every message is held against the Dutch rules and those of each language it may be in; Dutch
    rules of level 3 to 5 only when it may be Dutch.
    """

    def __init__(self, languages: Mapping[str, LanguageRules]) -> None:
        self.languages = languages

    def check(self, text: str) -> tuple[Danger, ...]:
        """Give every danger in a text, the heaviest first; hints, which need more, left out."""
        found = self.check_read(text, {}, heard(text).candidates)
        return tuple(danger for danger in found if not danger.hint)

    def check_read(
        self,
        text: str,
        read: Mapping[str, tuple[Sequence[Sentence], Sequence[Mood]]],
        written_in: Sequence[str],
    ) -> tuple[Danger, ...]:
        """As `check` and with hints; of what was read already, in its likely languages."""
        found: list[Danger] = []
        for language in dict.fromkeys((DEFAULT, *written_in)):
            rules = self.languages[language]
            sentences, moods = read.get(language) or _reading(rules.grammar, text)
            last = _LAST if language in written_in else ALWAYS_UP_TO
            dangers = rules.find(sentences, moods)
            found += [replace(each, language=language) for each in dangers if each.level <= last]
        return tuple(sorted(found, key=_weight))


def counted(
    dangers: Sequence[Danger], lead: float, likeness: Mapping[str, float]
) -> tuple[Danger, ...]:
    """Leave out rules that ask for more likeness to danger than the message has.

    `lead` is how much the message resembles danger more than all else. Hints count only where no
    rule does; of hints of several levels those of the level that it resembles most. Below a lead
    of -1.2 no rule counts: who lets the queue on the phone kill them is in no danger.
    """
    enough = [each for each in dangers if lead >= (_UNLIKE if each.lead is None else each.lead)]
    if by_rules := tuple(danger for danger in enough if not danger.hint):
        return by_rules
    if likeness.get(Intent.EMERGENCY, -1.0) < _AT_LEAST:
        return ()
    levels = {danger.level for danger in enough}
    level = max(levels, key=lambda n: likeness.get(LEVELS[n], -1.0), default=0)
    return tuple(danger for danger in enough if danger.level == level)


def _weight(danger: Danger) -> tuple[int, int]:
    return danger.level, list(kinds()).index(danger.kind)


def _reading(grammar: Grammar, text: str) -> tuple[Sequence[Sentence], Sequence[Mood]]:
    sentences = grammar.read(text)
    return sentences, grammar.moods(sentences)


@cache
def shipped() -> Rules:
    """Give the rules that come with the package."""
    return Rules({language: rules_in(language) for language in LANGUAGES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The danger text: whole sentences, lines to call (the heaviest first), one question after."""

    sentences: tuple[str, ...]  # at most 40 words together
    calls: tuple[Number, ...]
    follow_up: str = ""
    asked: str = ""  # the same question in Dutch, for who reads the answer
    language: str = DEFAULT  # of these words
    sensitive: bool = False  # show a button that closes the screen; no content in notices
    accused_staff: bool = False
    reviewed: bool = False  # a speaker of the language read these words


def advice(
    dangers: Sequence[Danger], *, region: Region | None, language: str, child: bool = False
) -> Advice:
    """Give the text for these dangers; the heaviest one is said, the numbers of all are shown.

    Without a region the lines of both countries are given. `dangers` may not be empty.
    """
    ordered = sorted(dangers, key=_weight)
    texts = _texts(language, ordered[0].kind)
    entry = _entry(texts, ordered[0].kind, region, child=child)
    found = dict.fromkeys(danger.kind for danger in ordered)
    lines = (_entry(_in_dutch(), kind, region, child=child)["calls"] for kind in found)
    return Advice(
        sentences=tuple(_with_numbers(sentence) for sentence in entry["sentences"]),
        calls=_calls(_flat(lines), language, region),
        follow_up=entry["follow_up"],
        asked=_entry(_in_dutch(), ordered[0].kind, region, child=child)["follow_up"],
        language=texts["language"],
        sensitive=any(danger.sensitive for danger in dangers),
        accused_staff=any(danger.accused_staff for danger in dangers),
        reviewed=bool(texts["reviewed"]),
    )


def in_doubt(*, region: Region | None, language: str) -> Advice:
    """Give the question, with numbers, for a message that only resembles danger."""
    texts = _texts(language, _PERHAPS)
    entry = _entry(texts, _PERHAPS, region, child=False)
    lines = _entry(_in_dutch(), _PERHAPS, region, child=False)["calls"]
    return Advice(
        sentences=tuple(_with_numbers(sentence) for sentence in entry["sentences"]),
        calls=_calls(lines, language, region),
        language=texts["language"],
        reviewed=bool(texts["reviewed"]),
    )


def _entry(
    texts: Mapping[str, Any], kind: str, region: Region | None, *, child: bool
) -> Mapping[str, Any]:
    """Find the text of a kind and country: a child's own text where there is one."""
    kinds = texts["kinds"]
    kind = f"{kind}-kind" if child and f"{kind}-kind" in kinds else kind
    table = kinds[kind]
    found: Mapping[str, Any] = table.get(region or _BOTH) or table[_BOTH]
    return {"follow_up": table.get("follow_up", ""), **found}


@cache
def _texts(language: str, kind: str) -> Mapping[str, Any]:
    """Give the texts in a language; Dutch where this kind is not written in it."""
    if not exists("danger", f"texts.{language}.toml"):
        return _in_dutch()
    texts = read_table("danger", f"texts.{language}.toml")
    return texts if kind in texts["kinds"] else _in_dutch()


@cache
def _in_dutch() -> Mapping[str, Any]:
    return read_table("danger", "texts.nl.toml")


def _with_numbers(sentence: str) -> str:
    """Write the numbers where their ids stand between braces.

    Not with `str.format`: it takes an id of digits alone ('{112}') for a position.
    """
    known = numbers.shipped()
    return _NUMBER.sub(lambda found: known[found[1]].number, sentence)


def _flat(lines: Iterable[Sequence[str]]) -> list[str]:
    return [id for each in lines for id in each]


def _calls(ids: Iterable[str], language: str, region: Region | None) -> tuple[Number, ...]:
    ordered = sorted(dict.fromkeys(ids), key=lambda id: id != _EMERGENCY)
    found = (numbers.shipped()[id] for id in ordered)
    return tuple(each for each in found if each.number and each.serves(language, region))
