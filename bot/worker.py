"""Takes turns, one after the other, in a thread; what fails is tried again and then put aside."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final

from bot.backoff import backoff
from conversations.errors import StoreBusy, StoreError, StoreFull, StoreLost, StoreUnreadable
from conversations.turn import MOST_TOGETHER, Taken, Turns

log = logging.getLogger(__name__)

# Another process may add to the inbox: look this often without being told.
_LOOK_SECONDS: Final = 0.3
# The database cannot do it now, whatever the update; all else counts against the update.
_NOT_NOW: Final = (StoreBusy, StoreLost, StoreFull, StoreUnreadable)
_BATCH_SECONDS: Final = 0.05  # turns taken before the event loop hears of them
_GROUP_SECONDS: Final = 0.015  # turns taken before the others in this process get the database


@dataclass(frozen=True, slots=True, kw_only=True)
class _Try:
    """Whether a step went well, and the turn that it took."""

    went: bool
    gave: Taken | None = None


class Worker:
    """Takes the turns of one database; `run` until cancelled."""

    def __init__(
        self,
        turns: Turns,
        *,
        clock: Callable[[], datetime],
        taken: Callable[[], None],
    ) -> None:
        self._turns = turns
        self._clock = clock
        self._taken = taken
        self._news = asyncio.Event()
        self._failures = 0

    def wake(self) -> None:
        """Say that the inbox has something new."""
        self._news.set()

    async def run(self) -> None:
        while True:
            self._news.clear()
            if await self._batch():
                self._taken()
            else:
                await self._rest()

    async def _batch(self) -> bool:
        """Take some turns; False when there is nothing to do just now."""
        try:
            turns = await asyncio.to_thread(self.take_some)
        except StoreError as fault:
            self._failures += 1
            log.error("turn.store_refuses", extra={"fault": type(fault).__name__})
            await asyncio.sleep(backoff(self._failures, 1.0))
            return True
        self._failures = 0
        return bool(turns)

    def take_some(self) -> Sequence[Taken]:
        """Turns for a short while, logged when they are committed."""
        taken: list[Taken] = []
        until = monotonic() + _BATCH_SECONDS
        more = True
        while more and monotonic() < until:
            group, more = self._group()
            taken += group
            for turn in group:
                _note(turn)
        return taken

    def _group(self) -> tuple[list[Taken], bool]:
        """Turns committed together, and whether more may wait.

        A failing one neither stops the others nor is lost.
        """
        taken: list[Taken] = []
        if not self._tried(self._turns.foresee).went:
            return taken, True
        until = monotonic() + _GROUP_SECONDS
        with self._turns.together():
            while monotonic() < until and len(taken) < MOST_TOGETHER:
                tried = self._tried(lambda: self._turns.take(self._clock()))
                if tried.went and tried.gave is None:
                    return taken, False
                taken += [tried.gave] if tried.gave else []
        return taken, True

    def _tried(self, job: Callable[[], Taken | None]) -> "_Try":
        try:
            return _Try(went=True, gave=job())
        except _NOT_NOW:
            raise
        except Exception as fault:  # one update may not stop all others: three tries, then aside
            self._failed(fault)
            return _Try(went=False)

    def _failed(self, fault: Exception) -> None:
        undone = self._turns.under_way
        if undone is None:
            raise fault
        aside = self._turns.failed(undone, type(fault).__name__, self._clock())
        log.error(
            "turn.failed",
            exc_info=fault,
            extra={"inbox": undone.id, "outcome": "aside" if aside else "again"},
        )

    async def _rest(self) -> None:
        # Not wait_for: on Python 3.11 that forgets a cancellation that meets the event.
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                await self._news.wait()
        except TimeoutError:
            return


def _note(turn: Taken) -> None:
    log.info(
        "turn.taken",
        extra={
            "inbox": turn.inbox_id,
            "conversation": turn.conversation_id,
            "kind": turn.message,
            "count": turn.effects,
        },
    )
