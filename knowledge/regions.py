"""The two countries whose laws, words and phone numbers we know."""

from enum import StrEnum


class Region(StrEnum):
    """A country of care; where either will do, code says `Region | None`."""

    NL = "nl"
    BE = "be"
