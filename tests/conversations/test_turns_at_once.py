"""Several workers on one PostgreSQL: each update once, in order per chat, each decision once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.web.decode import said, tapped
from conversations.errors import StoreBusy
from conversations.messages import Incoming
from conversations.rounds import Rounds
from conversations.store import inbox
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.inbox import Arrival
from conversations.turn import Turns
from tests.arrivals import decoded
from tests.conversations.situations import (
    HEAVY,
    eva,
    many,
    noor,
    number_of,
    offered,
    one,
    signal_of_eva,
    tap,
)
from tests.driver import CHANNEL, Talker, Town, knowledge

pytestmark = pytest.mark.edge

WORKERS = 3


def _arrives(talker: Talker, payload: str, update: str) -> None:
    arrival = Arrival(
        channel=CHANNEL, bot=CHANNEL, update_id=update, chat=talker.chat, payload=payload
    )
    inbox.receive(talker.town.engine, talker.town.ids, [arrival], talker.town.now)


class Worker:
    """One process: an engine and ids of its own; what is busy is tried again."""

    def __init__(self, town: Town, engine: Engine, read: list[str]) -> None:
        self._town = town
        self._read = read  # the messages in the order in which the workers read them
        ids = Ids()
        self._turns = Turns(
            engine, ids, knowledge=knowledge, organisation=town.organisation,
            decoders={CHANNEL: self._reads},
        )  # fmt: skip
        self._rounds = Rounds(engine=engine, ids=ids, organisation=town.organisation)

    def _reads(self, payload: str) -> Incoming:
        incoming = decoded(payload)
        self._read.append(incoming.ref)
        return incoming

    def works(self) -> int:
        taken = 0
        while True:
            try:
                if self._turns.take(self._town.now) is None:
                    return taken
                taken += 1
            except StoreBusy:
                continue

    def does_its_round(self) -> int:
        return self._rounds.climb_due(knowledge(), self._town.now)


@pytest.fixture
def town(empty_schema: str, opened: Callable[[str], Engine]) -> Town:
    return Town(opened(empty_schema))


@pytest.fixture
def read() -> list[str]:
    return []


@pytest.fixture
def workers(
    town: Town, empty_schema: str, opened: Callable[[str], Engine], read: list[str]
) -> list[Worker]:
    return [Worker(town, opened(empty_schema), read) for _ in range(WORKERS)]


def _until_done(town: Town, workers: list[Worker]) -> int:
    taken = 0
    with ThreadPoolExecutor(WORKERS) as pool:
        # A worker stops when every waiting chat is held by another: look again until none waits.
        while town.engine.query("SELECT 1 AS one FROM inbox WHERE state = 'new' LIMIT 1"):
            taken += sum(pool.map(Worker.works, workers))
    return taken


def test_many_chats_at_once_lose_nothing_and_keep_their_order(
    town: Town, workers: list[Worker], read: list[str]
) -> None:
    chats = [town.visitor(f"Bezoeker {number}") for number in range(10)]
    for turn in range(6):
        for number, chat in enumerate(chats):
            _arrives(
                chat, said("wat is respijtzorg?", f"{number}/{turn}", None), f"{number}/{turn}"
            )

    taken = _until_done(town, workers)

    assert taken == 60
    assert {row["attempts"] for row in many(town.engine, "inbox")} == {1}
    assert sorted(read, key=lambda ref: ref.split("/")[0]) == [
        f"{number}/{turn}" for number in range(10) for turn in range(6)
    ]


def test_turns_that_write_to_each_others_chats_are_all_done_in_the_end(
    town: Town, workers: list[Worker]
) -> None:
    signal_of_eva(town)
    manager, carer = noor(town), eva(town)
    tap(manager, "open_report")
    rounds = 15
    for number in range(rounds):
        # Each answer writes into the other's chat, in both directions at once.
        _arrives(manager, tapped(offered(manager, "answer_report"), None), f"a{number}")
        _arrives(manager, said(f"antwoord {number}", f"a{number}", None), f"b{number}")
        _arrives(carer, said(f"/meldingen {number}", f"c{number}", None), f"c{number}")

    taken = _until_done(town, workers)

    assert taken == 3 * rounds
    answers = [row for row in many(town.engine, "steps") if row["kind"] == "answered"]
    assert len(answers) == rounds
    assert number_of(town.engine, "follow_ups") == 0


def test_of_two_who_take_a_report_up_at_once_the_second_sees_the_first(
    town: Town, workers: list[Worker]
) -> None:
    signal = signal_of_eva(town)
    town.away("Noor Fictief", "Bram Fictief", days=3)
    manager, deputy = noor(town), town.person("Bram Fictief")
    for talker in (manager, deputy):
        talker.says("/werk")
        tap(talker, "open_report")
        _arrives(talker, tapped(offered(talker, "take_report"), None), f"t-{talker.name}")

    _until_done(town, workers)

    taken = [row["actor_id"] for row in many(town.engine, "steps") if row["kind"] == "taken"]
    assert one(town.engine, "signals", signal)["owner_id"] == taken[-1]


def test_two_rounds_at_once_move_each_report_once(town: Town, workers: list[Worker]) -> None:
    carer = eva(town)
    for _ in range(4):
        carer.says(HEAVY)
        for key in (town.named("Mevrouw Ans Voorbeeld").id, "yes"):
            tap(carer, "answer", key)
    town.engine.execute("UPDATE signals SET next_deadline = created_at")

    with ThreadPoolExecutor(WORKERS) as pool:
        moved = sum(pool.map(Worker.does_its_round, workers))

    reminded = [row for row in many(town.engine, "steps") if row["kind"] == "reminded"]
    assert (moved, len(reminded)) == (4, 4)
    assert {row["rung"] for row in many(town.engine, "signals")} == {1}
