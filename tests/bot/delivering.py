"""Delivery on a database of its own, for the tests of what is sent and what is cut off."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.delivery import Delivery
from bot.pace import Pace
from conversations.store.engine import Engine, migrate, open_engine
from tests.fakes.channel import FakeChannel
from tests.fakes.post import Post

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Service:
    """Delivery on a database of its own, with a clock that runs as fast as a test needs."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.post = Post(engine, NOW)
        self.channel = FakeChannel()
        self.pace = Pace(per_chat=0, overall=None)
        self.lanes = 8
        self.times_faster = 100.0
        self.task: asyncio.Task[None]

    def now(self) -> datetime:
        return NOW + timedelta(seconds=time.monotonic() * self.times_faster)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Delivery]:
        delivery = Delivery(
            self.channel,
            name="telegram",
            bot_id="4242",
            engine=self.engine,
            ids=self.post.ids,
            clock=self.now,
            pace=self.pace,
            lanes=self.lanes,
            chance=lambda: 0.0,
        )
        task = self.task = asyncio.create_task(delivery.run())
        try:
            yield delivery
        finally:
            task.cancel()
            await asyncio.wait([task])
        assert task.cancelled(), task.exception()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(40):
            while not true() and not self.task.done():  # noqa: ASYNC110 - done in a thread
                await asyncio.sleep(0.01)

    async def until_done(self) -> None:
        async with self.running() as delivery:
            await self.until(lambda: (delivery.wake(), not self.post.unsent())[1])


@contextmanager
def service_in(folder: Path) -> Iterator[Service]:
    """Open it, and close it again."""
    engine = open_engine(str(folder / "store.db"))
    migrate(engine)
    yield Service(engine)
    engine.close()
