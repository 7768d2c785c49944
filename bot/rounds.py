"""Looks every few seconds for what is due: ladders, dead channels, changed topics, old words."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.shelf import Shelf
from conversations.rounds import Rounds

log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 5.0
_FORGET_EVERY: Final = timedelta(hours=1)


class RoundsLoop:
    """Does the rounds of one database; `run` until cancelled."""

    def __init__(
        self,
        rounds: Rounds,
        shelf: Shelf,
        *,
        clock: Callable[[], datetime],
        changed: Callable[[], None],
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        self._rounds = rounds
        self._shelf = shelf
        self._clock = clock
        self._changed = changed
        self._every_seconds = every_seconds
        self._forgotten_at: datetime | None = None

    async def run(self) -> None:
        while True:
            for duty in (self._refresh, self._reroute, self._climb, self._forget):
                try:
                    await asyncio.to_thread(duty, self._clock())
                except Exception as fault:  # done again next time; none may stop the others
                    log.error("round.failed", exc_info=fault, extra={"fault": type(fault).__name__})
            await asyncio.sleep(self._every_seconds)

    def _refresh(self, now: datetime) -> None:
        if self._shelf.refresh():
            log.info("topics.refreshed")

    def _reroute(self, now: datetime) -> None:
        rerouted = self._rounds.reroute(now)
        if rerouted:
            log.info("round.rerouted", extra={"count": rerouted})
            self._changed()

    def _climb(self, now: datetime) -> None:
        climbed = self._rounds.climb_due(self._shelf.knowledge, now)
        if climbed:
            log.info("round.moved", extra={"count": climbed})
            self._changed()

    def _forget(self, now: datetime) -> None:
        if self._forgotten_at is None or now - self._forgotten_at > _FORGET_EVERY:
            blanked = self._rounds.forget(now)
            self._forgotten_at = now
            log.info("round.forgot", extra={"blanked": blanked})
