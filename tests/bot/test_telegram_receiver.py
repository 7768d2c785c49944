"""No message to the bot is lost: it is kept first and confirmed afterwards, come what may."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.telegram import Receiver, connect
from conversations.store.engine import Engine, migrate, open_engine
from conversations.store.ids import Ids
from tests.fakes.bot_api import FakeBotApi

pytestmark = pytest.mark.edge

ANNA, BERT = 11, 12
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(str(tmp_path / "store.db"))
    migrate(engine)
    yield engine
    engine.close()


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as api:
        yield api


class Office:
    """A bot's receiving side that can be started and stopped, and what it kept."""

    def __init__(self, api: FakeBotApi, store: Engine) -> None:
        self.api = api
        self.store = store
        self.now = NOW
        self.ids = Ids()
        self.woken = 0
        self.taps: list[str] = []
        self.receiver: Receiver | None = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        async with connect(self.api.token, base_url=self.api.base_url, lanes=1) as line:
            self.receiver = Receiver(
                line.bot,
                bot_id=line.bot_id,
                engine=self.store,
                ids=self.ids,
                clock=lambda: self.now,
                arrived=self._arrived,
                tapped=self.taps.append,
                chance=lambda: 0.0,
                conflict_seconds=0.2,
            )
            task = asyncio.create_task(self.receiver.run())
            try:
                yield
            finally:
                task.cancel()
                await asyncio.wait([task])
            assert task.cancelled(), task.exception()

    def _arrived(self) -> None:
        self.woken += 1

    def kept(self) -> list[dict[str, Any]]:
        return self.store.query("SELECT update_id, state, error FROM inbox ORDER BY id")

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(8):
            while not true():  # noqa: ASYNC110 - what is waited for happens in another thread
                await asyncio.sleep(0.01)

    async def until_confirmed(self, count: int) -> None:
        await self.until(lambda: self.api.queue.confirmed >= count)


@pytest.fixture
def office(api: FakeBotApi, store: Engine) -> Office:
    return Office(api, store)


async def test_what_people_say_is_kept_and_then_confirmed(office: Office) -> None:
    office.api.says(ANNA, "een")
    async with office.open():
        await office.until_confirmed(1)
        office.api.says(BERT, "twee")
        await office.until_confirmed(2)

    assert [row["state"] for row in office.kept()] == ["new", "new"]
    assert office.woken == 2
    assert (office.api.methods.negative_offsets, office.api.methods.drops) == (0, 0)


async def test_while_nothing_can_be_kept_nothing_is_confirmed(office: Office) -> None:
    office.store.execute(
        """CREATE TRIGGER full BEFORE INSERT ON inbox
            BEGIN SELECT RAISE(ABORT, 'disk full'); END"""
    )
    office.api.says(ANNA, "een")
    async with office.open():
        await office.until(lambda: office.receiver.trouble is not None)
        assert office.receiver.trouble == "telegram.store_refuses"
        assert (office.kept(), office.api.queue.confirmed) == ([], 0)

        office.store.execute("DROP TRIGGER full")
        await office.until_confirmed(1)

        assert office.receiver.trouble is None
    assert len(office.kept()) == 1


async def test_a_stop_between_keeping_and_confirming_doubles_nothing(office: Office) -> None:
    office.api.says(ANNA, "een")
    (update,) = office.api.queue.pending
    async with office.open():
        await office.until_confirmed(1)
    office.api.queue.jump(update["update_id"])
    office.api.raw(update)
    office.api.says(ANNA, "twee")
    office.now += timedelta(days=8)
    async with office.open():
        await office.until_confirmed(3)

    assert len(office.kept()) == 2


async def test_what_cannot_be_read_is_put_aside_and_the_next_goes_on(office: Office) -> None:
    office.api.says(ANNA, "een")
    office.api.raw({"message": {"message_id": 5, "chat": {"id": ANNA, "type": "private"}}})
    office.api.raw({"callback_query": {"id": "1", "from": {"id": ANNA}}})
    office.api.raw({"message": ["geen", "bericht"]})
    office.api.says(ANNA, "twee")
    async with office.open():
        await office.until_confirmed(5)

    assert [row["state"] for row in office.kept()] == ["new", "aside", "aside", "aside", "new"]
    assert office.kept()[1]["error"] == "KeyError"


