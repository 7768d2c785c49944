"""Sends what is committed in the outbox, over any channel, and keeps account of what became of it.

- In a chat one message is under way at a time, in order; several chats are served at once.
- A row is marked as being sent before it goes, and no transaction is open while it does.
- What was lost on the way goes once more (danger and alerts twice); then it is a person's task.
- What was under way when the program stopped is sent again, one at a time, until it was cut off
  three times: so each of those three very likely went out.
- Nothing ends in silence: what cannot be delivered becomes a follow-up.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeAlias

from bot.backoff import backoff
from bot.body import Body, read_body
from bot.errors import Flooded, Lost, Refused, Unreachable
from bot.pace import Pace
from conversations.errors import StoreError
from conversations.speech import Urgency
from conversations.store import outbox
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.outbox import OutboxRow

log = logging.getLogger(__name__)

# With a pace far fewer are under way: thirty a second of two seconds each at the worst. Without
# one, what ends together is written down together, and that is what makes it fast.
LANES: Final = 64
# Another process may write to the outbox too: look this often without being woken.
_LOOK_SECONDS: Final = 0.5
_FINISH_SECONDS: Final = 5.0
# A program that stops again and again may not send somebody the same message each time.
_MOST_INTERRUPTIONS: Final = 3


@dataclass(frozen=True, slots=True)
class Sent:
    ref: str  # the channel's own id of the message
    more: bool = False  # the message has a further part


class Channel(Protocol):
    """What delivery needs of a channel."""

    async def send(self, chat: str, body: Body, part: int = 0) -> Sent:
        """Send one part, or raise Refused, Flooded, Unreachable (before) or Lost (after)."""


@dataclass(frozen=True, slots=True)
class Arrived:
    row: OutboxRow
    sent: Sent


@dataclass(frozen=True, slots=True)
class Again:
    """To be sent again after so many seconds."""

    row: OutboxRow
    seconds: float
    reason: str
    lost: bool


@dataclass(frozen=True, slots=True)
class Dead:
    row: OutboxRow
    reason: str
    gone: bool


Outcome: TypeAlias = Arrived | Again | Dead


class Delivery:
    """The sender of one bot on one channel; `run` until cancelled."""

    def __init__(
        self,
        channel: Channel,
        *,
        name: str,
        bot_id: str,
        engine: Engine,
        ids: Ids,
        clock: Callable[[], datetime],
        pace: Pace | None = None,
        lanes: int = LANES,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._channel = channel
        self._name = name
        self._bot_id = bot_id
        self._engine = engine
        self._ids = ids
        self._clock = clock
        self._pace = pace or Pace()
        self._lanes = lanes
        self._chance = chance
        self._news = asyncio.Event()
        self._under_way: dict[asyncio.Task[Outcome], OutboxRow] = {}
        self._outcomes: list[Outcome] = []  # not yet written down
        self._failures = 0
        self._recovered = False

    def wake(self) -> None:
        """Say that the outbox has something new."""
        self._news.set()

    async def run(self) -> None:
        try:
            while True:
                self._news.clear()
                await self._round()
                await self._rest()
        finally:
            await self._finish()

    async def _round(self) -> None:
        """Write down what ended and send what is due, in one transaction."""
        if not self._outcomes and self._room() <= 0:
            return
        outcomes, self._outcomes = self._outcomes, []
        careful = any(row.interrupted for row in self._under_way.values())
        try:
            rows = await asyncio.to_thread(self._exchange, outcomes, self._room(), careful=careful)
        except StoreError as fault:
            self._outcomes = outcomes + self._outcomes
            self._failures += 1
            log.error("delivery.store_refuses", extra={"fault": type(fault).__name__})
            await asyncio.sleep(backoff(self._failures, self._chance()))
            return
        self._failures = 0
        for row in rows:
            self._pace.take()
            task = asyncio.create_task(self._send(row))
            self._under_way[task] = row
            task.add_done_callback(self._ended)

    def _room(self) -> int:
        free = self._lanes - len(self._under_way)
        return int(min(free, self._pace.room(_seconds())))

    def _exchange(
        self, outcomes: Sequence[Outcome], room: int, *, careful: bool = False
    ) -> list[OutboxRow]:
        """Write down these, and choose what goes now; `careful`: nothing that was cut off before.

        What stops us again and again would otherwise cut off all at once, though few of them went.
        """
        now = self._clock()
        with self._engine.atomic():
            if not self._recovered:
                outbox.recover(self._engine, self._name, self._bot_id)
            whole = [each for each in outcomes if isinstance(each, Arrived) and not each.sent.more]
            outbox.sent(self._engine, [(each.row.id, each.sent.ref) for each in whole], now)
            for outcome in outcomes:
                self._settle(outcome, now)
            if room <= 0:
                return []
            look = room + self._pace.held + self._lanes  # as many may have been cut off
            found = outbox.due(self._engine, self._name, self._bot_id, now, look)
            free = [row for row in found if self._pace.free(row.chat)]
            chosen = list(_one_cut_off(free, careful=careful))[:room]
            ours = outbox.start(self._engine, [row.id for row in chosen], now)
        self._recovered = True
        return [row for row in chosen if row.id in ours]

    def _settle(self, outcome: Outcome, now: datetime) -> None:
        row = outcome.row
        match outcome:
            case Arrived(sent=Sent(more=True)):
                outbox.progress(self._engine, row.id, row.parts_sent + 1)
            case Arrived():
                pass  # noted with the others
            case Again(seconds=seconds, reason=reason, lost=lost):
                note = outbox.uncertain if lost or row.uncertain else outbox.retry
                note(self._engine, row.id, now + timedelta(seconds=seconds), reason)
            case Dead(reason=reason, gone=gone):
                outbox.died(self._engine, self._ids, row.id, reason, now, gone=gone)

    def _ended(self, task: asyncio.Task[Outcome]) -> None:
        del self._under_way[task]
        if not task.cancelled():
            self._outcomes.append(task.result())
        self._news.set()

    async def _send(self, row: OutboxRow) -> Outcome:
        if row.dead_reason is not None:
            return Dead(row, row.dead_reason, gone=True)
        if row.interrupted >= _MOST_INTERRUPTIONS:
            log.warning("delivery.unconfirmed", extra={"outbox": row.id})
            return Dead(row, "unconfirmed", gone=False)
        return await self._tried(row)

    async def _tried(self, row: OutboxRow) -> Outcome:
        try:
            sent = await self._channel.send(row.chat, read_body(row.body), row.parts_sent)
        except Refused as no:
            log.warning("delivery.refused", extra={"outbox": row.id, "reason": no.reason})
            return Dead(row, no.reason, gone=no.gone)
        except Flooded as no:
            self._pace.flooded(row.chat, no.retry_after, _seconds())
            log.warning("delivery.flooded", extra={"outbox": row.id, "seconds": no.retry_after})
            return Again(row, no.retry_after, no.reason, lost=False)
        except Unreachable as no:
            return self._later(row, no.reason, lost=False)
        except Lost as no:
            return self._lost(row, no.reason)
        except Exception as fault:  # no row may stop the others: this one is put aside visibly
            log.error("delivery.fault", extra={"outbox": row.id, "fault": type(fault).__name__})
            return Dead(row, type(fault).__name__, gone=False)
        self._pace.went(row.chat, _seconds())
        return Arrived(row, sent)

    def _lost(self, row: OutboxRow, reason: str) -> Outcome:
        """Copies are bounded: two of most messages, three of what a life may hang on."""
        urgent = row.urgency in (Urgency.DANGER, Urgency.ALERT)
        if row.uncertain and (not urgent or row.attempts >= 2):
            log.warning("delivery.unconfirmed", extra={"outbox": row.id})
            return Dead(row, "unconfirmed", gone=False)
        return self._later(row, reason, lost=True)

    def _later(self, row: OutboxRow, reason: str, *, lost: bool) -> Again:
        self._pace.went(row.chat, _seconds())
        seconds = backoff(row.attempts + 1, self._chance())
        log.info("delivery.again", extra={"outbox": row.id, "reason": reason})
        return Again(row, seconds, reason, lost)

    async def _rest(self) -> None:
        seconds = min(_LOOK_SECONDS, self._pace.soonest(_seconds()))
        # Not wait_for: on Python 3.11 that forgets a cancellation that meets the event.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()

    async def _finish(self) -> None:
        """What is under way may end, so that fewer messages are uncertain at the next start."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_FINISH_SECONDS)
        for task in self._under_way:
            task.cancel()
        outcomes, self._outcomes = self._outcomes, []
        try:
            await asyncio.to_thread(self._exchange, outcomes, 0)
        except StoreError as fault:  # they are uncertain, then
            log.error("delivery.store_refuses", extra={"fault": type(fault).__name__})


def _one_cut_off(rows: Sequence[OutboxRow], *, careful: bool) -> Iterator[OutboxRow]:
    """Give the rows, with one at most that was cut off before, and none when `careful`."""
    for row in rows:
        if not row.interrupted or not careful:
            yield row
        careful = careful or bool(row.interrupted)


def _seconds() -> float:
    return asyncio.get_running_loop().time()
