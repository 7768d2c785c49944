"""The programs under test: started by the nursery, up when their log says so, killed by number."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Final, Self

from bot.errors import OtherHalfEnded

ROOT: Final = Path(__file__).parents[2]
_UP: Final = (b'"app.started"', b'"turns.started"')
_LOOK_SECONDS: Final = 0.02


class Whom(Enum):
    """Which of the two processes of a `run` is killed."""

    BOTH = "both"
    FIRST = "the one that hears and speaks"
    BESIDE = "the one that decides"


class Nursery:
    """The process that forks programs; `async with` it."""

    def __init__(self) -> None:
        self._process: Process | None = None

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.chaos.nursery", stdin=PIPE, stdout=PIPE, cwd=ROOT
        )
        await self._line()
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            await self._process.wait()

    async def start(
        self, argv: Sequence[str], env: Mapping[str, str], folder: Path, log: Path
    ) -> int:
        if self._process is None or self._process.stdin is None:
            raise RuntimeError("the nursery is not open")
        order = {"argv": argv, "env": env, "folder": str(folder), "log": str(log)}
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        return int(await self._line())

    async def _line(self) -> bytes:
        if self._process is None or self._process.stdout is None:
            raise RuntimeError("the nursery is not open")
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("the nursery died; see above")
        return line


class Program:
    """One program that is killed and started again."""

    def __init__(
        self, nursery: Nursery, argv: Sequence[str], env: Mapping[str, str], folder: Path
    ) -> None:
        self._nursery = nursery
        self._argv, self._env, self._folder = argv, env, folder
        self._log = folder / f"{id(self)}.log"
        self.history = folder / f"{id(self)}.history"
        self._number = 0

    async def start(self) -> None:
        self._log.unlink(missing_ok=True)
        self._number = await self._nursery.start(self._argv, self._env, self._folder, self._log)

    @property
    def is_up(self) -> bool:
        """Whether it said so; RuntimeError when it ended by itself."""
        if not _alive(self._number):
            raise RuntimeError(f"it ended by itself: {self._told().decode()[-2000:]}")
        return any(word in self._told() for word in _UP)

    async def up(self) -> None:
        """Wait until it says that it is up; TimeoutError when that takes too long."""
        async with asyncio.timeout(60):
            while not self.is_up:  # noqa: ASYNC110 - another process sets no event
                await asyncio.sleep(_LOOK_SECONDS)

    async def kill(self, whom: Whom = Whom.BOTH) -> None:
        """End it at once, and keep what it logged; of two processes the other ends by itself."""
        with suppress(ProcessLookupError):
            for number in self._prey(whom):
                os.kill(number, signal.SIGKILL)
        while _alive(self._number):  # noqa: ASYNC110 - another process sets no event
            await asyncio.sleep(0.002)
        with self.history.open("ab") as history:
            history.write(self._told())

    def _prey(self, whom: Whom) -> list[int]:
        children = Path(f"/proc/{self._number}/task/{self._number}/children")
        beside = [int(each) for each in _read(children).split()]
        if whom is Whom.FIRST or not beside:
            return [self._number]
        return beside if whom is Whom.BESIDE else [self._number, *beside]

    def troubles(self) -> list[str]:
        """What it logged as an error in all its lives."""
        lines = self.history.read_bytes().splitlines() if self.history.exists() else []
        return [
            line.decode(errors="replace")
            for line in lines
            if (not line.startswith(b"{") or b'"level": "error"' in line or b'"critical"' in line)
            and str(OtherHalfEnded()).encode() not in line  # as it should when we killed that half
        ]

    def _told(self) -> bytes:
        return self._log.read_bytes() if self._log.exists() else b""


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""  # it has ended


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
