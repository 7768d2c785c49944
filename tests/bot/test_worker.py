"""Turns that are committed together: one that fails takes none of the others with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import pytest

from bot.web.decode import decode, said
from bot.worker import Worker
from conversations.errors import StoreFull
from conversations.messages import Incoming
from conversations.store import inbox
from conversations.store.engine import Engine, open_engine
from conversations.store.inbox import Arrival
from conversations.turn import Turns
from knowledge.kinds import Kinds
from knowledge.languages import Heard
from knowledge.regions import Region
from knowledge.understanding import Understander, Understanding
from tests.driver import CHANNEL, Town, knowledge
from tests.learning import LEARNING


@dataclass(slots=True)
class Reader:
    """Reads messages, but meets a fault at each word it was told of."""

    faults: dict[str, Exception] = field(default_factory=dict)

    def __call__(self, payload: str) -> Incoming:
        for word, fault in self.faults.items():
            if word in payload:
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


class Interrupted(Understander):
    """Lets somebody else write to the database while it works out a message."""

    def between(self, engine: Engine) -> Self:
        self.engine, self.worked_out = engine, list[str]()
        return self

    def _understand(self, text: str, region: Region | None, told: Heard) -> Understanding:
        self.engine.execute("UPDATE conversations SET met_at = met_at")  # waits for the writer
        self.worked_out.append(text)
        return super()._understand(text, region, told)


@pytest.fixture
def worker(town: Town, reader: Reader) -> Worker:
    known = knowledge()
    known.understander.understand("Goedemorgen, ik heb een vraag.")  # as `run` does at its start
    turns = Turns(
        town.engine,
        town.ids,
        knowledge=lambda: known,
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


def take_all(town: Town, worker: Worker) -> None:
    while "new" in states(town).values():
        worker.take_some()


def test_a_message_that_cannot_be_handled_stops_no_other(
    town: Town, reader: Reader, worker: Worker
) -> None:
    reader.faults["breekt"] = ValueError("unreadable")
    arrive(town, anna="wat is respijtzorg?", bas="breekt", cor="wat is een pgb?")
    take_all(town, worker)

    assert states(town) == {"anna": "done", "bas": "aside", "cor": "done"}


def test_what_the_database_cannot_take_now_is_taken_again(
    town: Town, reader: Reader, worker: Worker
) -> None:
    reader.faults["vol"] = StoreFull("no room")
    arrive(town, anna="wat is respijtzorg?", bas="vol")
    with pytest.raises(StoreFull):
        worker.take_some()
    refused = states(town)
    reader.faults.clear()
    take_all(town, worker)

    assert refused["bas"] == "new"
    assert states(town) == {"anna": "done", "bas": "done"}


def test_the_database_is_free_while_messages_are_understood(
    town: Town, reader: Reader, tmp_path: Path
) -> None:
    other = open_engine(str(tmp_path / "town.db"))
    understander = Interrupted(knowledge().index, Kinds(LEARNING.kinds())).between(other)
    known = replace(knowledge(), understander=understander)
    turns = Turns(
        town.engine, town.ids, knowledge=lambda: known, organisation=town.organisation,
        decoders={CHANNEL: reader},
    )  # fmt: skip
    arrive(town, anna="wat is respijtzorg?", bas="wat is een pgb?")
    take_all(town, Worker(turns, clock=lambda: town.now, taken=lambda: None))
    other.close()

    assert states(town) == {"anna": "done", "bas": "done"}
    assert understander.worked_out == ["wat is respijtzorg?", "wat is een pgb?"]
