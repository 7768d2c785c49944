"""The process that decides: it takes turns and does the rounds, and hears and sends nothing itself.

One stands beside every `run`. On PostgreSQL more of them may take turns, each another chat at the
same time.
"""

import asyncio
import gc
import logging
import signal
from contextlib import suppress
from typing import Final

from bot import clock
from bot.beside import Bell
from bot.channels import DECODERS
from bot.errors import CommandRefused, OtherHalfEnded
from bot.holder import upgrade
from bot.learning import Learning
from bot.organisation import organisation_of
from bot.rounds import RoundsLoop
from bot.settings import Settings
from bot.shelf import Shelf
from bot.worker import Worker
from conversations.rounds import Rounds
from conversations.store import topics
from conversations.store.engine import Engine, open_engine
from conversations.store.health import refuse_damaged
from conversations.store.ids import Ids
from conversations.store.outgoing import largest_id
from conversations.turn import Turns

log = logging.getLogger(__name__)

_LOOK_SECONDS: Final = 0.3
_REFRESH_SECONDS: Final = 5.0


def serve(settings: Settings, bell: Bell) -> None:
    """Decide for the `run` at the other end of the line, from its first ring until it ends."""
    with suppress(OtherHalfEnded):
        asyncio.run(_serve(settings, bell))


async def _serve(settings: Settings, bell: Bell) -> None:
    await bell.rung()  # the database is as it should be
    engine = open_engine(settings.database)
    try:
        shelf = Shelf(engine, Learning(settings.cache))
        organisation = organisation_of(engine, settings)
        ids = Ids(after=largest_id(engine))
        turns = Turns(engine, ids, knowledge=lambda: shelf.knowledge,
                      organisation=organisation, decoders=DECODERS)  # fmt: skip
        worker = Worker(turns, clock=clock.now, taken=bell.ring)
        rounds = Rounds(engine=engine, ids=ids, organisation=organisation)
        gc.freeze()  # what is known is large, and need not be looked through again and again
        bell.ring()
        try:
            await _until_alone(
                bell, worker, RoundsLoop(rounds, shelf, clock=clock.now, changed=bell.ring)
            )
        finally:
            shelf.close()
    finally:
        engine.close()


async def _until_alone(bell: Bell, worker: Worker, rounds: RoundsLoop) -> None:
    jobs = [
        asyncio.create_task(job) for job in (bell.answer(worker.wake), worker.run(), rounds.run())
    ]
    done, _ = await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)
    for job in done:
        job.result()


def run(settings: Settings) -> None:
    """Take turns beside the `run` of another machine or place, until a signal says stop."""
    engine = open_engine(settings.database)
    try:
        if engine.dialect.name != "postgresql":
            raise CommandRefused(
                "--turns-only is for PostgreSQL: on SQLite one `run` does everything."
            )
        refuse_damaged(engine)
        upgrade(engine, clock.now())
        asyncio.run(_run(settings, engine))
    finally:
        engine.close()


async def _run(settings: Settings, engine: Engine) -> None:
    await _topics_there(engine)
    shelf = await asyncio.to_thread(Shelf, engine, Learning(settings.cache))
    turns = Turns(
        engine,
        Ids(after=largest_id(engine)),
        knowledge=lambda: shelf.knowledge,
        organisation=organisation_of(engine, settings),
        decoders=DECODERS,
    )
    # Whoever sends looks in the outbox by itself.
    worker = Worker(turns, clock=clock.now, taken=lambda: None)
    log.info("turns.started")
    tasks = [asyncio.create_task(job) for job in (worker.run(), _refresh(shelf))]
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, tasks[0].cancel)
    try:
        with suppress(asyncio.CancelledError):
            await tasks[0]
    finally:
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        shelf.close()
    log.info("turns.stopped")


async def _topics_there(engine: Engine) -> None:
    """On an empty database the `run` beside us loads them; without them we know no answer."""
    while not await asyncio.to_thread(topics.published, engine):  # noqa: ASYNC110 - of another process
        await asyncio.sleep(_LOOK_SECONDS)


async def _refresh(shelf: Shelf) -> None:
    while True:
        await asyncio.sleep(_REFRESH_SECONDS)
        if await asyncio.to_thread(shelf.refresh):
            log.info("topics.refreshed")
