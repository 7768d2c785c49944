"""The fake Bot API as a process that also notes when an update was handed out and confirmed.

`python -m tests.bench.bot_api` prints its base address; besides the verbs of the fake it knows
POST /control/feed (so many updates a second, from so many chats) and POST /control/times.
"""

import asyncio
import itertools
import time
from collections.abc import Sequence
from typing import Any

from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api.control import VERBS
from tests.fakes.bot_api.queue import UpdateQueue


class TimedQueue(UpdateQueue):
    """A queue that remembers moments, in seconds of the machine's monotonic clock."""

    def __init__(self) -> None:
        super().__init__()
        self.handed_out: dict[int, float] = {}
        self.confirmed_at: dict[int, float] = {}
        self._out: set[int] = set()

    async def poll(self, *, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        now = time.monotonic()
        for number in [number for number in self._out if number < offset]:
            self._out.discard(number)
            self.confirmed_at[number] = now
        ready = await super().poll(offset=offset, limit=limit, seconds=seconds)
        now = time.monotonic()
        for update in ready:
            number = update["update_id"]
            self._out.add(number)
            self.handed_out.setdefault(number, now)
        return ready


class Feed:
    """Speaks for many people at an even pace."""

    def __init__(self, api: FakeBotApi) -> None:
        self._api = api
        self._task: asyncio.Task[None] | None = None

    def start(self, texts: Sequence[str], chats: int, a_second: float, count: int) -> None:
        self._task = asyncio.create_task(self._feed(texts, chats, a_second, count))

    async def _feed(self, texts: Sequence[str], chats: int, a_second: float, count: int) -> None:
        began = time.monotonic()
        words = itertools.cycle(texts)
        for number in range(count):
            await asyncio.sleep(max(0.0, began + number / a_second - time.monotonic()))
            self._api.says(number % chats + 1, next(words))


async def _run() -> None:
    api = FakeBotApi(controlled=True)
    queue = api.queue = TimedQueue()
    feed = Feed(api)
    VERBS["feed"] = lambda _, **how: feed.start(**how)
    VERBS["times"] = lambda _: {
        "handed_out": queue.handed_out,
        "confirmed": queue.confirmed_at,
    }
    VERBS["sent_at"] = lambda api: [message.at for message in api.sent_messages]
    async with api:
        print(f"http://127.0.0.1:{api.port}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_run())
