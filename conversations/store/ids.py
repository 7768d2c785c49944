"""Ids made here: 26 signs of which the order is the order in which they were made.

An id holds 48 bits of milliseconds, 20 bits that count within one millisecond, and 60 bits of
chance, in Crockford's base 32 (no I, L, O or U, so it can be read aloud). It is no secret: what
must not be guessed, such as an invitation, needs a code of its own.
"""

import base64
import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from conversations.errors import MomentUnclear

WIDTH: Final = 26

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_CHANCE_BITS: Final = 60
_COUNT_BITS: Final = 20

_STANDARD: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WRITE: Final = str.maketrans(_STANDARD, _CROCKFORD)
_READ: Final = str.maketrans(_CROCKFORD, _STANDARD)


class Ids:
    """Gives out ids that only go up, also when the clock goes back; safe between threads."""

    def __init__(
        self, *, after: str | None = None, chance: Callable[[int], int] = secrets.randbits
    ) -> None:
        """Go on after the largest id already given out; `chance` gives that many random bits."""
        self._last = -1 if after is None else _number(after) >> _CHANCE_BITS
        self._chance: Final = chance
        self._lock: Final = threading.Lock()

    def new(self, now: datetime) -> str:
        """Make the next id."""
        if now.utcoffset() is None:
            raise MomentUnclear("A moment without a time zone cannot make an id.")
        with self._lock:
            # When a millisecond is used up the count runs on into the next one.
            self._last = max(((now - _EPOCH) // _MILLISECOND) << _COUNT_BITS, self._last + 1)
            return _text(self._last << _CHANCE_BITS | self._chance(_CHANCE_BITS))


def _text(number: int) -> str:
    return base64.b32hexencode(number.to_bytes(16, "big")).decode()[:WIDTH].translate(_WRITE)


def _number(text: str) -> int:
    standard = text.translate(_READ) + "======"
    return int.from_bytes(base64.b32hexdecode(standard), "big")
