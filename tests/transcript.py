"""Reads a transcript, a conversation in Dutch that a nurse can correct, and plays it.

# what the conversation shows
land: be                                the organisation works in this country (nl, be); at the top
Eva Voorbeeld: ik kan niet meer         somebody on file says this
~Buurman: hallo                         somebody nobody knows says this
Eva Voorbeeld [Ja, geef door]           taps this button
Eva Voorbeeld < Dank dat u dit deelt    hears this, in order, since they last did something
Eva Voorbeeld <> casemanager            has not heard this since then
Eva Voorbeeld <>                        has heard nothing since then
Eva Voorbeeld wijzigt: ik kan nog wel   changes the words of the last message
Eva Voorbeeld stuurt door: kom niet     forwards somebody else's words
Eva Voorbeeld stuurt een foto: kijk     sends a foto, spraakbericht, document, locatie or sticker
Eva Voorbeeld schrijft in een groep: ha writes where others read along
Eva Voorbeeld verzint een knop          sends a button that was never offered
Eva Voorbeeld gaat weg                  blocks the bot
Eva Voorbeeld zegt 50 keer: hallo       says this fifty times within seconds
Eva Voorbeeld zegt 5000 tekens: ik moe  says this again and again, up to so many signs
+ 4 uur                                 time goes by (uur, minuten, dagen)
Noor Fictief is 5 dagen weg: Bram Fictief
Eva Voorbeeld krijgt een uitnodiging    made by staff, so the case manager confirms it
Ans Voorbeeld krijgt een uitnodiging zonder bevestiging
~Gast gebruikt de uitnodiging           types the code that was made last
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conversations.messages import AttachmentKind
from knowledge.regions import Region
from tests.driver import Talker, Town

_WHO: Final = r"(?P<who>~?[^:\[<]+?)"
_LINES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"land: (?P<country>nl|be)", "country"),
        (r"\+ (?P<n>\d+) (?P<unit>uur|minuten|dagen)", "time"),
        (rf"{_WHO} is (?P<n>\d+) dagen weg: (?P<deputy>.+)", "away"),
        (rf"{_WHO} krijgt een uitnodiging(?P<bare> zonder bevestiging)?", "invited"),
        (rf"{_WHO} gebruikt de uitnodiging", "redeems"),
        (rf"{_WHO} wijzigt: (?P<text>.+)", "edits"),
        (rf"{_WHO} stuurt door: (?P<text>.+)", "forwards"),
        (rf"{_WHO} stuurt een (?P<thing>\w+)(?:: (?P<text>.+))?", "attaches"),
        (rf"{_WHO} schrijft in een groep: (?P<text>.+)", "group"),
        (rf"{_WHO} verzint een knop", "forges"),
        (rf"{_WHO} gaat weg", "leaves"),
        (rf"{_WHO} zegt (?P<n>\d+) keer: (?P<text>.+)", "repeats"),
        (rf"{_WHO} zegt (?P<n>\d+) tekens: (?P<text>.+)", "goes_on"),
        (rf"{_WHO} <>", "silence"),
        (rf"{_WHO} <> (?P<text>.+)", "not_heard"),
        (rf"{_WHO} < (?P<text>.+)", "heard"),
        (rf"{_WHO} \[(?P<text>.+)\]", "taps"),
        (rf"{_WHO}: (?P<text>.+)", "says"),
    )
)
_THINGS: Final = {
    "foto": AttachmentKind.PHOTO,
    "spraakbericht": AttachmentKind.VOICE,
    "document": AttachmentKind.DOCUMENT,
    "locatie": AttachmentKind.LOCATION,
    "sticker": AttachmentKind.OTHER,
}


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
            return Line(number, kind, match.groupdict(default=""))
    raise ValueError(f"{path.name} line {number} is no line of a conversation: {line}")


def play(path: Path, town: Town) -> None:
    """Play it; what is not heard fails with the line's number."""
    for line in read(path):
        try:
            do(town, line)
        except AssertionError as miss:
            raise AssertionError(f"{path.name} line {line.number}: {miss}") from miss


def do(town: Town, line: Line) -> None:
    """Play one line."""
    words = line.words
    if "who" in words and line.kind not in ("away", "invited"):
        _TALK[line.kind](_who(town, words["who"]), words)
    else:
        _TOWN[line.kind](town, words)


def _who(town: Town, name: str) -> Talker:
    return town.visitor(name[1:]) if name.startswith("~") else town.person(name)


def _time(town: Town, words: dict[str, str]) -> None:
    n = int(words["n"])
    hours = {"uur": n, "minuten": n / 60, "dagen": n * 24}[words["unit"]]
    town.pass_time(hours=hours)


def _not_heard(talker: Talker, words: dict[str, str]) -> None:
    seen = "\n".join(talker.sees())
    assert words["text"] not in seen, f"heard {words['text']!r}: {seen}"


def _goes_on(talker: Talker, words: dict[str, str]) -> None:
    text, signs = words["text"], int(words["n"])
    talker.says((f"{text} " * (signs // len(text) + 1))[:signs])


_TOWN: Final[dict[str, Callable[[Town, dict[str, str]], None]]] = {
    "country": lambda town, words: town.works_in(Region(words["country"])),
    "time": _time,
    "away": lambda town, words: town.away(words["who"], words["deputy"], days=int(words["n"])),
    "invited": lambda town, words: town.invites(words["who"], confirmed=bool(words["bare"])),
}
_TALK: Final[dict[str, Callable[[Talker, dict[str, str]], None]]] = {
    "redeems": lambda talker, words: talker.says(f"/start {talker.town.code}"),
    "edits": lambda talker, words: talker.edits(words["text"]),
    "forwards": lambda talker, words: talker.forwards(words["text"]),
    "attaches": lambda talker, words: talker.attaches(_THINGS[words["thing"]], words["text"]),
    "group": lambda talker, words: talker.writes_in_a_group(words["text"]),
    "forges": lambda talker, words: talker.taps_id("forged"),
    "leaves": lambda talker, words: talker.leaves(),
    "repeats": lambda talker, words: talker.says_often(words["text"], int(words["n"])),
    "goes_on": _goes_on,
    "silence": lambda talker, words: talker.hears_nothing(),
    "not_heard": _not_heard,
    "heard": lambda talker, words: talker.hears(words["text"]),
    "taps": lambda talker, words: talker.taps(words["text"]),
    "says": lambda talker, words: talker.says(words["text"]),
}
