"""Who serves a database: the name in its lease, and whether that program is still there.

A program that was killed cannot give its lease back. Where its machine and number can still be
looked up, the next one need not wait until the lease has run out.
"""

import os
import secrets
import socket
from datetime import datetime

from conversations.store import lease
from conversations.store.engine import Engine


def own_name() -> str:
    """Name this program: its machine, its number there, and chance."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def take(engine: Engine, name: str, now: datetime) -> bool:
    """Take the lease, also from a program of this machine that is no longer there."""
    if lease.take(engine, name, now):
        return True
    before = lease.holder(engine)
    return before is not None and gone(before) and lease.take_over(engine, before, name, now)


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
