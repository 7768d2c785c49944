"""SQLite behind the waist: one file, written through sqlite-utils, safe against power loss.

One connection serves all threads: a lock is held for each statement, and for the whole of
`atomic`. A write transaction begins IMMEDIATE, because one that starts by reading fails at once
when another process wrote before it does.
"""

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeVar

from sqlite_utils import Database, Migrations
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the SQLite it chose

from conversations.errors import ConstraintBroken, StoreBusy, StoreUnreadable, TransactionLost
from conversations.store.dialect import SQLITE, Dialect
from conversations.store.engine import Row, Value, refuse_unstorable
from conversations.store.fair_lock import FairLock
from conversations.store.migration import Migration
from conversations.store.queue_of_writers import QueueOfWriters
from conversations.store.sqlite_faults import told

T = TypeVar("T")

MEMORY: Final = ":memory:"
MIGRATION_SET: Final = "aanspreekpunt"

# While another process writes we try again and again, and let go of our own lock in between so
# that the other threads can go on reading.
_TRY: Final = timedelta(milliseconds=25)

_SETTINGS: Final = (
    f"PRAGMA busy_timeout = {_TRY // timedelta(milliseconds=1)}",
    "PRAGMA journal_mode = WAL",
    # What was committed survives a power cut; NORMAL, the usual choice with WAL, loses the last.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Erased words are overwritten in the file, not merely forgotten.
    "PRAGMA secure_delete = ON",
)


