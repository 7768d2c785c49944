"""People at a terminal: `aanspreekpunt chat` as a process that is typed into and read from."""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.end_to_end.installation import COMMAND, Installation
from tests.end_to_end.telegram_people import PATIENCE_SECONDS


@dataclass(slots=True)
class TerminalPerson:
    """Somebody typing; a button is chosen by its number, as it stands on the screen."""

    name: str
    process: Process
    screen: str = ""
    _read: int = 0  # signs of the screen

    def types(self, line: str) -> None:
        self.types_bytes(f"{line}\n".encode())

    def types_bytes(self, typed: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(typed)

    def chooses(self, label: str) -> None:
        """Type the number that stood last before this label."""
        (line,) = [each for each in self.screen.splitlines() if each.endswith(f". {label}")][-1:]
        self.types(line.strip().partition(".")[0])

    async def reads(self, *fragments: str) -> None:
        """Each of these appears, in this order, after what was read before."""
        for fragment in fragments:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    while (at := self.screen.find(fragment, self._read)) < 0:
                        await self._more()
            except TimeoutError:
                raise AssertionError(
                    f"{self.name} did not read {fragment!r}: {self.screen[self._read :]}"
                ) from None
            self._read = at + len(fragment)

    async def _more(self) -> None:
        assert self.process.stdout is not None
        came = await self.process.stdout.read(4096)
        if not came:
            raise AssertionError(f"the terminal of {self.name} ended: {self.screen}")
        self.screen += came.decode()


@asynccontextmanager
async def terminal_of(installation: Installation, name: str = "") -> AsyncIterator[TerminalPerson]:
    """Open a terminal as somebody on file, or as a visitor; it is left with *quit*."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        "chat",
        *(("--as", name) if name else ()),
        cwd=installation.folder,
        env=installation.environment(),
        stdin=PIPE,
        stdout=PIPE,
    )
    person = TerminalPerson(name or "a visitor", process)
    try:
        yield person
        person.types("quit")
        async with asyncio.timeout(PATIENCE_SECONDS):
            await process.communicate()
        assert process.returncode == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
