"""Messages a second, ours and an echo bot's, from the same Bot API; and how fast a disk commits."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the SQLite it chose

from conversations.store.engine import open_engine
from tests.bench.figures import row
from tests.bench.machine import TEXTS, BotApi, Running, aanspreekpunt, bot_api, echo_bot
from tests.fakes.bot_api.server import TOKEN

_CHATS: Final = 500
_OPEN: Final = """SELECT
    (SELECT count(*) FROM inbox WHERE state = 'done') AS done,
    (SELECT count(*) FROM outbox WHERE state <> 'sent') AS unsent"""


def report(messages: int) -> Iterator[str]:
    """One after the other; the Bot API is a new process each time."""
    yield f"(a) {messages} messages from {_CHATS} people who wrote before, pacing off"
    with bot_api() as api, echo_bot(api, TOKEN) as running:
        echo = _echo(api, messages)
        yield row("echo bot, stores nothing", f"{echo:6.0f} messages/s", _costs(running, messages))
    for name, unlike in (
        ("ours, durable, whole turn", False),
        ("the same, no two messages alike", True),
    ):
        with bot_api() as api, aanspreekpunt(api, people=_CHATS, pacing=False) as running:
            before = running.processor_seconds
            ours = _ours(api, running, messages, unlike=unlike)
            spent = (running.processor_seconds - before) / messages * 1e3
            yield row(name, f"{ours:6.0f} messages/s", f"{spent:.1f} ms of processor a message, "
                      f"peak {running.peak_megabytes:.0f} MB")  # fmt: skip
        aim = "what few people word alike" if unlike else "aim: 0.50 or more"
        yield row("ratio", f"{ours / echo:6.2f}", aim)


def _echo(api: BotApi, messages: int) -> float:
    began = _offer(api, messages)
    sent = api.order("until_sent", count=messages, within=120)
    if sent < messages:
        raise RuntimeError(f"the echo bot sent {sent} of {messages}")
    return messages / (float(api.order("sent_at")[-1]) - began)


def _ours(api: BotApi, running: Running, messages: int, *, unlike: bool) -> float:
    began = _offer(api, messages, unlike=unlike)
    with closing(open_engine(running.database)) as engine:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            (state,) = engine.query(_OPEN)
            if state["done"] == messages and not state["unsent"]:
                return messages / (float(api.order("sent_at")[-1]) - began)
            time.sleep(0.1)
    raise RuntimeError(f"not all was answered: {state}")


def _offer(api: BotApi, messages: int, *, unlike: bool = False) -> float:
    """Each of a few texts over and over; or `unlike`, each with a number of its own."""
    batch = [
        (number % _CHATS + 1, TEXTS[number % len(TEXTS)] + f" {number + 10_000}" * unlike)
        for number in range(messages)
    ]
    began = time.monotonic()
    api.order("says_many", messages=batch)
    return began


def _costs(running: Running, messages: int) -> str:
    spent = running.processor_seconds / messages * 1e3
    return f"{spent:.1f} ms of processor a message, start included"


def commits(seconds: float) -> Iterator[str]:
    """The limit: one small row a commit, as durable as ours, and nothing else."""
    with tempfile.TemporaryDirectory(prefix="aanspreekpunt-bench-") as folder:
        connection = sqlite3.connect(str(Path(folder) / "bare.db"), isolation_level=None)
        database = Database(connection)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT)")
        began, count = time.monotonic(), 0
        while time.monotonic() < began + seconds:
            connection.execute("INSERT INTO words (word) VALUES ('respijtzorg')")
            count += 1
        rate = count / (time.monotonic() - began)
        connection.close()
    yield f"(b) the limit: SQLite {sqlite3.sqlite_version}, WAL, synchronous=FULL, same file system"
    yield row("bare durable commits", f"{rate:6.0f} commits/s", f"{1e3 / rate:.2f} ms each")