async def test_after_a_short_stop_it_goes_on_where_it_was(office: Office) -> None:
    office.api.says(ANNA, "een")
    async with office.open():
        await office.until_confirmed(1)
    office.now += timedelta(days=2)
    office.api.says(ANNA, "twee")
    async with office.open():
        await office.until_confirmed(2)

    assert len(office.kept()) == 2


@pytest.mark.parametrize("next_id", [12, 900_000_000])
async def test_after_a_silent_week_numbers_may_start_anywhere(office: Office, next_id: int) -> None:
    office.api.says(ANNA, "een")
    async with office.open():
        await office.until_confirmed(1)
    office.now += timedelta(days=8)
    office.api.queue.jump(next_id)
    office.api.says(ANNA, "na een week")
    async with office.open():
        await office.until_confirmed(2)
        office.api.says(ANNA, "en meteen daarna")
        await office.until_confirmed(3)

    assert [row["update_id"] for row in office.kept()][1:] == [str(next_id), str(next_id + 1)]


async def test_numbers_that_go_back_under_way_lose_nothing(office: Office) -> None:
    async with office.open():
        office.api.says(ANNA, "een")
        await office.until_confirmed(1)
        office.api.queue.jump(40)
        office.api.says(ANNA, "twee")
        office.api.says(ANNA, "drie")
        await office.until_confirmed(3)

    assert [row["update_id"] for row in office.kept()][1:] == ["40", "41"]


async def test_another_bot_with_our_token_is_told_once_and_waited_out(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    office.api.methods.webhook = "https://example.org/other"
    async with office.open():
        await office.until(lambda: office.receiver.trouble is not None)
        await asyncio.sleep(0.5)
        assert office.receiver.trouble == "telegram.another_poller_has_our_token"

        office.api.methods.webhook = ""
        office.api.says(ANNA, "een")
        await office.until_confirmed(1)

    told = [record.message for record in caplog.records if record.levelno >= logging.ERROR]
    assert told == ["telegram.another_poller_has_our_token"]
    assert len(office.kept()) == 1


async def test_two_receivers_on_one_token_keep_each_message_once(
    office: Office, api: FakeBotApi, store: Engine
) -> None:
    other = Office(api, store)
    other.ids = office.ids
    async with office.open(), other.open():
        for number in range(30):
            api.says(ANNA, str(number))
            await asyncio.sleep(0.02)
        await office.until_confirmed(30)

    assert len(office.kept()) == 30


async def test_a_token_that_is_not_accepted_is_told_without_saying_it(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    secret = office.api.token
    async with office.open():
        office.api.token = "1:other"  # noqa: S105 - as when ours was revoked
        office.api.says(ANNA, "een")
        await office.until(lambda: office.receiver.trouble == "telegram.token_not_accepted")

    assert secret not in caplog.text


async def test_telegram_that_is_away_is_waited_for(office: Office) -> None:
    office.api.says(ANNA, "een")
    await office.api.go_offline()
    async with office.open():
        await office.until(lambda: office.receiver.trouble == "telegram.unreachable")
        await office.api.go_online()
        await office.until_confirmed(1)

    assert len(office.kept()) == 1


@pytest.mark.parametrize("kind", ["half_reply", "reset", "server_error", "flood", "lost_reply"])
async def test_a_batch_that_comes_to_grief_under_way_comes_again(office: Office, kind: str) -> None:
    office.api.says(ANNA, "een")
    office.api.fails(kind, method="getUpdates")
    async with office.open():
        await office.until_confirmed(1)

    assert len(office.kept()) == 1


async def test_a_press_is_passed_on_at_once_to_be_acknowledged(office: Office) -> None:
    tap = office.api.forges_tap(ANNA, 5, "k1")
    async with office.open():
        await office.until_confirmed(1)

    assert office.taps == [tap]


async def test_nothing_of_what_people_say_or_who_they_are_is_logged(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    office.api.knows(ANNA, name="Anna Kanarie")
    office.api.says(ANNA, "een kanarie in de mijn")
    office.api.raw({"message": {"text": "kanarie", "chat": {"id": ANNA}}})
    async with office.open():
        await office.until_confirmed(2)

    assert "anarie" not in caplog.text
    assert office.api.token not in caplog.text
    assert "telegram.received" in caplog.text
