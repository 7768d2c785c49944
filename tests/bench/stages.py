"""Where the time of one message goes, stage by stage, in one process without others beside it."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot import clock
from bot.body import read_body
from bot.channels import DECODERS
from bot.organisation import organisation_of
from bot.telegram import TelegramSender, connect
from bot.telegram.receiver import arrival
from conversations.store import inbox, outbox
from conversations.store.engine import Engine, Row, Value, open_engine
from conversations.store.ids import Ids
from conversations.turn import Turns
from tests.bench.figures import milliseconds, row
from tests.bench.machine import TEXTS, BotApi, bot_api
from tests.chaos.town import BOT_ID, CHANNEL, chats, settings, settle
from tests.fakes.bot_api.people import People
from tests.fakes.bot_api.server import TOKEN
from tests.learning import knowledge


class TimedEngine:
    """An engine that adds up the time spent in it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.dialect = engine.dialect
        self.spent = 0.0

    def query(self, sql: str, **values: Value) -> list[Row]:
        with self._timed():
            return self._engine.query(sql, **values)

    def execute(self, sql: str, **values: Value) -> int:
        with self._timed():
            return self._engine.execute(sql, **values)

    @contextmanager
    def atomic(self) -> Iterator[None]:
        block = self._engine.atomic()
        with self._timed():
            block.__enter__()
        try:
            yield
        except BaseException as fault:
            if not block.__exit__(type(fault), fault, fault.__traceback__):
                raise
        else:
            with self._timed():
                block.__exit__(None, None, None)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    @contextmanager
    def _timed(self) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.spent += time.perf_counter() - began


def report(messages: int) -> Iterator[str]:
    yield f"(c) where a message's time goes, {messages} messages one by one, nothing beside it"
    with tempfile.TemporaryDirectory(prefix="aanspreekpunt-bench-") as folder, bot_api() as api:
        engine: Any = TimedEngine(open_engine(str(Path(folder) / "stages.db")))
        ids = Ids()
        settle(engine, ids, chats(0), clock.now())
        intake, decide, store = _turns(engine, ids, messages)
        yield row("intake (checked, stored, committed)", milliseconds(intake))
        yield row("decide (decoded, understood, answered)", milliseconds(decide))
        yield row("store (all of the turn's SQL and its commit)", milliseconds(store))
        deliver = asyncio.run(_deliver(engine, api, messages))
        yield row("deliver (one message over HTTP)", milliseconds(deliver))
        engine.close()


def _turns(engine: Any, ids: Ids, messages: int) -> tuple[list[float], list[float], list[float]]:
    known = knowledge()
    turns = Turns(engine, ids, knowledge=lambda: known,
                  organisation=organisation_of(engine, settings("stages.db")),
                  decoders=DECODERS)  # fmt: skip
    people = People()
    intake, decide, store = [], [], []
    for number in range(messages):
        people.says(number % (messages // 4) + 1, TEXTS[number % len(TEXTS)])
        update = people.queue.pending[-1]
        began = time.perf_counter()
        inbox.receive(engine, ids, [arrival(update, BOT_ID)], clock.now())
        received, engine.spent = time.perf_counter(), 0.0
        turns.take(clock.now())
        took = time.perf_counter() - received
        intake.append(received - began)
        store.append(engine.spent)
        decide.append(took - engine.spent)
    return intake, decide, store


async def _deliver(engine: Engine, api: BotApi, messages: int) -> list[float]:
    rows = outbox.due(engine, CHANNEL, BOT_ID, clock.now(), messages)
    spent = []
    async with connect(TOKEN, base_url=api.base_url, lanes=1) as line:
        sender = TelegramSender(line.bot)
        for row_ in rows:
            await asyncio.to_thread(api.order, "knows", chat=int(row_.chat))
            began = time.perf_counter()
            await sender.send(row_.chat, read_body(row_.body))
            spent.append(time.perf_counter() - began)
    return spent
