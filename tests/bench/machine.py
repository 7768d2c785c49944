"""The processes of a bench, started and ended, and what the machine says of them."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from bot import clock
from conversations.store import conversations, inbox
from conversations.store.engine import open_engine
from conversations.store.ids import Ids
from tests.chaos.town import BOT_ID, CHANNEL, chats, environment, settle

ROOT: Final = Path(__file__).parents[2]
# What people write: mostly questions.
TEXTS: Final = (
    "Wat is respijtzorg?",
    "Wat doet een casemanager?",
    "Hoe vraag ik een pgb aan?",
    "Wat is mantelzorgwaardering?",
    "Wat is de Wlz en wanneer kom ik daarvoor in aanmerking?",
    "Ik zorg voor mijn moeder. Wie kan mij helpen met de eigen bijdrage?",
    "Ik maak me zorgen, de adviezen van de huisarts en de thuiszorg spreken elkaar tegen.",
    "Dank u wel!",
)


@dataclass(frozen=True, slots=True)
class BotApi:
    """The fake Bot API in its own process."""

    address: str

    @property
    def base_url(self) -> str:
        return f"{self.address}/bot"

    def order(self, verb: str, **arguments: Any) -> Any:
        answer = httpx.post(f"{self.address}/control/{verb}", json=arguments, timeout=120)
        return answer.raise_for_status().json()["result"]


@contextmanager
def bot_api() -> Iterator[BotApi]:
    with _process([sys.executable, "-m", "tests.bench.bot_api"], up="http") as (_, line):
        yield BotApi(line)


@dataclass(frozen=True, slots=True)
class Running:
    """A bot under measurement."""

    number: int
    database: str

    @property
    def peak_megabytes(self) -> float:
        """The most memory that it and the process beside it ever held, added up."""
        return sum(map(peak_megabytes, self._numbers))

    @property
    def processor_seconds(self) -> float:
        return sum(map(_processor_seconds, self._numbers))

    @property
    def _numbers(self) -> Sequence[int]:
        beside = Path(f"/proc/{self.number}/task/{self.number}/children").read_text().split()
        return [self.number, *map(int, beside)]


def peak_megabytes(number: int | str = "self") -> float:
    """Give the most memory that a process ever held."""
    for line in Path(f"/proc/{number}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def _processor_seconds(number: int) -> float:
    fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def aanspreekpunt(api: BotApi, *, people: int, pacing: bool) -> Iterator[Running]:
    """Ours, on a database where so many people have written before."""
    with tempfile.TemporaryDirectory(prefix="aanspreekpunt-bench-") as folder:
        database = str(Path(folder) / "bench.db")
        _acquaint(database, people)
        env = environment(database, api.base_url) | {
            "AANSPREEKPUNT_PACING": "on" if pacing else "off",
            "AANSPREEKPUNT_UNDER_WAY": "",  # as many as unless set
        }
        command = [sys.executable, "-m", "bot.cli", "run"]
        with _process(command, env=env, up="app.started", folder=folder) as (process, _):
            yield Running(process.pid, database)


@contextmanager
def echo_bot(api: BotApi, token: str) -> Iterator[Running]:
    command = [sys.executable, "-m", "tests.bench.echo_bot", api.base_url, token]
    with _process(command, up="up") as (process, _):
        yield Running(process.pid, "")


def _acquaint(database: str, people: int) -> None:
    engine, ids, now = open_engine(database), Ids(), clock.now()
    settle(engine, ids, chats(0), now)
    with engine.atomic():
        for chat in range(1, people + 1):
            found = inbox.conversation_id(engine, ids, CHANNEL, BOT_ID, str(chat), now)
            conversations.met(engine, found, now)
    engine.close()


@contextmanager
def _process(
    command: Sequence[str],
    *,
    up: str,
    env: Mapping[str, str] | None = None,
    folder: str | None = None,
) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    """Run it until the block ends; gives it and the line that says it is up."""
    own = {name: value for name, value in os.environ.items() if "AANSPREEKPUNT" not in name}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603 - our own programs
            command,
            cwd=folder or ROOT,
            env={**own, "PYTHONPATH": str(ROOT), **(env or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process, _line_with(up, process, log)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _line_with(up: str, process: "subprocess.Popen[bytes]", log: Any) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        told = os.pread(log.fileno(), 1_000_000, 0).decode(errors="replace")
        for line in told.splitlines():
            if up in line and told.endswith("\n"):
                return line
        time.sleep(0.02)
    raise RuntimeError(f"it did not start: {os.pread(log.fileno(), 4000, 0).decode()}")


def load() -> str:
    one, five, _ = os.getloadavg()
    return f"load {one:.1f} (1 min), {five:.1f} (5 min), {os.cpu_count()} cores"
