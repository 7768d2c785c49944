"""The phone numbers we may show, each with its source and the day someone checked it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from knowledge.content_files import read_table
from knowledge.errors import ContentFault
from knowledge.regions import Region


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A line that people can call; a short number works only in its own country."""

    id: str
    number: str  # '' where everyone has an own number, as with a family doctor
    label: Mapping[str, str] = field(hash=False)  # by language
    region: Region | None  # none: in both countries
    hours: str  # '' as long as hours and costs are not checked
    source: str
    checked: date
    shown: bool = True  # false: not to be shown at all before it is checked
    languages: tuple[str, ...] = ()  # only for people who write one of these; empty: all

    def name(self, language: str) -> str:
        """Give what the line is for, in this language or else in Dutch."""
        return self.label.get(language, self.label["nl"])

    def serves(self, language: str, region: Region | None) -> bool:
        """Say whether this line may be shown to a person of this language and country."""
        here = region is None or self.region in (None, region)
        return self.shown and here and (not self.languages or language in self.languages)


@cache
def shipped() -> Mapping[str, Number]:
    """Read every number that comes with the package, by id."""
    rows = read_table("numbers.toml")["numbers"]
    found = {row["id"]: _number(row) for row in rows}
    if len(found) != len(rows):
        raise ContentFault("numbers.toml", "an id stands there twice")
    return found


def _number(row: Mapping[str, object]) -> Number:
    try:
        region = None if row["region"] == "beide" else Region(str(row["region"]))
        return Number(
            id=str(row["id"]),
            number=str(row["number"]),
            label=_texts(row["label"]),
            region=region,
            hours=str(row["hours"]) if row["verified"] else "",
            source=str(row["source"]),
            checked=_day(row["checked"]),
            shown=bool(row.get("shown", True)),
            languages=_languages(row.get("languages", ())),
        )
    except (KeyError, ValueError) as problem:
        raise ContentFault("numbers.toml", f"{row.get('id')}: {problem}") from problem


def _texts(label: object) -> Mapping[str, str]:
    if not isinstance(label, dict) or "nl" not in label:
        raise ValueError("label has no Dutch text")
    return {str(language): str(text) for language, text in label.items()}


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise ValueError("checked is not a date")
    return value


def _languages(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else ()
