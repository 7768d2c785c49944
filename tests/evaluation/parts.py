"""Questions and messages by people who saw neither rules nor phrases, with what they mean.

The part `dev` is read by whoever works on rules and phrases; `unseen` is measured only.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from knowledge.regions import Region
from knowledge.routes import Intent, Route

_FOLDER: Final = Path(__file__).with_name("sets")
_NO_TOPIC: Final = "-"
_Row = TypeVar("_Row", "Question", "Message")


class Part(StrEnum):
    """Which half of the sets."""

    DEV = "dev"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with the topics that answer it."""

    text: str
    slugs: tuple[str, ...]  # none: no topic answers it; two: it asks about both
    region: Region | None
    language: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message with what it should be understood as."""

    text: str
    route: Route | None  # none: not known, but no danger
    intent: Intent | None
    indicators: frozenset[str]
    kind: str
    region: Region | None
    language: str

    @property
    def dangerous(self) -> bool:
        return self.route in (Route.NOW, Route.TODAY)


def questions(part: Part) -> tuple[Question, ...]:
    """Read the questions of one part."""
    return tuple(
        Question(
            text=row["text"],
            slugs=() if row["slug"] == _NO_TOPIC else tuple(row["slug"].split("+")),
            region=_region(row),
            language=row["language"],
            kind=row["kind"],
        )
        for row in _rows("questions", part)
    )


def messages(part: Part) -> tuple[Message, ...]:
    """Read the messages of one part."""
    return tuple(
        Message(
            text=row["text"],
            route=Route(row["route"]) if row["route"] else None,
            intent=Intent(row["intent"]) if row["intent"] else None,
            indicators=frozenset(filter(None, row["indicators"].split(","))),
            kind=row["kind"],
            region=_region(row),
            language=row["language"],
        )
        for row in _rows("messages", part)
    )


def third(rows: Sequence[_Row]) -> tuple[_Row, ...]:
    """Give every third row: enough to see that something broke."""
    return tuple(rows[::3])


def _rows(name: str, part: Part) -> list[dict[str, str]]:
    with (_FOLDER / f"{name}_{part}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _region(row: dict[str, str]) -> Region | None:
    return Region(row["region"]) if row["region"] else None
