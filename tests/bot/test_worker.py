"""Turns that are committed together: one that fails takes none of the others with it."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.web.decode import decode, said
from bot.worker import Worker
from conversations.errors import StoreFull
from conversations.messages import Incoming
from conversations.store import inbox
from conversations.store.engine import open_engine
from conversations.store.inbox import Arrival
from conversations.turn import Turns
from tests.driver import CHANNEL, Town, knowledge


@dataclass(slots=True)
class Reader:
    """Reads messages, but meets a fault at each word it was told of."""

    faults: dict[str, Exception] = field(default_factory=dict)
    met: int = 0

    def __call__(self, payload: str) -> Incoming:
        for word, fault in self.faults.items():
            if word in payload:
                self.met += 1
                raise fault
        return decode(payload)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    engine = open_engine(str(tmp_path / "town.db"))
    yield Town(engine)
    engine.close()


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def worker(town: Town, reader: Reader) -> Worker:
    turns = Turns(
        town.engine,
        town.ids,
        knowledge=knowledge,
        organisation=town.organisation,
        decoders={CHANNEL: reader},
    )
    return Worker(turns, clock=lambda: town.now, taken=lambda: None)


def arrive(town: Town, **messages: str) -> None:
    arrivals = [
        Arrival(channel=CHANNEL, bot=CHANNEL, update_id=chat, chat=chat,
                payload=said(text, f"m-{chat}", None))
        for chat, text in messages.items()
    ]  # fmt: skip
    inbox.receive(town.engine, town.ids, arrivals, town.now)


def states(town: Town) -> dict[str, str]:
    rows = town.engine.query("SELECT update_id, state FROM inbox")
    return {row["update_id"]: row["state"] for row in rows}


async def run_until(worker: Worker, done: Callable[[], bool]) -> None:
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(20):
        while not done():  # noqa: ASYNC110 - the database tells it to nobody
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait([running])


@pytest.mark.edge
async def test_a_message_that_cannot_be_handled_stops_no_other(
    town: Town, reader: Reader, worker: Worker
) -> None:
    reader.faults["breekt"] = ValueError("unreadable")
    arrive(town, anna="wat is respijtzorg?", bas="breekt", cor="wat is een pgb?")
    await run_until(worker, lambda: "new" not in states(town).values())

    assert states(town) == {"anna": "done", "bas": "aside", "cor": "done"}


@pytest.mark.edge
async def test_when_the_database_cannot_now_all_of_them_are_taken_again(
    town: Town, reader: Reader, worker: Worker
) -> None:
    reader.faults["vol"] = StoreFull("no room")
    arrive(town, anna="wat is respijtzorg?", bas="vol")
    await run_until(worker, lambda: reader.met > 0)
    refused = set(states(town).values())
    reader.faults.clear()
    await run_until(worker, lambda: "new" not in states(town).values())

    assert refused == {"new"}
    assert states(town) == {"anna": "done", "bas": "done"}
