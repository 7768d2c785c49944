"""One run on one engine: people write, programs are killed and start again, then it is judged."""

import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot import clock
from conversations.store.engine import Engine, migrate, open_engine
from conversations.store.ids import Ids
from tests.chaos.crowd import Crowd
from tests.chaos.programs import Nursery, Program, Whom
from tests.chaos.town import chats, environment, settle
from tests.chaos.verdict import Verdict, judge
from tests.fakes.bot_api import FakeBotApi

_ACTS_A_KILL: Final = 20
_ACTS_A_KILL_IN_SHORT: Final = 12  # in a run of few kills, as on every push
_SHORT: Final = 100
_CHATS_A_KILL: Final = 2.5
_FEWEST_CHATS: Final = 20
_WAITING: Final = 40  # that many updates at most wait at the Bot API
_LOOK_SECONDS: Final = 0.01
_EARLY: Final = 0.2  # share of kills that may come while the program still starts
_LIFE_SECONDS: Final = 0.3  # at most, after it is up
_PATIENCE_SECONDS: Final = 120.0
_OPEN: Final = """SELECT
    (SELECT count(*) FROM inbox WHERE state = 'new') AS inbox,
    (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending', 'uncertain')) AS outbox"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is printed of a run."""

    engine: str
    kills: int
    offered: int
    sent: int
    verdict: Verdict
    control_offered: int
    control_lost: int
    troubles: Sequence[str]
    seconds: float

    @property
    def faults(self) -> list[str]:
        found = list(self.verdict.faults(self.kills))
        if not self.control_lost:
            found.append("the control, which confirms first, lost nothing: this run proves nothing")
        return found


async def run(name: str, database: str, control_database: str, *, kills: int, seed: int) -> Outcome:
    """Kill so many times; `database` and `control_database` are empty."""
    began = time.monotonic()
    chance = random.Random(seed)  # noqa: S311 - reproducible on purpose
    crowd_chats = chats(max(_FEWEST_CHATS, int(kills * _CHATS_A_KILL)))
    settled_at = clock.now()
    engine = open_engine(database)
    try:
        settle(engine, Ids(), crowd_chats, settled_at)
        async with FakeBotApi() as api, Nursery() as nursery, _folder() as folder:
            programs = _programs(name, nursery, environment(database, api.base_url), folder)
            crowd = Crowd(api, crowd_chats, seed)
            await _kill(programs, crowd, api, kills, chance)
            await _drain(engine, api, programs)
            verdict = await asyncio.to_thread(
                judge, engine, crowd.ledger, api.sent_messages, crowd_chats, settled_at
            )
            offered, lost = await _control(nursery, control_database, folder, chance)
            troubles = [line for program in programs for line in program.troubles()]
            return Outcome(
                engine=name, kills=kills, offered=len(crowd.ledger), sent=len(api.sent_messages),
                verdict=verdict, control_offered=offered, control_lost=lost, troubles=troubles,
                seconds=time.monotonic() - began,
            )  # fmt: skip
    finally:
        engine.close()


def _programs(name: str, nursery: Nursery, env: dict[str, str], folder: Path) -> list[Program]:
    """One does everything; on PostgreSQL two more take turns beside it."""
    more = [["run", "--turns-only"]] * 2 if name == "postgresql" else []
    return [Program(nursery, argv, env, folder) for argv in (["run"], *more)]


async def _kill(
    programs: Sequence[Program], crowd: Crowd, api: FakeBotApi, kills: int, chance: random.Random
) -> None:
    """Kill one after the other, while people go on writing."""
    acts = _ACTS_A_KILL if kills >= _SHORT else _ACTS_A_KILL_IN_SHORT
    allowed = acts
    fed = asyncio.Event()

    async def feed() -> None:
        while True:
            more = len(crowd.ledger) < allowed
            if not more or len(api.queue.pending) >= _WAITING or not crowd.offer():
                if not more:
                    fed.set()
                await asyncio.sleep(_LOOK_SECONDS)

    for program in programs:
        await program.start()
    feeding = asyncio.create_task(feed())
    for _ in range(kills):
        prey = await _prey(programs, chance)
        await asyncio.sleep(chance.uniform(0, _LIFE_SECONDS))
        if prey is not programs[0]:
            await fed.wait()  # the one that receives needs its share of life
        await prey.kill(chance.choice(list(Whom)))
        await prey.start()
        fed.clear()
        allowed += acts
    feeding.cancel()
    await asyncio.wait([feeding])


async def _prey(programs: Sequence[Program], chance: random.Random) -> Program:
    """Mostly one that is up; now and then any, which may be starting still."""
    if chance.random() < _EARLY:
        return chance.choice(programs)
    prey = chance.choice([program for program in programs if program.is_up] or programs)
    await prey.up()
    return prey


async def _drain(engine: Engine, api: FakeBotApi, programs: Sequence[Program]) -> None:
    """Let everything come to an end; what is still open after that is found by the judge."""
    until = time.monotonic() + _PATIENCE_SECONDS
    quiet = 0
    while quiet < 3 and time.monotonic() < until:
        await asyncio.sleep(0.1)
        (row,) = await asyncio.to_thread(engine.query, _OPEN)
        quiet = quiet + 1 if not (row["inbox"] or row["outbox"] or api.queue.pending) else 0
    for program in programs:
        await program.kill()


_CONTROL_KILLS: Final = 4
_CONTROL_ACTS: Final = 60


async def _control(
    nursery: Nursery, database: str, folder: Path, chance: random.Random
) -> tuple[int, int]:
    """The same, confirmed before it is stored; gives how many were offered and how many lost."""
    engine = open_engine(database)
    try:
        migrate(engine)
        async with FakeBotApi() as api:
            program = Program(
                nursery, ["confirm-first"], environment(database, api.base_url), folder
            )
            await program.start()
            for _ in range(_CONTROL_KILLS):
                await program.up()
                for number in range(_CONTROL_ACTS):
                    api.says(number + 1, f"Dag, {chance.random()}")
                while api.queue.pending:  # noqa: ASYNC110 - the bot confirms them by polling
                    await asyncio.sleep(0.002)
                await program.kill()
                await program.start()
            await program.up()
            while api.queue.pending and await _grows(engine):
                pass
            await program.kill()
        (row,) = engine.query("SELECT count(*) AS n FROM inbox")
        return _CONTROL_KILLS * _CONTROL_ACTS, _CONTROL_KILLS * _CONTROL_ACTS - int(row["n"])
    finally:
        engine.close()


async def _grows(engine: Engine) -> bool:
    (before,) = await asyncio.to_thread(engine.query, "SELECT count(*) AS n FROM inbox")
    await asyncio.sleep(1.0)
    (after,) = await asyncio.to_thread(engine.query, "SELECT count(*) AS n FROM inbox")
    return bool(before["n"] != after["n"])


@asynccontextmanager
async def _folder() -> AsyncIterator[Path]:
    with tempfile.TemporaryDirectory(prefix="aanspreekpunt-chaos-") as name:
        yield Path(name)
