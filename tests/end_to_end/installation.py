"""One organisation in a folder of its own: its settings, its command line, and its `run`."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from conversations.store.engine import open_engine
from tests.fakes.bot_api.server import TOKEN

COMMAND: Final = (sys.executable, "-m", "bot.cli")
ROOT: Final = Path(__file__).parents[2]
ORGANISATION: Final = "Voorbeeldzorg Oost"
INTAKE_DESK: Final = "Aanmeldpunt Oost"
DATABASE: Final = "aanspreekpunt.db"
DUTY_LINE: Final = "Dienst Oost"
_LOOK_SECONDS: Final = 0.05
# Starting Python for each would take longer than all of them together.
_ONE_BY_ONE: Final = """
import json, sys
from bot.cli import main
for words in json.load(sys.stdin):
    if code := main(words):
        sys.exit(code)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: list[str]


@dataclass(slots=True)
class Installation:
    """`api_url` is where Telegram is; settings are those of a small organisation."""

    folder: Path
    api_url: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=lambda: free_port())
    before: Sequence[str] = ()  # a program that starts ours
    _process: Process | None = None
    _starts: int = 0

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if "AANSPREEKPUNT" not in name}
        telegram = {"TELEGRAM_BOT_TOKEN": TOKEN} if self.api_url else {}
        return own | telegram | {
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
            "AANSPREEKPUNT_ORGANISATION": ORGANISATION,
            "AANSPREEKPUNT_INTAKE_DESK": INTAKE_DESK,
            "AANSPREEKPUNT_DUTY_LINE": DUTY_LINE,
            "AANSPREEKPUNT_REGION": "nl",
            "AANSPREEKPUNT_PORT": str(self.port),
            "AANSPREEKPUNT_TELEGRAM_API_URL": self.api_url,
            "AANSPREEKPUNT_PACING": "off",
        } | self.settings  # fmt: skip

    def runs(self, *words: str) -> Ended:
        """Run one command of the command line to its end."""
        return self._ended([*COMMAND, *words])

    def _ended(self, argv: Sequence[str], typed: str = "") -> Ended:
        ended = subprocess.run(  # noqa: S603 - our own program
            [*self.before, *argv],
            cwd=self.folder,
            env=self.environment(),
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Ended(code=ended.returncode, out=ended.stdout, err=ended.stderr.splitlines())

    def does(self, *commands: Sequence[str]) -> str:
        """Run commands that are to succeed, one after the other, and give what they said."""
        ended = self._ended([sys.executable, "-c", _ONE_BY_ONE], json.dumps(commands))
        if ended.code:
            raise AssertionError(f"{commands} failed: {ended.err}")
        return ended.out

    async def start(self) -> None:
        """Start `run`, and wait until it says that it is up."""
        self._starts += 1
        with self._log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self.before,
                *COMMAND,
                "run",
                cwd=self.folder,
                env=self.environment(),
                stderr=log,
                stdout=log,
            )
        async with asyncio.timeout(60):
            while not self.logged("app.started"):
                if self._process.returncode is not None:
                    raise AssertionError(f"`run` did not start: {self._log.read_text()[-2000:]}")
                await asyncio.sleep(_LOOK_SECONDS)

    async def stop(self) -> int:
        """Ask `run` to stop, as a service manager does; gives its exit code."""
        return await self._ends(signal.SIGTERM)

    async def kill(self) -> None:
        """End `run` without a chance to tidy up."""
        await self._ends(signal.SIGKILL)

    async def kill_the_one_beside(self) -> int:
        """End the process that decides; gives the exit code of `run`."""
        if self._process is None:
            raise AssertionError("`run` was not started")
        for number in _children(self._process.pid):
            os.kill(number, signal.SIGKILL)
        async with asyncio.timeout(30):
            return await self._process.wait()

    async def _ends(self, how: signal.Signals) -> int:
        if self._process is None or self._process.returncode is not None:
            return 0 if self._process is None else int(self._process.returncode or 0)
        self._process.send_signal(how)
        async with asyncio.timeout(30):
            return await self._process.wait()

    def logged(self, event: str) -> list[dict[str, Any]]:
        """The lines of the present `run` about this event."""
        lines = self._log.read_text(encoding="utf-8").splitlines() if self._log.exists() else []
        found = [json.loads(line) for line in lines if line.startswith("{")]
        return [line for line in found if line["event"] == event]

    async def until_logged(self, event: str, **fields: object) -> None:
        """Wait until the present `run` logged this, with these fields."""
        async with asyncio.timeout(30):
            while True:
                if any(fields.items() <= line.items() for line in self.logged(event)):
                    return
                await asyncio.sleep(_LOOK_SECONDS)

    @property
    def troubles(self) -> list[dict[str, Any]]:
        """What any `run` here logged as an error, and lines that are no event at all."""
        lines = [
            line
            for number in range(1, self._starts + 1)
            for line in (self.folder / f"run-{number}.log").read_text("utf-8").splitlines()
        ]
        told = [json.loads(line) if line.startswith("{") else {"line": line} for line in lines]
        return [each for each in told if each.get("level") not in ("debug", "info", "warning")]

    async def health(self) -> dict[str, Any]:
        async with httpx.AsyncClient(timeout=40) as client:
            found = await client.get(f"{self.page}/healthz")
        return dict(found.json())

    async def rests(self) -> None:
        """Wait until everything that came in was answered, and every answer was sent."""
        async with asyncio.timeout(30):
            while True:
                found = await self.health()
                if not found["inbox_waiting"] + found["outbox_waiting"]:
                    return
                await asyncio.sleep(_LOOK_SECONDS)

    def counts(self, sql: str, **values: str) -> int:
        """Count in the database, beside the `run` that uses it."""
        engine = open_engine(str(self.folder / DATABASE))
        try:
            return int(engine.query(f"SELECT count(*) AS n FROM {sql}", **values)[0]["n"])  # noqa: S608
        finally:
            engine.close()

    def kept_of(self, chat: int) -> int:
        """How many updates of this chat are in the inbox, done."""
        return self.counts(
            """inbox i JOIN conversations c ON c.id = i.conversation_id
                WHERE c.chat = :chat AND i.state = 'done'""",
            chat=str(chat),
        )

    @property
    def _log(self) -> Path:
        return self.folder / f"run-{self._starts}.log"


def _children(number: int) -> list[int]:
    return [
        int(each) for each in Path(f"/proc/{number}/task/{number}/children").read_text().split()
    ]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
