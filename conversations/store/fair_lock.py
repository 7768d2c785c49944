"""A lock for threads that is given to whoever waits, before it is given to the same thread again.

A plain lock is taken again by the thread that lets go of it before any other wakes up: one that
works without pause would keep the others out.
"""

from threading import Lock, get_ident
from typing import Final


class FairLock:
    """Re-entrant; to be released as often as it was acquired, by the same thread."""

    def __init__(self) -> None:
        self._lock: Final = Lock()
        self._door: Final = Lock()  # held by the one who is next
        self._holder: int | None = None
        self._depth = 0

    def acquire(self, *, timeout: float = -1) -> bool:
        """Take it; False when it did not come within so many seconds (each for door and lock)."""
        if self._holder != get_ident() and not self._through_the_door(timeout):
            return False
        self._depth += 1
        return True

    def release(self) -> None:
        self._depth -= 1
        if not self._depth:
            self._holder = None
            self._lock.release()

    def _through_the_door(self, timeout: float) -> bool:
        if not self._door.acquire(timeout=timeout):
            return False
        try:
            if not self._lock.acquire(timeout=timeout):
                return False
            self._holder = get_ident()
            return True
        finally:
            self._door.release()
