"""The wrong way round, to show that a chaos run can fail: confirmed first, stored afterwards.

It has the shape of python-telegram-bot's own updater: what was fetched waits in memory, and the
next poll confirms it.
"""

import asyncio
import json
from typing import Any, Final

from telegram import Bot

from bot import clock
from bot.settings import from_environment
from bot.telegram import connect
from bot.telegram.receiver import arrival
from conversations.store import inbox
from conversations.store.engine import Engine, open_engine
from conversations.store.ids import Ids
from tests.chaos.town import BOT_ID

_POLL_SECONDS: Final = 25


def main() -> int:
    asyncio.run(_run())
    return 0


async def _run() -> None:
    settings = from_environment()
    engine, fetched = open_engine(settings.database), asyncio.Queue[Any]()
    async with connect(settings.telegram_bot_token, base_url=settings.telegram_api_url) as line:
        print(json.dumps({"event": "app.started"}), flush=True)
        await asyncio.gather(_poll(line.bot, fetched), _keep(engine, fetched))


async def _poll(bot: Bot, fetched: asyncio.Queue[Any]) -> None:
    offset = 0
    while True:
        batch = await bot.do_api_request(
            "getUpdates",
            api_kwargs={"offset": offset, "timeout": _POLL_SECONDS},
            read_timeout=_POLL_SECONDS + 10,
        )
        for update in batch:
            fetched.put_nowait(update)
            offset = update["update_id"] + 1


async def _keep(engine: Engine, fetched: asyncio.Queue[Any]) -> None:
    ids = Ids()
    while True:
        update = await fetched.get()
        await asyncio.to_thread(inbox.receive, engine, ids, [arrival(update, BOT_ID)], clock.now())
