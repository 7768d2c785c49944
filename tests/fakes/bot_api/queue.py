"""What the server keeps for a bot that is not there: the queue behind getUpdates.

- An update leaves only when a later call asks for a higher offset, or after a day.
- A negative offset keeps only that many of the newest; an offset beyond the tail changes nothing.
- Of two long polls at once the older one is ended with 409, told at most every three seconds.
- The same offset again within half a second gets one update at a time.
"""

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from tests.fakes.bot_api.refusals import RefusalError

KEPT_SECONDS = 86_400
ANSWER_BYTES = 4 * 1024 * 1024
CONFLICT_EVERY_SECONDS = 3.0
TERMINATED = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


@dataclass(frozen=True, slots=True)
class Held:
    update_id: int
    update: dict[str, Any]
    arrived: float
    size: int


class UpdateQueue:
    def __init__(self, first_id: int = 700_000_001) -> None:
        self.next_id = first_id
        self.seconds_passed = 0.0
        self.confirmed = 0
        self._held: deque[Held] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self._conflict_free_at = 0.0
        self._last_offset: int | None = None
        self._last_poll = 0.0

    @property
    def pending(self) -> tuple[dict[str, Any], ...]:
        self._expire()
        return tuple(held.update for held in self._held)

    def push(self, update: dict[str, Any]) -> int:
        """Queue under the next number, or under the number the update brings itself."""
        update = {"update_id": self.next_id} | update
        number = update["update_id"]
        self._held.append(Held(number, update, self._now(), len(json.dumps(update))))
        self.next_id = number + 1
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
        return number

    def jump(self, next_id: int) -> None:
        """Let numbering start anew, as it does after a week without updates."""
        if self._held and next_id <= self._held[-1].update_id:
            raise ValueError("numbers go back only when nothing waits")
        self.next_id = next_id

    def forget(self) -> None:
        self._held.clear()

    async def poll(self, *, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        self._end_older()
        self._confirm(offset)
        limit, seconds = self._brake(offset, limit, seconds)
        ready = self._ready(limit)
        if ready or seconds <= 0:
            return ready
        await self._arrival(seconds)
        return self._ready(limit)

    def end_for_webhook(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(
                RefusalError(409, "Conflict: terminated by setWebhook request")
            )

    def _now(self) -> float:
        return time.time() + self.seconds_passed

    def _expire(self) -> None:
        while self._held and self._held[0].arrived < self._now() - KEPT_SECONDS:
            self._held.popleft()

    def _confirm(self, offset: int) -> None:
        self._expire()
        if offset < 0:
            while len(self._held) > -offset:
                self._held.popleft()
        elif offset <= self.next_id:
            while self._held and self._held[0].update_id < offset:
                self._held.popleft()
                self.confirmed += 1

    def _brake(self, offset: int, limit: int, seconds: float) -> tuple[int, float]:
        now = time.monotonic()
        since = now - self._last_poll
        again = offset == self._last_offset
        self._last_offset, self._last_poll = offset, now
        return (
            1 if again and since < 0.5 else limit,
            3 if again and since < 3 > seconds else seconds,
        )

    def _ready(self, limit: int) -> list[dict[str, Any]]:
        ready: list[dict[str, Any]] = []
        room = ANSWER_BYTES
        for held in self._held:
            room -= held.size
            if len(ready) == limit or (ready and room < 0):
                break
            ready.append(held.update)
        return ready

    def _end_older(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(RefusalError(409, TERMINATED))

    async def _arrival(self, seconds: float) -> None:
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            return
        except RefusalError:
            await self._until_conflict_may_be_told()
            raise
        finally:
            if self._waiting is waiting:
                self._waiting = None

    async def _until_conflict_may_be_told(self) -> None:
        now = time.monotonic()
        at = max(now, self._conflict_free_at)
        self._conflict_free_at = at + CONFLICT_EVERY_SECONDS
        await asyncio.sleep(at - now)
