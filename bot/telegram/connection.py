"""The line to the Bot API: python-telegram-bot's `Bot` over a few connections of its own."""

import asyncio
import logging
import warnings
from dataclasses import dataclass
from typing import Any, Final, Self

import httpx
from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from bot.delivery import LANES

API: Final = "https://api.telegram.org/bot"


class Lanes(BaseRequest):
    """A few clients of one connection each: one client with many spends its time choosing."""

    def __init__(self, count: int) -> None:
        trust = httpx.create_ssl_context()  # read once: it is large
        self._lanes = tuple(
            HTTPXRequest(connection_pool_size=1, read_timeout=20, httpx_kwargs={"verify": trust})
            for _ in range(count)
        )
        # The lane used last is the one whose connection is warm.
        self._free: asyncio.LifoQueue[HTTPXRequest] = asyncio.LifoQueue()
        for lane in self._lanes:
            self._free.put_nowait(lane)

    @property
    def read_timeout(self) -> float | None:
        return self._lanes[0].read_timeout

    async def initialize(self) -> None:
        for lane in self._lanes:
            await lane.initialize()

    async def shutdown(self) -> None:
        for lane in self._lanes:
            await lane.shutdown()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        lane = await self._free.get()
        try:
            return await lane.do_request(*args, **kwargs)
        finally:
            self._free.put_nowait(lane)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A bot that can be called; it asks nothing of Telegram before its first call."""

    bot: Bot
    bot_id: str  # the public half of the token
    requests: tuple[BaseRequest, ...]

    async def __aenter__(self) -> Self:
        for request in self.requests:
            await request.initialize()
        return self

    async def __aexit__(self, *exc: object) -> None:
        for request in self.requests:
            await request.shutdown()


def connect(token: str, *, base_url: str = API, lanes: int = LANES) -> Connection:
    """Make the bot, and keep its token out of logs: it is part of every address that is called."""
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # We take raw updates on purpose, and read `retry_after` in either of its shapes.
    warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates'", PTBUserWarning)
    warnings.filterwarnings("ignore", "Deprecated since version v22.2", PTBDeprecationWarning)
    poll, send = HTTPXRequest(connection_pool_size=1), Lanes(lanes)
    bot = Bot(token, base_url=base_url, request=send, get_updates_request=poll)
    return Connection(bot=bot, bot_id=token.partition(":")[0], requests=(poll, send))
