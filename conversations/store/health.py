"""What `doctor` looks at in the database: each finding says what is well, or what to do."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from conversations.errors import StoreUnreadable
from conversations.store.engine import Engine
from conversations.store.migrations import MIGRATIONS
from conversations.store.sqlite import MEMORY, SqliteEngine

_SYNCHRONOUS: Final = ("off", "normal", "full", "extra")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    well: bool
    line: str  # what was found, and what to do when it is not well


def examine(engine: Engine) -> tuple[Finding, ...]:
    """Look at everything, whole file included: seconds for each gigabyte."""
    if isinstance(engine, SqliteEngine):
        return (*_of_sqlite(engine), _schema(engine))
    return (*_of_postgresql(engine), _schema(engine))


def refuse_damaged(engine: Engine) -> None:
    """Look for damage in a fraction of the time; raise StoreUnreadable with what to do."""
    if not isinstance(engine, SqliteEngine):
        return
    verdict = _asked(engine, "PRAGMA quick_check(1)")
    if verdict != "ok":
        raise StoreUnreadable(f"{engine.place} is damaged; put a backup back with: restore COPY.")


def has_wal_reset_bug(version: str) -> bool:
    """Whether this SQLite may damage a file when two connections write to it at once.

    From 3.7.0 up to and including 3.51.2, repaired in 3.51.3 (2026-03-13) and in 3.50.7.
    """
    number = tuple(int(part) for part in version.split("."))
    repaired = (3, 50, 7) <= number < (3, 51, 0)
    return (3, 7, 0) <= number < (3, 51, 3) and not repaired


def _of_sqlite(engine: SqliteEngine) -> Iterator[Finding]:
    yield _version(str(_asked(engine, "SELECT sqlite_version()")))
    yield _mode(str(_asked(engine, "PRAGMA journal_mode")))
    yield _safety(_SYNCHRONOUS[int(_asked(engine, "PRAGMA synchronous"))])
    if str(engine.place) != MEMORY:
        yield _rights(engine.place)
    yield _integrity(engine)
    yield _references(engine)


def _version(version: str) -> Finding:
    if has_wal_reset_bug(version):
        line = (
            f"SQLite {version} can damage the file when two programs write at once; "
            "install pysqlite3 0.6.1 or newer."
        )
        return Finding(subject="SQLite version", well=False, line=line)
    return Finding(subject="SQLite version", well=True, line=f"SQLite {version}.")


def _mode(mode: str) -> Finding:
    if mode == "wal":
        return Finding(subject="journal mode", well=True, line="Write-ahead log.")
    line = f"Journal mode is {mode}, not wal; put the file on a local disk and start again."
    return Finding(subject="journal mode", well=False, line=line)


def _safety(synchronous: str) -> Finding:
    if synchronous in ("full", "extra"):
        return Finding(subject="power cuts", well=True, line=f"Synchronous is {synchronous}.")
    line = f"Synchronous is {synchronous}: a power cut can lose messages; start again."
    return Finding(subject="power cuts", well=False, line=line)


def _rights(place: Path) -> Finding:
    mode = stat.S_IMODE(place.stat().st_mode)
    if mode & 0o077:
        line = f"Others on this machine may read {place} ({mode:o}); run: chmod 600 {place}."
        return Finding(subject="file rights", well=False, line=line)
    return Finding(subject="file rights", well=True, line="Only this user can read the file.")


def _integrity(engine: SqliteEngine) -> Finding:
    try:
        verdict = str(_asked(engine, "PRAGMA integrity_check(1)"))
    except StoreUnreadable as damaged:
        verdict = str(damaged)
    if verdict == "ok":
        return Finding(subject="integrity", well=True, line="The file is sound.")
    line = f"{engine.place} is damaged; put a backup back with: restore COPY."
    return Finding(subject="integrity", well=False, line=line)


def _references(engine: SqliteEngine) -> Finding:
    loose = engine.query("PRAGMA foreign_key_check")
    if not loose:
        return Finding(subject="references", well=True, line="Nothing hangs loose.")
    line = f"{len(loose)} rows refer to rows that are not there; put a backup back."
    return Finding(subject="references", well=False, line=line)


def _of_postgresql(engine: Engine) -> Iterator[Finding]:
    version = str(_asked(engine, "SHOW server_version"))
    yield Finding(subject="PostgreSQL version", well=True, line=f"PostgreSQL {version}.")
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        value = str(_asked(engine, f"SHOW {setting}"))
        well = value != "off"
        line = f"{setting} is {value}" + ("." if well else ": a power cut can lose messages.")
        yield Finding(subject=setting, well=well, line=line)


def _schema(engine: Engine) -> Finding:
    had, ours = engine.applied(), [migration.name for migration in MIGRATIONS]
    newer = [name for name in had if name not in ours]
    older = [name for name in ours if name not in had]
    if newer:
        line = f"Written by a newer version (it has {newer[-1]}); start that version."
    elif older:
        line = f"{len(older)} steps behind (from {older[0]}); the next start brings it up to date."
    else:
        line = f"Up to date ({had[-1]})."
    return Finding(subject="schema", well=not newer and not older, line=line)


def _asked(engine: Engine, question: str) -> Any:
    (row,) = engine.query(question)
    (answer,) = row.values()
    return answer
