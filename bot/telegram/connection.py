"""The line to the Bot API: python-telegram-bot's `Bot` over a few connections of its own."""

import logging
import warnings
from dataclasses import dataclass
from typing import Final, Self

from telegram import Bot
from telegram.request import BaseRequest
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from bot.delivery import LANES
from bot.telegram.requests import Requests

API: Final = "https://api.telegram.org/bot"


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
    for name in ("aiohttp", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # We take raw updates and answers on purpose, and read `retry_after` in either of its shapes.
    warnings.filterwarnings("ignore", "Please use 'Bot.(getUpdates|sendMessage)'", PTBUserWarning)
    warnings.filterwarnings("ignore", "Deprecated since version v22.2", PTBDeprecationWarning)
    poll, send = Requests(1), Requests(lanes)
    bot = Bot(token, base_url=base_url, request=send, get_updates_request=poll)
    return Connection(bot=bot, bot_id=token.partition(":")[0], requests=(poll, send))
