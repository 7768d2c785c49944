"""What PostgreSQL's errors mean to us: its SQLSTATE on the left, our error and advice on the right.

Its own messages can quote stored values, so only names of constraints and columns are passed on.
"""

from typing import Final

import psycopg

from conversations.errors import (
    ConstraintBroken,
    Rule,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreLost,
    StoreUnreadable,
    TransactionLost,
    ValueRefused,
)

_RULES: Final[dict[str, Rule]] = {
    "23505": "unique",
    "23514": "check",
    "23P01": "check",
    "23503": "foreign key",
    "23502": "not null",
    "22P02": "type",
    "42804": "type",
    "23000": "unchangeable",  # raised by our own triggers, see dialect.py
}

# Whole codes first, then classes (the first two characters).
_FAULTS: Final[dict[str, tuple[type[StoreError], str]]] = {
    "25P02": (TransactionLost, "An earlier statement failed; leave the atomic block first."),
    "25006": (StoreUnreadable, "PostgreSQL may only be read here; connect to the primary server."),
    "42501": (StoreUnreadable, "PostgreSQL refuses us this; give the user the rights it needs."),
    "55P03": (StoreBusy, "PostgreSQL is held by another process; try again."),
    "53100": (StoreFull, "The disk of PostgreSQL is full; make room, nothing is lost."),
    "58030": (StoreFull, "PostgreSQL cannot write to its disk; make room or repair."),
    "XX001": (StoreUnreadable, "PostgreSQL says its data are damaged; put a backup back."),
    "XX002": (StoreUnreadable, "PostgreSQL says an index is damaged; put a backup back."),
    "08": (StoreLost, "The connection to PostgreSQL broke off; try again."),
    "57": (StoreLost, "PostgreSQL is stopping or starting; try again."),
    "40": (StoreBusy, "PostgreSQL could not do two things at once; try again."),
    "53": (StoreBusy, "PostgreSQL has too much to do; try again."),
    "22": (ValueRefused, "PostgreSQL cannot store a value: too large, or not of this type."),
}


def told(error: Exception) -> StoreError | None:
    """Say in our words what went wrong; None when it is a mistake in the program."""
    if isinstance(error, UnicodeEncodeError):
        return ValueRefused("A number is over 64 bits or a text holds half a character.")
    if not isinstance(error, psycopg.Error):
        return None
    code = error.sqlstate or ""
    if code in _RULES:
        return ConstraintBroken(_RULES[code], _what(error))
    if isinstance(error, psycopg.OperationalError) and not code:
        code = "08006"
    fault = _FAULTS.get(code) or _FAULTS.get(code[:2])
    return None if fault is None else fault[0](fault[1])


def _what(error: psycopg.Error) -> str:
    if error.sqlstate == "23000":
        return error.diag.message_primary or "a row that may not change"
    names = (error.diag.constraint_name, error.diag.table_name, error.diag.column_name)
    return ", ".join(name for name in names if name) or "a value of another type than its column"
