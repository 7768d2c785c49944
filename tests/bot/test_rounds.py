"""The rounds move what waits too long, and a duty that fails keeps no other from being done."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.demo_network import CARER, CASE_MANAGER
from bot.rounds import RoundsLoop
from conversations.context import Knowledge
from conversations.errors import StoreBusy
from conversations.store.engine import open_engine
from tests.driver import Town, knowledge


@dataclass(slots=True)
class FakeShelf:
    """A shelf on which nothing new ever lies, or that cannot be reached."""

    breaks: bool = False
    looked: int = 0

    @property
    def knowledge(self) -> Knowledge:
        return knowledge()

    def refresh(self) -> bool:
        self.looked += 1
        if self.breaks:
            raise StoreBusy("somebody else writes")
        return False


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    engine = open_engine(str(tmp_path / "town.db"))
    yield Town(engine)
    engine.close()


@asynccontextmanager
async def rounds(
    town: Town, shelf: FakeShelf, changed: Callable[[], None], clock: Callable[[], datetime]
) -> AsyncIterator[None]:
    loop = RoundsLoop(town.rounds, shelf, clock=clock, changed=changed, every_seconds=0.01)
    going = asyncio.create_task(loop.run())
    try:
        yield
    finally:
        going.cancel()
        await asyncio.wait([going])


def signal_of(town: Town) -> None:
    eva = town.person(CARER)
    eva.says("ik kan de zorg voor mijn moeder niet meer aan, ik slaap al weken niet")
    eva.taps("Over mijzelf")
    eva.taps("Ja, geef door")
    eva.hears("Uw melding heeft nummer")


async def test_a_signal_that_nobody_looks_at_is_reminded_of(town: Town) -> None:
    signal_of(town)
    told = asyncio.Event()
    async with (
        rounds(town, FakeShelf(), told.set, lambda: town.now + timedelta(hours=6)),
        asyncio.timeout(40),
    ):
        await told.wait()

    town.person(CASE_MANAGER).hears("wacht nog op u")
    town.person(CARER).hears("nog niet gezien")


async def test_a_duty_that_fails_keeps_no_other_from_being_done(town: Town) -> None:
    signal_of(town)
    told, shelf = asyncio.Event(), FakeShelf(breaks=True)
    async with (
        rounds(town, shelf, told.set, lambda: town.now + timedelta(hours=6)),
        asyncio.timeout(40),
    ):
        await told.wait()

    town.person(CASE_MANAGER).hears("wacht nog op u")
    assert shelf.looked >= 1


async def test_nobody_is_roused_while_nothing_is_due(town: Town) -> None:
    told, shelf = asyncio.Event(), FakeShelf()
    async with rounds(town, shelf, told.set, lambda: town.now), asyncio.timeout(40):
        while shelf.looked < 3:  # noqa: ASYNC110 - what is waited for happens in another thread
            await asyncio.sleep(0.01)

    assert not told.is_set()
