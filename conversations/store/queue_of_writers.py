"""Lets the processes that write one file take turns, in the order in which they came.

SQLite itself lets whoever happens to try next go first, and who waits tries ever less often: a
process that writes without pause would keep the others out. This is courtesy, not safety: a
program that knows nothing of it still meets SQLite's own lock.
"""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Final

from conversations.errors import StoreUnreadable

_DOOR, _DESK = 0, 1  # places in the file: held by who is next, and by who writes
_PAUSE_SECONDS: Final = 0.0003


class QueueOfWriters:
    """One process's place in the queue; between its own threads something else must choose."""

    def __init__(self, database: Path) -> None:
        self._place: Final = database.with_name(f"{database.name}-queue")
        self._opened: int | None = None
        self._paused: Final = Event()  # never set

    def enter(self, seconds: float) -> bool:
        """Wait for our turn; False when it did not come within so many seconds."""
        tries = max(1, int(seconds / _PAUSE_SECONDS))
        if not self._until(lambda: self._taken(_DOOR), tries):
            return False
        try:
            return self._until(lambda: self._taken(_DESK), tries)
        finally:
            self._give_back(_DOOR)

    def leave(self) -> None:
        """Let the next one go."""
        self._give_back(_DESK)

    def close(self) -> None:
        if self._opened is not None:
            os.close(self._opened)
            self._opened = None

    def _until(self, taken: Callable[[], bool], tries: int) -> bool:
        for _ in range(tries):
            if taken():
                return True
            self._paused.wait(_PAUSE_SECONDS)
        return False

    @property
    def _file(self) -> int:
        """Made by the first who writes: nobody who only reads leaves a file behind."""
        if self._opened is None:
            try:
                self._opened = os.open(self._place, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            except OSError as error:
                told = f"{self._place} cannot be made: {error.strerror}."
                raise StoreUnreadable(told) from None
        return self._opened

    def _taken(self, place: int) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except BlockingIOError:
            return False
        return True

    def _give_back(self, place: int) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place)
