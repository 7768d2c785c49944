"""A TOML table read strictly: each field has its type, and nothing else may stand there."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast

from knowledge.errors import TopicFault
from knowledge.regions import Region

BOTH = "beide"


class Fields:
    """The fields of one table; every reader raises `TopicFault` when the field is wrong."""

    def __init__(self, table: dict[str, Any], slug: str, place: str = "") -> None:
        self._table = table
        self._slug = slug
        self._place = place

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def refuse(self, name: str, problem: str) -> TopicFault:
        return TopicFault(self._slug, self._place + name, problem)

    def only(self, allowed: frozenset[str]) -> None:
        for name in self._table:
            if name not in allowed:
                raise self.refuse(name, "not a field we know")

    def _value(self, name: str, kind: type) -> Any:
        if name not in self._table:
            raise self.refuse(name, "missing")
        value = self._table[name]
        if not isinstance(value, kind) or isinstance(value, datetime):
            raise self.refuse(name, f"expected a {kind.__name__}, got {value!r}")
        return value

    def text(self, name: str) -> str:
        value = cast(str, self._value(name, str))
        if not value.strip():
            raise self.refuse(name, "empty")
        return value

    def text_if_any(self, name: str) -> str:
        return self.text(name) if name in self._table else ""

    def word(self, name: str, shape: re.Pattern[str]) -> str:
        value = self.text(name)
        if not shape.fullmatch(value):
            raise self.refuse(name, f"{value!r} is not well formed")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._value(name, list)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.refuse(name, "expected a list of texts, none of them empty")
        return tuple(values)

    def day(self, name: str) -> date:
        return cast(date, self._value(name, date))

    def yes(self, name: str) -> bool:
        return cast(bool, self._value(name, bool))

    def region(self) -> Region | None:
        value = self.text("region")
        if value not in (BOTH, *Region):
            raise self.refuse("region", f"{value!r} is not one of nl, be, {BOTH}")
        return None if value == BOTH else Region(value)

    def table(self, name: str) -> "Fields":
        return Fields(self._value(name, dict), self._slug, f"{self._place}{name}.")

    def tables(self, name: str) -> "tuple[Fields, ...]":
        tables = self._value(name, list)
        if not all(isinstance(table, dict) for table in tables):
            raise self.refuse(name, "expected a list of tables")
        return tuple(
            Fields(table, self._slug, f"{self._place}{name}[{position}].")
            for position, table in enumerate(tables, start=1)
        )
