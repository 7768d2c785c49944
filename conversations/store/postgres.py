"""PostgreSQL behind the waist: the same SQL text, through psycopg, for several processes at once.

One connection serves all threads of a process, as on SQLite. A connection that broke off is made
anew at the next call outside `atomic`; only what certainly did nothing is tried a second time.
"""

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus
from psycopg.rows import dict_row
from psycopg.types.numeric import Int2Dumper
from psycopg.types.string import TextLoader

from conversations.errors import StoreBusy, StoreLost, StoreUnreadable, TransactionLost
from conversations.store.dialect import POSTGRESQL, Dialect
from conversations.store.engine import Row, Value, refuse_unstorable
from conversations.store.migration import Migration
from conversations.store.postgres_faults import told

T = TypeVar("T")

# What is skipped (quoted text and names, comments, casts) comes before what is replaced.
_PARAMETER: Final = re.compile(r"'[^']*'|\"[^\"]*\"|--[^\n]*|::\w+|:([A-Za-z_]\w*)")

_SETTINGS: Final = (
    "SET timezone = 'UTC'",
    "SET client_encoding = 'UTF8'",
)

# Any number will do, as long as every version of the program locks the same one.
_MIGRATING: Final = 4_215_031

_REGISTER: Final = """CREATE TABLE IF NOT EXISTS _migrations (
    place INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    applied_at TIMESTAMPTZ NOT NULL DEFAULT now()
)"""


class PostgresEngine:
    """An engine on one PostgreSQL database."""

    def __init__(self, url: str, patience: timedelta) -> None:
        self._url: Final = url
        self._patience: Final = patience
        self._lock: Final = threading.RLock()
        self._depth = 0
        self._connection = _connected(url, patience)

    @property
    def dialect(self) -> Dialect:
        """The words of PostgreSQL."""
        return POSTGRESQL

    def query(self, sql: str, **values: Value) -> list[Row]:
        """Run one statement and return its rows."""
        refuse_unstorable(values)
        with self._held():
            if _only_reads(sql):
                rows, _ = self._twice(lambda: self._run(sql, values))
            else:
                rows, _ = self._run(sql, values)
            return rows

    def execute(self, sql: str, **values: Value) -> int:
        """Run one statement and return how many rows it touched."""
        refuse_unstorable(values)
        with self._held():
            _, touched = self._run(sql, values)
            return max(touched, 0)

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Do the block in one transaction; nest by savepoint."""
        with self._held():
            block = self._savepoint() if self._depth else self._transaction()
            with block:
                yield

    def applied(self) -> tuple[str, ...]:
        """Name the migrations this database has had, oldest first."""
        with self._held():
            (register,) = self.query("SELECT to_regclass('_migrations') IS NOT NULL AS known")
            if not register["known"]:
                return ()
            had = self.query("SELECT name FROM _migrations ORDER BY place")
            return tuple(row["name"] for row in had)

    def apply(self, migrations: Sequence[Migration]) -> None:
        """Apply the pending ones in one transaction, one process at a time."""
        with self.atomic():
            self.execute("SET LOCAL lock_timeout = '60s'")
            self.query("SELECT pg_advisory_xact_lock(:key)", key=_MIGRATING)
            self.execute(_REGISTER)
            had = set(self.applied())
            for migration in migrations:
                if migration.name not in had:
                    self._apply(migration)

    def close(self) -> None:
        """Let go of the server."""
        with self._held():
            self._connection.close()

    def _apply(self, migration: Migration) -> None:
        for statement in migration.written(POSTGRESQL):
            self.execute(statement)
        self.execute("INSERT INTO _migrations (name) VALUES (:name)", name=migration.name)

    @contextmanager
    def _held(self) -> Iterator[None]:
        if not self._lock.acquire(timeout=self._patience.total_seconds()):
            raise StoreBusy("Another part of the program holds the database; try again.")
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._twice(lambda: self._run("BEGIN", {}))
        self._depth = 1
        try:
            yield
            self._refuse_half_done()
            self._run("COMMIT", {})
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._depth = 0

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        self._depth += 1
        try:
            with _translating(), self._connection.transaction():
                yield
                self._refuse_half_done()
        finally:
            self._depth -= 1

    def _refuse_half_done(self) -> None:
        # PostgreSQL answers COMMIT of a failed transaction with a rollback, and no error.
        if self._connection.info.transaction_status is TransactionStatus.INERROR:
            raise TransactionLost("An earlier statement failed; leave the atomic block first.")

    def _roll_back(self) -> None:
        # A lost connection has rolled back by itself; the error that told so goes on.
        if not self._connection.closed:
            self._run("ROLLBACK", {})

    def _twice(self, attempt: Callable[[], T]) -> T:
        try:
            return attempt()
        except StoreLost:
            if self._depth:
                raise
            return attempt()

    def _connect_again(self) -> None:
        try:
            self._connection = _connected(self._url, self._patience)
        except StoreUnreadable as gone:
            raise StoreLost(f"{gone} Trying again is safe.") from None

    def _run(self, sql: str, values: Mapping[str, Value]) -> tuple[list[Row], int]:
        if self._connection.closed and not self._depth:
            self._connect_again()
        with _translating():
            cursor = self._connection.execute(portable(sql), values)
            rows = cursor.fetchall() if cursor.description is not None else []
            return rows, cursor.rowcount


@lru_cache(maxsize=1024)
def portable(sql: str) -> str:
    """Turn `:name` into what psycopg wants; quoted text, comments and casts stay as they are."""
    doubled = sql.replace("%", "%%")
    return _PARAMETER.sub(lambda found: f"%({found[1]})s" if found[1] else found[0], doubled)


def _only_reads(sql: str) -> bool:
    return sql.lstrip()[:6].upper() == "SELECT"


@contextmanager
def _translating() -> Iterator[None]:
    try:
        yield
    except (psycopg.Error, UnicodeEncodeError) as error:
        fault = told(error)
        if fault is None:
            raise
        # The driver's own message may quote what people said; it must not reach a log.
        raise fault from None


def _connected(url: str, patience: timedelta) -> psycopg.Connection[dict[str, Any]]:
    try:
        place = _place(url)
        connection = psycopg.connect(url, autocommit=True, row_factory=dict_row, connect_timeout=5)
    except psycopg.ProgrammingError:
        raise StoreUnreadable(
            "The address of PostgreSQL is not valid; write postgresql://USER@HOST/NAME."
        ) from None
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1].strip()
        raise StoreUnreadable(f"PostgreSQL {place} cannot be opened: {reason}.") from None
    _speak_portably(connection)
    connection.execute(f"SET lock_timeout = '{patience // timedelta(milliseconds=1)}ms'")
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise StoreUnreadable(f"PostgreSQL {place} does not keep UTF8; make it with that encoding.")
    return connection


def _place(url: str) -> str:
    parts = conninfo_to_dict(url)
    return f"{parts.get('dbname', '')} at {parts.get('host', 'this machine')}"


class _FlagDumper(Int2Dumper):
    """Yes and no travel as 1 and 0, as on SQLite."""

    def dump(self, obj: Any) -> Any:
        return super().dump(int(obj))


def _speak_portably(connection: psycopg.Connection[dict[str, Any]]) -> None:
    """Make values come back as they do from SQLite: JSON as text, flags as numbers."""
    connection.adapters.register_loader("json", TextLoader)
    connection.adapters.register_loader("jsonb", TextLoader)
    connection.adapters.register_dumper(bool, _FlagDumper)
    for setting in _SETTINGS:
        connection.execute(setting)
