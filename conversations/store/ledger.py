"""The list of erased people that lies beside the database, so that a restore cannot undo it.

One line of JSON per person, ids only. Keep it with the backups: whoever puts back a copy from
before an erasure needs it to erase again.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from conversations.errors import BackupRefused, MomentUnclear
from conversations.store.engine import Engine
from conversations.store.instants import from_text, to_text
from conversations.store.sqlite import MEMORY, SqliteEngine


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """Someone whose words were erased, and when."""

    person_id: str
    at: datetime


def ledger_of(database: Path) -> Path:
    """Name the ledger that belongs to a database file."""
    return database.with_name(database.name + ".erasures")


def remember_erasure(engine: Engine, person_id: str, at: datetime) -> None:
    """Write down who is erased, just before it is committed, when the database is a file.

    A server has no place for a ledger; its `erasures` table must be kept with its own backups.
    """
    if isinstance(engine, SqliteEngine) and str(engine.place) != MEMORY:
        append_erasure(ledger_of(engine.place), Erasure(person_id=person_id, at=at))


def append_erasure(ledger: Path, erasure: Erasure) -> None:
    """Add one line to a ledger; when this returns it survives a power cut."""
    line = json.dumps({"person_id": erasure.person_id, "at": to_text(erasure.at)})
    # A line that a power cut broke off must not swallow this one: begin on a fresh line.
    number = os.open(ledger, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    try:
        os.write(number, f"\n{line}\n".encode())
        os.fsync(number)
    finally:
        os.close(number)


def erased_since(ledger: Path, since: datetime | None = None) -> tuple[Erasure, ...]:
    """Read who was erased, after `since` or ever, oldest first; a line that broke is refused."""
    if not ledger.exists():
        return ()
    lines = enumerate(ledger.read_text().splitlines(), start=1)
    erasures = [_read(ledger, number, line) for number, line in lines if line]
    return tuple(erasure for erasure in erasures if since is None or erasure.at > since)


def _read(ledger: Path, number: int, line: str) -> Erasure:
    try:
        row: dict[str, Any] = json.loads(line)
        return Erasure(person_id=str(row["person_id"]), at=from_text(row["at"]))
    except (ValueError, KeyError, TypeError, MomentUnclear):
        raise BackupRefused(
            f"Line {number} of {ledger} cannot be read; repair it, or remove it if it broke off."
        ) from None
