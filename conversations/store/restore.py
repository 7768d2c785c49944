"""Putting a copy back: the world went on since it was made, so a restored database starts anew.

Rules, each against something that an old state would bring back:
- what was waiting to be sent is set aside with a follow-up, for most of it was sent already;
- open invitations and all sessions are void, for they may have been used or revoked since;
- who was erased since is erased again, by the ledger beside the database;
- a number told to someone since is not given to another report: counting skips ahead.

All of this happens to a copy beside the database, which then takes its place in one step: pulling
the plug leaves the old database or the new one. The old one is kept aside.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the SQLite it chose

from conversations.errors import BackupRefused, StoreBusy, StoreUnreadable
from conversations.store.backup import Checked, copy_checked, make_firm, parts, remove
from conversations.store.engine import Engine, migrate, open_engine
from conversations.store.ids import Ids
from conversations.store.instants import to_text
from conversations.store.ledger import Erasure, erased_since, ledger_of
from conversations.store.outbox import UNDELIVERED
from conversations.store.sqlite_faults import told

if TYPE_CHECKING:
    from sqlite3 import Connection

# Blanks what is kept of one person, as it is done when they ask for it.
Erase = Callable[[Engine, Ids, str, datetime], None]

# Far more numbers than are given out between two copies.
_SKIPPED_NUMBERS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """What was undone so that an old state does no harm; counts of rows."""

    set_aside: int  # messages that will not be sent; each has a follow-up
    invitations: int  # made void
    sessions: int  # made void
    erased: int  # people erased again


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A copy that is now the database."""

    checked: Checked
    epoch: Epoch
    former: Path | None  # where the database that was there is kept


def restore(copy: Path, database: Path, *, now: datetime, ids: Ids, erase: Erase) -> Restored:
    """Put a checked copy in the place of a database that nobody is using."""
    if not copy.is_file():
        raise BackupRefused(f"{copy} is not there; name a copy made with: backup COPY.")
    if database.exists() and copy.samefile(database):
        raise BackupRefused(f"{copy} is the database itself; name a copy of it.")
    erasures = erased_since(ledger_of(database))
    prepared = database.with_name(database.name + ".restoring")
    with _nobody_using(database, now):
        remove(prepared)
        try:
            checked = copy_checked(copy, prepared)
            epoch = _begin_epoch(prepared, copy, erasures, now=now, ids=ids, erase=erase)
            make_firm(prepared)
            former = _swap(prepared, database, now)
        except OSError as error:
            raise BackupRefused(f"{database} cannot be replaced: {error.strerror}.") from None
        finally:
            remove(prepared)
    return Restored(checked=checked, epoch=epoch, former=former)


@contextmanager
def _nobody_using(database: Path, now: datetime) -> Iterator[None]:
    """Keep everyone else out of the database; one that is damaged keeps itself to itself."""
    if not database.exists():
        yield
        return
    connection = sqlite3.connect(database, isolation_level=None, timeout=1)
    try:
        _keep_out_others(connection, database, now)
        yield
    finally:
        connection.close()


def _keep_out_others(connection: "Connection", database: Path, now: datetime) -> None:
    try:
        _refuse_live_lease(connection, database, now)
        # Leaving the write-ahead log is granted only to the last one who has the file open; it
        # also folds the log into the file, which is then complete when it is kept aside.
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        fault = told(error, database)
        if isinstance(fault, StoreUnreadable):
            return  # it is damaged, which is why a copy is put back
        if isinstance(fault, StoreBusy):
            fault = BackupRefused(f"{database} is in use; stop every program on it first.")
        raise (fault or error) from None


def _refuse_live_lease(connection: "Connection", database: Path, now: datetime) -> None:
    known = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'lease'").fetchone()
    if not known:
        return
    live = connection.execute(
        "SELECT until_at FROM lease WHERE until_at > ?", (to_text(now),)
    ).fetchone()
    if live:
        raise BackupRefused(
            f"{database} is in use by a running bot (until {live[0]}); stop it first."
        )


def _begin_epoch(
    prepared: Path,
    copy: Path,
    erasures: tuple[Erasure, ...],
    *,
    now: datetime,
    ids: Ids,
    erase: Erase,
) -> Epoch:
    engine = open_engine(str(prepared))
    try:
        if not engine.applied():
            raise BackupRefused(f"{copy} is not a copy of a database of this program.")
        migrate(engine)
        with engine.atomic():
            engine.execute("DELETE FROM lease")
            engine.execute("UPDATE numbering SET last = last + :more", more=_SKIPPED_NUMBERS)
            return Epoch(
                set_aside=_set_aside(engine, now, ids),
                invitations=_void_invitations(engine, now),
                sessions=engine.execute(
                    "UPDATE sessions SET revoked_at = :now WHERE revoked_at IS NULL",
                    now=to_text(now),
                ),
                erased=_erase_again(engine, erasures, now, ids, erase),
            )
    finally:
        engine.close()


def _set_aside(engine: Engine, now: datetime, ids: Ids) -> int:
    waiting = engine.query(
        "UPDATE outbox SET state = 'dead', error = 'restored'"
        " WHERE state IN ('pending', 'sending', 'uncertain') RETURNING id, conversation_id"
    )
    for message in waiting:
        engine.execute(
            "INSERT INTO follow_ups (id, kind, conversation_id, outbox_id, created_at)"
            " VALUES (:id, :kind, :conversation, :message, :now)"
            " ON CONFLICT (outbox_id) DO NOTHING",
            id=ids.new(now),
            kind=UNDELIVERED,
            conversation=message["conversation_id"],
            message=message["id"],
            now=to_text(now),
        )
    return len(waiting)


def _void_invitations(engine: Engine, now: datetime) -> int:
    return engine.execute(
        "UPDATE invitations SET voided_at = :now WHERE voided_at IS NULL AND"
        " (NOT EXISTS (SELECT 1 FROM redemptions r WHERE r.invitation_id = invitations.id)"
        "  OR (needs_confirmation = 1 AND NOT EXISTS"
        "   (SELECT 1 FROM confirmations c WHERE c.invitation_id = invitations.id)))",
        now=to_text(now),
    )


def _erase_again(
    engine: Engine, erasures: tuple[Erasure, ...], now: datetime, ids: Ids, erase: Erase
) -> int:
    done = {row["person_id"] for row in engine.query("SELECT person_id FROM erasures")}
    back = [erasure for erasure in erasures if erasure.person_id not in done]
    for erasure in back:
        erase(engine, ids, erasure.person_id, now)
        engine.execute(
            "INSERT INTO erasures (person_id, at) VALUES (:person, :at)"
            " ON CONFLICT (person_id) DO NOTHING",
            person=erasure.person_id,
            at=to_text(erasure.at),
        )
    return len(back)


def _swap(prepared: Path, database: Path, now: datetime) -> Path | None:
    """Give the prepared database its name in one step; keep what had that name beside it."""
    former = database.with_name(f"{database.name}.before-{now:%Y%m%dT%H%M%S}")
    existed = database.exists()
    if existed:
        os.link(database, former)
    # Only a damaged database has these left; they must not become part of the new one.
    for part, kept in zip(parts(database)[1:], parts(former)[1:], strict=True):
        if part.exists():
            part.rename(kept)
    prepared.replace(database)
    make_firm(database.parent)
    return former if existed else None
