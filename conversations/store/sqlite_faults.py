"""What SQLite's errors mean to us: its code on the left, our error and advice on the right."""

from pathlib import Path
from typing import Final

from conversations.errors import (
    ConstraintBroken,
    Rule,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreUnreadable,
    ValueRefused,
)

# Primary result codes (sqlite.org/rescode.html); the higher bits only add detail.
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT = 5, 6, 8, 10, 11
_FULL, _CANTOPEN, _TOOBIG, _CONSTRAINT, _MISMATCH, _NOTADB = 13, 14, 18, 19, 20, 26

_FAULTS: Final[dict[int, tuple[type[StoreError], str]]] = {
    _BUSY: (StoreBusy, "{place} is held by another process; try again."),
    _LOCKED: (StoreBusy, "{place} is held by another part of the program; try again."),
    _READONLY: (StoreUnreadable, "{place} may only be read; give the program the right to write."),
    _IOERR: (StoreFull, "{place} cannot be written (disk full or failing); make room or repair."),
    _CORRUPT: (StoreUnreadable, "{place} is damaged; put a backup back with: restore COPY."),
    _FULL: (StoreFull, "The disk with {place} is full; make room, nothing is lost."),
    _CANTOPEN: (StoreUnreadable, "{place} cannot be opened; check its folder and rights."),
    _TOOBIG: (ValueRefused, "A value is too large for {place}."),
    _NOTADB: (StoreUnreadable, "{place} is not a database of this program; name another file."),
}

# The driver says so when damage struck a text, and quotes the text; it carries no code.
_UNDECODABLE: Final = "Could not decode to UTF-8"

# How SQLite begins the message of each kind of broken constraint.
_RULES: Final[tuple[tuple[str, Rule], ...]] = (
    ("UNIQUE", "unique"),
    ("CHECK", "check"),
    ("FOREIGN KEY", "foreign key"),
    ("NOT NULL", "not null"),
    ("cannot store", "type"),
    ("datatype mismatch", "type"),
)


def told(error: Exception, place: Path) -> StoreError | None:
    """Say in our words what went wrong; None when it is a mistake in the program."""
    if isinstance(error, OverflowError | UnicodeEncodeError):
        return ValueRefused("A number is over 64 bits or a text holds half a character.")
    code = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    if code in (_CONSTRAINT, _MISMATCH):
        return _broken(str(error))
    if str(error).startswith(_UNDECODABLE):
        code = _CORRUPT
    if code not in _FAULTS:
        return None
    kind, line = _FAULTS[code]
    return kind(line.format(place=place))


def _broken(message: str) -> ConstraintBroken:
    for start, rule in _RULES:
        if message.startswith(start):
            return ConstraintBroken(rule, message.partition(": ")[2] or message)
    return ConstraintBroken("unchangeable", message)
