"""The sentences the bot says: English in the code, spoken through a catalogue.

Deciding code builds `Text("...")` and never translates; whoever writes the outbox calls `speak`.
A sentence is whole: values are filled in, halves are never glued together.
"""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self, TypeAlias
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton

from conversations.errors import PlaceholderLeft
from knowledge.languages import DEFAULT, LANGUAGES

DOMAIN: Final = "messages"
FOLDER: Final = Path(__file__).parent / "locale"
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Day:
    """A day, written out: 'vrijdag 27 november 2026'."""

    day: date


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, in the organisation's time: 'vandaag 14.30 uur', or with the day written out."""

    at: datetime


@dataclass(frozen=True, slots=True)
class NumberOf:
    """The number a record gets while it is written (Z-2026-0041), named by the effect's `ref`."""

    ref: str


Value: TypeAlias = "str | int | Day | Moment | NumberOf | Text"


class Text:
    """One whole sentence or label, with values to fill in by name."""

    __slots__ = ("msgid", "values")

    def __init__(self, msgid: str, /, **values: Value) -> None:
        self.msgid: Final = msgid
        self.values: Final[Mapping[str, Value]] = MappingProxyType(values)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text):
            return NotImplemented
        return self.msgid == other.msgid and dict(self.values) == dict(other.values)

    def __hash__(self) -> int:
        return hash((self.msgid, tuple(sorted(self.values))))

    def __repr__(self) -> str:
        filled = "".join(f", {name}={value!r}" for name, value in self.values.items())
        return f"Text({self.msgid!r}{filled})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How to speak to one person now: language, time zone, and the numbers just given out."""

    language: str
    zone: ZoneInfo
    now: datetime
    numbers: Mapping[str, str] = field(default_factory=lambda: NOTHING)

    def speak(self, text: Text) -> str:
        """Say it in this language, or else in Dutch; raises PlaceholderLeft without a value."""
        voice = self.of(text)
        sentence = catalogue(voice.language).gettext(text.msgid)
        try:
            return sentence.format_map({n: voice._show(v) for n, v in text.values.items()})
        except (KeyError, IndexError) as missing:
            raise PlaceholderLeft(text.msgid) from missing

    def of(self, text: Text) -> Self:
        """Give the voice that says this: the Dutch one where this language has no words for it."""
        return self if speaks(self.language, text.msgid) else self.in_language(DEFAULT)

    def in_language(self, language: str) -> Self:
        return replace(self, language=language)

    def with_numbers(self, numbers: Mapping[str, str]) -> Self:
        return replace(self, numbers=numbers)

    def _show(self, value: Value) -> str:
        match value:
            case Text():
                return self.speak(value)
            case Day(day=day):
                return format_date(day, "EEEE d MMMM y", locale=self.language)
            case Moment(at=at):
                return self._moment(at)
            case NumberOf(ref=ref):
                return self.numbers[ref]
            case _:
                return str(value)

    def _moment(self, at: datetime) -> str:
        local, today = at.astimezone(self.zone), self.now.astimezone(self.zone).date()
        clock = f"{local.hour}.{local.minute:02}"
        if self.language != "nl":
            clock = format_skeleton("Hm", local, locale=self.language)
        days = (local.date() - today).days
        near = {0: Text("today {clock}", clock=clock), 1: Text("tomorrow {clock}", clock=clock)}
        day = Day(local.date())
        return self.speak(near.get(days) or Text("{day}, {clock}", day=day, clock=clock))


@lru_cache(maxsize=32)
def catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; English is the source, an unknown one is Dutch."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, FOLDER, [language, DEFAULT])


class _Silent(gettext.NullTranslations):
    """Says nothing, where a catalogue would fall back on something else."""

    def gettext(self, message: str) -> str:
        return ""


@lru_cache(maxsize=32)
def _own_words(language: str) -> gettext.NullTranslations:
    """The catalogue of a language alone, without Dutch behind it."""
    found = gettext.translation(DOMAIN, FOLDER, [language], fallback=True)
    found.add_fallback(_Silent())
    return found


def speaks(language: str, msgid: str) -> bool:
    """Whether a language has its own words for this sentence; English and Dutch have for all."""
    return language in in_full() or _own_words(language).gettext(msgid) != ""


@lru_cache(maxsize=1)
def spoken() -> tuple[str, ...]:
    """The languages to choose from: English, and those that have a catalogue, Dutch first."""
    there = {"en", *(path.name for path in FOLDER.iterdir() if path.is_dir())}
    return tuple(code for code in LANGUAGES if code in there)


@lru_cache(maxsize=1)
def in_full() -> tuple[str, ...]:
    """The languages that have every sentence; the others have danger, first contact and buttons."""
    return tuple(code for code in spoken() if LANGUAGES[code].complete)
