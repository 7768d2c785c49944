"""Reads a transcript, a conversation in Dutch that a nurse can correct, and plays it.

# what the conversation shows
Eva Voorbeeld: ik kan niet meer         somebody on file says this
~Buurman: hallo                         somebody nobody knows says this
Eva Voorbeeld [Ja, geef door]           taps this button
Eva Voorbeeld < Dank dat u dit deelt    hears this, in order, since the last time
Eva Voorbeeld <> casemanager            does not hear this
+ 4 uur                                 time goes by (uur, minuten, dagen)
Noor Fictief is 5 dagen weg: Bram Fictief
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.driver import Talker, Town

_LINES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"\+ (?P<n>\d+) (?P<unit>uur|minuten|dagen)"), "time"),
    (re.compile(r"(?P<who>[^:\[<]+) is (?P<n>\d+) dagen weg: (?P<deputy>.+)"), "away"),
    (re.compile(r"(?P<who>[^:\[<]+?) <> (?P<text>.+)"), "not_heard"),
    (re.compile(r"(?P<who>[^:\[<]+?) < (?P<text>.+)"), "heard"),
    (re.compile(r"(?P<who>[^:\[<]+?) \[(?P<text>.+)\]"), "taps"),
    (re.compile(r"(?P<who>[^:\[<]+?): (?P<text>.+)"), "says"),
)


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    kind: str
    words: dict[str, str]


def read(path: Path) -> list[Line]:
    """The lines of a transcript; one that means nothing is an error."""
    found = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = text.strip()
        if line and not line.startswith("#"):
            found.append(_line(path, number, line))
    return found


def _line(path: Path, number: int, line: str) -> Line:
    for pattern, kind in _LINES:
        match = pattern.fullmatch(line)
        if match:
            return Line(number, kind, match.groupdict())
    raise ValueError(f"{path.name} line {number} is no line of a conversation: {line}")


def play(path: Path, town: Town) -> None:
    """Play it; what is not heard fails with the line's number."""
    for line in read(path):
        try:
            _DO[line.kind](town, line.words)
        except AssertionError as miss:
            raise AssertionError(f"{path.name} line {line.number}: {miss}") from miss


def _who(town: Town, words: dict[str, str]) -> Talker:
    name = words["who"].strip()
    return town.visitor(name[1:]) if name.startswith("~") else town.person(name)


def _time(town: Town, words: dict[str, str]) -> None:
    n = int(words["n"])
    hours = {"uur": n, "minuten": n / 60, "dagen": n * 24}[words["unit"]]
    town.pass_time(hours=hours)


def _not_heard(town: Town, words: dict[str, str]) -> None:
    seen = "\n".join(_who(town, words).sees())
    assert words["text"] not in seen, f"heard {words['text']!r}: {seen}"


_DO: Final[dict[str, Callable[[Town, dict[str, str]], None]]] = {
    "time": _time,
    "away": lambda town, words: town.away(words["who"], words["deputy"], days=int(words["n"])),
    "not_heard": _not_heard,
    "heard": lambda town, words: _who(town, words).hears(words["text"]),
    "taps": lambda town, words: _who(town, words).taps(words["text"]),
    "says": lambda town, words: _who(town, words).says(words["text"]),
}
