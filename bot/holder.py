"""Who serves a database: the name in its lease, and whether that program is still there.

A program that was killed cannot give its lease back. Where its machine and number can still be
looked up, the next one need not wait until the lease has run out.
"""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from bot.errors import AlreadyRunning
from conversations.errors import StoreError
from conversations.store import lease
from conversations.store.engine import Engine
from conversations.store.migration import Migration, bring_up_to_date
from conversations.store.migrations import MIGRATIONS

log = logging.getLogger(__name__)

ANOTHER: Final = "another `run` serves this database; stop that one first."
_OLDER: Final = "an older `run` serves this database; stop it first, then start the new version."
_RENEW_SECONDS: Final = 10.0


def own_name() -> str:
    """Name this program: its machine, its number there, and chance."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def take(engine: Engine, name: str, now: datetime) -> bool:
    """Take the lease, also from a program of this machine that is no longer there."""
    if lease.take(engine, name, now):
        return True
    before = lease.holder(engine)
    return before is not None and gone(before) and lease.take_over(engine, before, name, now)


def upgrade(engine: Engine, now: datetime, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the schema up to date, unless an older `run` serves it: that one knows its own only.

    Raises AlreadyRunning with what to do.
    """
    applied = engine.applied()
    if applied and any(each.name not in applied for each in migrations):
        serving = lease.held_by(engine, now)
        if serving is not None and not gone(serving):
            raise AlreadyRunning(_OLDER)
    bring_up_to_date(engine, migrations)


async def keep(
    engine: Engine,
    name: str,
    clock: Callable[[], datetime],
    *,
    every_seconds: float = _RENEW_SECONDS,
) -> None:
    """Keep the lease; when another program took it over, stop before two do the same work.

    While the database takes nothing in, on a full disk for one, it takes in nobody's lease either.
    """
    while True:
        await asyncio.sleep(every_seconds)
        try:
            ours = await asyncio.to_thread(lease.take, engine, name, clock())
        except StoreError as fault:
            log.error("app.lease_not_renewed", extra={"fault": type(fault).__name__})
            continue
        if not ours:
            log.critical("app.lease_lost")
            raise AlreadyRunning(ANOTHER)


def gone(name: str) -> bool:
    """Whether a program certainly ended; of another machine nobody can say that."""
    machine, _, rest = name.rpartition(":")[0].rpartition(":")
    if machine != socket.gethostname() or not rest.isdecimal():
        return False
    # Our own number in a name that is not ours: in a container every start has the same one.
    return int(rest) == os.getpid() or not _alive(int(rest))


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