class SqliteEngine:
    """An engine on one SQLite file, or on memory."""

    def __init__(self, place: Path, patience: timedelta) -> None:
        self.place: Final = place
        self._patience: Final = patience.total_seconds()
        self._tries: Final = max(1, patience // (2 * _TRY))
        self._lock: Final = FairLock()
        self._depth = 0
        self._lost = False
        self._database: Final = _opened(place)
        self._queue: Final = None if str(place) == MEMORY else QueueOfWriters(place)
        self._connection: Final = self._database.conn
        try:
            for setting in _SETTINGS:
                self.query(setting)
            self._refuse_unreadable()
        except BaseException:
            self.close()
            raise

    @property
    def dialect(self) -> Dialect:
        """The words of SQLite."""
        return SQLITE

    def query(self, sql: str, **values: Value) -> list[Row]:
        """Run one statement and return its rows."""
        refuse_unstorable(values)
        rows, _ = self._patiently(lambda: self._run(sql, values))
        return rows

    def execute(self, sql: str, **values: Value) -> int:
        """Run one statement and return how many rows it touched."""
        refuse_unstorable(values)
        _, touched = self._patiently(lambda: self._run(sql, values))
        return max(touched, 0)

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Hold the write lock of the file for the whole block; nest by savepoint."""
        if self._mine():
            with self._savepoint():
                yield
            return
        self._patiently(self._begin)
        try:
            yield
            self._run("COMMIT", {})
        except BaseException:
            self._database.rollback()
            raise
        finally:
            self._depth = 0
            self._leave_queue()
            self._lock.release()

    def applied(self) -> tuple[str, ...]:
        """Name the migrations this file has had, oldest first."""
        with self._held():
            had = self._translated(lambda: Migrations(MIGRATION_SET).applied(self._database))
            return tuple(migration.name for migration in had)

    def apply(self, migrations: Sequence[Migration]) -> None:
        """Apply the pending ones in one transaction, and check the foreign keys at its end."""
        register = Migrations(MIGRATION_SET)
        for migration in migrations:
            register(name=migration.name)(_steps(migration.written(SQLITE)))
        with self._held():
            # To rebuild a table foreign keys must rest, and inside a transaction they will not.
            self.execute("PRAGMA foreign_keys = OFF")
            try:
                with self.atomic():
                    self._translated(lambda: register.apply(self._database))
                    self._refuse_loose_ends()
            finally:
                self.execute("PRAGMA foreign_keys = ON")

    def close(self) -> None:
        """Let go of the file."""
        with self._held():
            self._connection.close()
            if self._queue is not None:
                self._queue.close()

    @contextmanager
    def _held(self) -> Iterator[None]:
        if not self._lock.acquire(timeout=self._patience):
            raise StoreBusy("Another part of the program holds the database; try again.")
        try:
            yield
        finally:
            self._lock.release()

    def _mine(self) -> bool:
        """Whether this thread is the one inside `atomic`."""
        with self._held():
            return self._depth > 0

    def _patiently(self, attempt: Callable[[], T]) -> T:
        for _ in range(self._tries):
            with self._held():
                if self._depth:
                    return attempt()
                try:
                    return attempt()
                except StoreBusy as busy:
                    last = busy
            threading.Event().wait(_TRY.total_seconds())
        raise last

    def _begin(self) -> None:
        if self._queue is not None and not self._queue.enter(_TRY.total_seconds()):
            raise StoreBusy("Another process writes the database; try again.")
        try:
            self._run("BEGIN IMMEDIATE", {})
        except BaseException:
            self._leave_queue()
            raise
        self._lock.acquire()
        self._depth = 1
        self._lost = False

    def _leave_queue(self) -> None:
        if self._queue is not None:
            self._queue.leave()

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        name = f"level_{self._depth}"
        self._run(f"SAVEPOINT {name}", {})
        self._depth += 1
        try:
            yield
            self._run(f"RELEASE {name}", {})
        except BaseException:
            # A full disk ends the whole transaction, savepoints included.
            if self._connection.in_transaction:
                self._connection.execute(f"ROLLBACK TO {name}")
                self._connection.execute(f"RELEASE {name}")
                self._lost = False
            raise
        finally:
            self._depth -= 1

    def _run(self, sql: str, values: Mapping[str, Value]) -> tuple[list[Row], int]:
        if self._depth and (self._lost or not self._connection.in_transaction):
            raise TransactionLost("An earlier statement failed; leave the atomic block first.")
        return self._translated(lambda: self._fetched(sql, values))

    def _fetched(self, sql: str, values: Mapping[str, Value]) -> tuple[list[Row], int]:
        cursor = self._database.execute(sql, dict(values))
        if cursor.description is None:
            return [], cursor.rowcount
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor]
        return rows, cursor.rowcount

    def _translated(self, action: Callable[[], T]) -> T:
        try:
            return action()
        except (sqlite3.Error, OverflowError, UnicodeEncodeError) as error:
            self._lost = self._depth > 0
            fault = told(error, self.place)
            if fault is None:
                raise
            raise fault from None

    def _refuse_unreadable(self) -> None:
        self.query("SELECT count(*) FROM sqlite_schema")
        (mode,) = self.query("PRAGMA journal_mode")
        if mode["journal_mode"] not in ("wal", "memory"):
            raise StoreUnreadable(
                f"{self.place} cannot be shared safely (no write-ahead log here); "
                "put it on a local disk, not on a network folder."
            )

    def _refuse_loose_ends(self) -> None:
        loose = self.query("PRAGMA foreign_key_check")
        if loose:
            tables = ", ".join(sorted({row["table"] for row in loose}))
            raise ConstraintBroken("foreign key", f"{len(loose)} rows of {tables} hang loose")


def _opened(place: Path) -> Database:
    if str(place) != MEMORY:
        _create_private(place)
    try:
        connection = sqlite3.connect(
            str(place), isolation_level=None, check_same_thread=False, cached_statements=256
        )
    except sqlite3.Error:
        raise StoreUnreadable(f"{place} cannot be opened; check its folder and rights.") from None
    # No plugins of the host: they could change what a statement does.
    return Database(connection, execute_plugins=False)


def _create_private(place: Path) -> None:
    # An existing file is never opened here: closing it again would drop the locks that another
    # connection of this process holds on it.
    if place.exists():
        return
    try:
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return  # another process made it just now
    except OSError as error:
        raise StoreUnreadable(f"{place} cannot be made: {error.strerror}.") from None


def _steps(statements: Sequence[str]) -> "Callable[[Database], None]":
    def run(database: Database) -> None:
        for statement in statements:
            database.execute(statement)

    return run
