"""Updates in from Telegram: stored and committed first, confirmed by the next poll, never before.

- The offset moves only past what is in the inbox. It is never negative and nothing is dropped.
- After a start it goes on from the last stored number while that is fresh: after a week without
  updates Telegram numbers anew. What comes twice is known by its digest, also if numbers go back.
- What cannot be decoded is stored and put aside, and the next one goes on.
- Faults are waited out. Another poller on the same token is told in one line, not in a storm.
"""

import asyncio
import json
import logging
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.backoff import backoff
from bot.errors import Undecodable
from bot.telegram.decode import KINDS, chat_of, decode
from conversations.errors import StoreError
from conversations.store import inbox
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.inbox import Arrival

log = logging.getLogger(__name__)

CHANNEL: Final = "telegram"
FRESH: Final = timedelta(days=6)  # Telegram promises to go on counting for a week
POLL_SECONDS: Final = 25
# Channel posts are asked for only to leave: the bot serves private chats.
ASKED: Final = tuple(kind for kind in KINDS if kind != "edited_channel_post")
_CONFLICT_SECONDS: Final = 30.0
_TOKEN_SECONDS: Final = 300.0


class Receiver:
    """One poller for one bot; `run` until cancelled."""

    def __init__(
        self,
        bot: Bot,
        *,
        bot_id: str,
        engine: Engine,
        ids: Ids,
        clock: Callable[[], datetime],
        arrived: Callable[[], None],
        tapped: Callable[[str], None],
        chance: Callable[[], float] = random.random,
        conflict_seconds: float = _CONFLICT_SECONDS,
    ) -> None:
        self._bot = bot
        self._bot_id = bot_id
        self._engine = engine
        self._ids = ids
        self._clock = clock
        self._arrived = arrived
        self._tapped = tapped
        self._chance = chance
        self._conflict_seconds = conflict_seconds
        self._failures = 0
        self.trouble: str | None = None  # what is wrong now, for whoever watches over us

    async def run(self) -> None:
        offset = None
        while True:
            try:
                if offset is None:
                    offset = await asyncio.to_thread(self._start)
                offset = await self._take(offset)
            except (TelegramError, StoreError) as fault:
                await asyncio.sleep(self._pause_after(fault))
            else:
                self._all_well()

    def _start(self) -> int:
        last = inbox.last(self._engine, CHANNEL, self._bot_id)
        if last is None or self._clock() - last.received_at > FRESH:
            return 0
        return last.update_id + 1

    async def _take(self, offset: int) -> int:
        """Fetch a batch, keep it, and only then say from where the next one starts."""
        batch = await self._bot.do_api_request(
            "getUpdates",
            api_kwargs={"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": ASKED},
            read_timeout=POLL_SECONDS + 10,
        )
        if not batch:
            return offset
        await asyncio.to_thread(self._keep, batch)
        self._arrived()
        for tap in _taps(batch):
            self._tapped(tap)
        return _last_number(batch) + 1

    def _keep(self, batch: Sequence[Any]) -> None:
        arrivals = [arrival(raw, self._bot_id) for raw in batch]
        new = inbox.receive(self._engine, self._ids, arrivals, self._clock())
        aside = sum(each.fault is not None for each in arrivals)
        log.info("telegram.received", extra={"updates": len(arrivals), "new": new, "aside": aside})

    def _pause_after(self, fault: Exception) -> float:
        """Tell once what is wrong, and give the seconds to wait it out."""
        self._failures += 1
        name, seconds = self._meaning(fault)
        if self.trouble != name:
            log.error(name, extra={"fault": type(fault).__name__})
        self.trouble = name
        return seconds

    def _meaning(self, fault: Exception) -> tuple[str, float]:
        match fault:
            case Conflict():
                # At a restart the one before us is gone in a moment; whoever writes may not wait.
                seconds = backoff(self._failures, self._chance())
                return (
                    "telegram.another_poller_has_our_token",
                    min(self._conflict_seconds, seconds),
                )
            case InvalidToken() | EndPointNotFound():
                return "telegram.token_not_accepted", _TOKEN_SECONDS
            case RetryAfter(retry_after=timedelta() as wait):
                return "telegram.unreachable", wait.total_seconds()
            case RetryAfter(retry_after=int(seconds)):
                return "telegram.unreachable", float(seconds)
            case StoreError():
                return "telegram.store_refuses", backoff(self._failures, self._chance())
            case _:
                return "telegram.unreachable", backoff(self._failures, self._chance())

    def _all_well(self) -> None:
        if self.trouble is not None:
            log.info("telegram.well_again", extra={"failures": self._failures})
        self._failures, self.trouble = 0, None


def arrival(raw: Any, bot_id: str) -> Arrival:
    """Make an update ready for the inbox, whatever its shape, with what is wrong with it."""
    payload = json.dumps(raw, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    try:
        decode(payload)
        fault = None
    except Undecodable as unsound:
        fault = unsound.fault
    return Arrival(
        channel=CHANNEL,
        bot=bot_id,
        update_id=_number(raw) or 0,
        chat=chat_of(raw) if isinstance(raw, dict) else None,
        payload=payload,
        fault=fault,
    )


def _number(raw: Any) -> int | None:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _last_number(batch: Sequence[Any]) -> int:
    """The last one, not the highest: numbers may go back."""
    numbers = [number for number in map(_number, batch) if number is not None]
    if not numbers:
        raise TelegramError("a batch without a number cannot be confirmed")
    return numbers[-1]


def _taps(batch: Sequence[Any]) -> list[str]:
    queries = [raw.get("callback_query") for raw in batch if isinstance(raw, dict)]
    found = [query.get("id") for query in queries if isinstance(query, dict)]
    return [tap for tap in found if isinstance(tap, str)]
