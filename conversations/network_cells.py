"""The cells of one row of a network file: each read for what it is, or refused with advice."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Final, TypeVar

from conversations.membership import EndReason, Ground
from knowledge.care_network import Circle, Period, Visit

CIRCLES: Final[Mapping[str, Circle]] = {
    "cliënt": Circle.CLIENT,
    "informeel": Circle.INFORMAL,
    "vrijwilliger": Circle.VOLUNTEER,
    "wettelijk": Circle.LEGAL,
    "beroepskracht": Circle.PROFESSIONAL,
}
GROUNDS: Final[Mapping[str, Ground]] = {
    "toestemming": Ground.CONSENT,
    "behandelrelatie": Ground.TREATMENT,
    "wettelijke taak": Ground.LEGAL,
}
REASONS: Final[Mapping[str, EndReason]] = {
    "gestopt": EndReason.STOPPED,
    "vervangen": EndReason.REPLACED,
    "verhuisd": EndReason.MOVED,
    "overleden": EndReason.DIED,
    "opgenomen": EndReason.ADMITTED,
}
_WEEKDAYS: Final = ("ma", "di", "wo", "do", "vr", "za", "zo")
_VISIT: Final = re.compile(r"(ma|di|wo|do|vr|za|zo)\w* (\d{1,2})[:.](\d\d) ?- ?(\d{1,2})[:.](\d\d)")
_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})-(\d{1,2})-(\d{4})")
_LONGEST: Final = 500  # signs in a cell; a longer text belongs in a plan, not in an overview
_NO_DAY: Final = date(1970, 1, 1)  # stands in for a day that was refused; never leaves this file

T = TypeVar("T")


class Cells:
    """One row; reading goes on after a fault, so that all faults of a row are told at once."""

    def __init__(self, line: int, values: Mapping[str, str]) -> None:
        self.faults: list[str] = []
        self._line: Final = line
        self._values: Final = values
        for column, value in values.items():
            if len(value) > _LONGEST:
                self.refuse(column, f"longer than {_LONGEST} signs; make it shorter")

    def refuse(self, column: str, advice: str) -> None:
        """Note what is wrong and what to do."""
        where = f"line {self._line}: {column}: " if column else f"line {self._line}: "
        self.faults.append(f"{where}{advice}.")

    def text(self, column: str) -> str:
        return self._values[column]

    def needed(self, column: str, *, why: str = "") -> str:
        value = self._values[column]
        if not value:
            self.refuse(column, "this is empty; fill it in" + (f", for {why}" if why else ""))
        return value

    def several(self, column: str) -> tuple[str, ...]:
        parts = (part.strip() for part in self._values[column].split("|"))
        return tuple(part for part in parts if part)

    def yes(self, column: str, *, needed: bool = False) -> bool:
        value = self._values[column].casefold()
        if value not in ("ja", "nee") and (value or needed):
            self.refuse(column, f"{self._values[column]!r} is neither ja nor nee")
        return value == "ja"

    def one_of(self, column: str, choices: Mapping[str, T]) -> T:
        value = self._values[column].casefold()
        if value not in choices:
            self.refuse(
                column, f"{self._values[column]!r} is none of {', '.join(choices)}; choose one"
            )
            return next(iter(choices.values()))
        return choices[value]

    def day(self, column: str) -> date:
        day = _day(self._values[column])
        if day is None:
            self.refuse(column, f"{self._values[column]!r} is not a day; write it as 2026-11-24")
        return day or _NO_DAY

    def visits(self, column: str, period: Period) -> tuple[Visit, ...]:
        return tuple(self._visits(column, period))

    def _visits(self, column: str, period: Period) -> Iterator[Visit]:
        for written in self.several(column):
            found = _VISIT.fullmatch(written.casefold())
            times = None if found is None else _times(*map(int, found.groups()[1:]))
            if found is None or times is None:
                self.refuse(column, f"{written!r} is no visit; write it as ma 09:00-09:30")
                continue
            weekday = _WEEKDAYS.index(found[1]) + 1
            yield Visit(weekday=weekday, starts=times[0], ends=times[1], period=period)


def _day(written: str) -> date | None:
    found = _DAY.fullmatch(written)
    if found is None:
        return None
    year, month, day, d, m, y = (int(part or 0) for part in found.groups())
    try:
        return date(year or y, month or m, day or d)
    except ValueError:
        return None


def _times(hour: int, minute: int, end_hour: int, end_minute: int) -> tuple[time, time] | None:
    if max(hour, end_hour) > 23 or max(minute, end_minute) > 59:
        return None
    starts, ends = time(hour, minute), time(end_hour, end_minute)
    return (starts, ends) if starts < ends else None
