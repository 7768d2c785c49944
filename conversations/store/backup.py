"""One checked copy of a database: taken while it is in use, complete, and proven readable.

The copy is written beside its final name and renamed when it has passed every check, so that a
file with that name is always a good copy. For PostgreSQL the server's own `pg_dump` is the tool.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the SQLite it chose

from conversations.errors import BackupRefused, StoreFull
from conversations.store.engine import Engine
from conversations.store.sqlite import MEMORY, SqliteEngine
from conversations.store.sqlite_faults import told

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A copy that passed: sound, nothing hanging loose, as many rows as there were."""

    place: Path
    rows: Mapping[str, int]  # per table
    size: int  # bytes


def backup(engine: Engine, target: Path) -> Checked:
    """Write one consistent copy to `target`, which must not exist yet; writers go on meanwhile."""
    if not isinstance(engine, SqliteEngine):
        raise BackupRefused("Make a copy of PostgreSQL with: pg_dump --format=custom NAME > COPY.")
    if str(engine.place) == MEMORY:
        raise BackupRefused("A database in memory cannot be copied; name a file.")
    return copy_checked(engine.place, target)


def copy_checked(source: Path, target: Path) -> Checked:
    """Copy one database file to another name, check the copy, and only then give it that name."""
    if target.exists():
        raise BackupRefused(f"{target} exists already; name another file.")
    unfinished = target.with_name(target.name + ".part")
    try:
        remove(unfinished)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        rows = _copied(source, unfinished)
        make_firm(unfinished)
        size = unfinished.stat().st_size
        unfinished.rename(target)
        make_firm(target.parent)
    except OSError as error:
        raise BackupRefused(f"{target} cannot be written: {error.strerror}.") from None
    finally:
        remove(unfinished)
    return Checked(place=target, rows=rows, size=size)


def remove(place: Path) -> None:
    """Remove a database that is nobody's any more, with all that belongs to it."""
    for part in (*parts(place), place.with_name(f"{place.name}-queue")):
        part.unlink(missing_ok=True)


def parts(place: Path) -> tuple[Path, ...]:
    """Name the files that may make up one database; a stray one would be taken for a part of it."""
    ends = ("", "-journal", "-wal", "-shm")
    return tuple(place.with_name(place.name + end) for end in ends)


def _copied(source: Path, target: Path) -> Mapping[str, int]:
    with _telling(source, target), _connected(source, "ro") as old, _connected(target, "rw") as new:
        # The rows are counted in the very state that is copied, whatever others write meanwhile.
        old.execute("BEGIN")
        counted = _row_counts(old)
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")  # a copy is one file, not three
        _refuse_unsound(new, source)
        if _row_counts(new) != counted:
            raise BackupRefused(f"The copy of {source} misses rows; check the disk and try again.")
        return counted


def _refuse_unsound(copy: "Connection", source: Path) -> None:
    verdict = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
    if verdict != ["ok"]:
        raise BackupRefused(f"{source} is damaged: {' '.join(str(verdict[0]).split())}.")
    if copy.execute("PRAGMA foreign_key_check").fetchone():
        raise BackupRefused(f"{source} is damaged: rows refer to rows that are not there.")


def _row_counts(connection: "Connection") -> Mapping[str, int]:
    """Count the rows of each table."""
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
        " ESCAPE '\\' ORDER BY name"
    ).fetchall()
    return {name: _count(connection, name) for (name,) in tables}


def _count(connection: "Connection", table: str) -> int:
    quoted = table.replace('"', '""')
    (count,) = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()  # noqa: S608 - a name from the schema itself
    return int(count)


@contextmanager
def _connected(place: Path, mode: str) -> Iterator["Connection"]:
    connection = sqlite3.connect(
        f"file:{quote(str(place))}?mode={mode}", uri=True, isolation_level=None, timeout=5
    )
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _telling(source: Path, target: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        # While it copies, SQLite gives no code but only a sentence.
        fault = told(error, source)
        if fault is None or isinstance(fault, StoreFull):
            fault = BackupRefused(f"{target} cannot be written ({error}); make room on that disk.")
        raise BackupRefused(str(fault)) from None


def make_firm(place: Path) -> None:
    """See to it that a file, or the names in a folder, survive a power cut."""
    number = os.open(place, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
