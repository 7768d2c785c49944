"""The two processes of one `run`: one hears and speaks, the one beside it decides.

On two cores messages come and go while turns are taken. The two share the database, and a line on
which each rings when there is something for the other. When one ends, the other does too: half of
a `run` would look alive and answer nobody.
"""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final, NoReturn

from bot.errors import OtherHalfEnded

_ENOUGH: Final = 4096  # rings that are heard as one
# The line is full, so the other has yet to wake; or it is gone, and whoever listens hears that.
_UNHEARD: Final = (BlockingIOError, BrokenPipeError, ConnectionResetError)


class Bell:
    """One end of the line."""

    def __init__(self, line: socket.socket) -> None:
        line.setblocking(False)
        self._line = line

    def ring(self) -> None:
        """Wake the other; from any thread, and never waits."""
        with suppress(*_UNHEARD):
            self._line.send(b"\a")

    async def rung(self) -> None:
        """Wait for a ring; `OtherHalfEnded` when none will come any more."""
        try:
            heard = await asyncio.get_running_loop().sock_recv(self._line, _ENOUGH)
        except ConnectionResetError:
            heard = b""
        if not heard:
            raise OtherHalfEnded

    async def answer(self, call: Callable[[], None]) -> None:
        """Call at every ring; `OtherHalfEnded` at the end."""
        while True:
            await self.rung()
            call()


@contextmanager
def beside(serve: Callable[[Bell], None]) -> Iterator[Bell]:
    """Run `serve` in a process beside this one for as long as the block lasts.

    To be entered before anything is opened and before there are threads: the other is a copy.
    """
    ours, theirs = socket.socketpair()
    number = os.fork()
    if not number:
        ours.close()
        _be_the_other(serve, theirs)
    theirs.close()
    try:
        yield Bell(ours)
    finally:
        ours.close()  # which tells the other to stop
        os.waitpid(number, 0)


def _be_the_other(serve: Callable[[Bell], None], line: socket.socket) -> NoReturn:
    """Serve, and never return. A signal to stop is for the first: it ends when that one does."""
    code = 1
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        serve(Bell(line))
        code = 0
    finally:  # a copy may not go on where the first one does
        kind, fault, traceback = sys.exc_info()
        if kind is not None and fault is not None:
            sys.excepthook(kind, fault, traceback)
        sys.stderr.flush()
        os._exit(code)
