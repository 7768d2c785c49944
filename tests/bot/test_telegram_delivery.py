"""From the outbox to a person's phone: delivery and Telegram together, over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.delivery import Delivery
from bot.pace import Pace
from bot.telegram import TelegramSender, connect
from conversations.store.engine import Engine, migrate, open_engine
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.post import Post

pytestmark = pytest.mark.edge


def fast() -> Pace:
    return Pace(per_chat=0, overall=None)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(str(tmp_path / "store.db"))
    migrate(engine)
    yield engine
    engine.close()


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as api:
        for chat in range(1, 60):
            api.knows(chat)
        yield api


@asynccontextmanager
async def delivering(api: FakeBotApi, post: Post, pace: Pace) -> AsyncIterator[None]:
    async with connect(api.token, base_url=api.base_url, lanes=8) as line:
        delivery = Delivery(
            TelegramSender(line.bot),
            name="telegram",
            bot_id=line.bot_id,
            engine=post.engine,
            ids=post.ids,
            clock=now,
            pace=pace,
            lanes=8,
        )
        task = asyncio.create_task(delivery.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])


async def until_done(post: Post) -> None:
    async with asyncio.timeout(40):
        while post.unsent():  # noqa: ASYNC110 - written down in another thread
            await asyncio.sleep(0.02)


async def test_with_its_own_pace_it_is_never_told_to_slow_down(
    api: FakeBotApi, store: Engine
) -> None:
    api.limits(per_chat=1, overall=30)
    post = Post(store, now())
    for chat in range(1, 60):
        post.write(str(chat), text="een")
    post.write("1", text="twee")
    async with delivering(api, post, Pace()):
        await until_done(post)

    assert len(api.sent()) == 60
    assert (api.faults.met["rate"], api.faults.early) == (0, 0)


async def test_nothing_is_sent_to_a_chat_that_was_told_to_wait(
    api: FakeBotApi, store: Engine
) -> None:
    post = Post(store, now())
    api.fails("flood", chat=1, retry_after=1)
    for number in range(3):
        post.write("1", text=str(number))
        post.write("2", text=str(number))
    async with delivering(api, post, fast()):
        await until_done(post)

    assert [message.text for message in api.sent(1)] == ["0", "1", "2"]
    assert api.faults.early == 0
    assert max(m.at for m in api.sent(2)) < min(m.at for m in api.sent(1))


async def test_of_a_message_whose_answer_was_lost_the_copy_is_the_same(
    api: FakeBotApi, store: Engine
) -> None:
    post = Post(store, now())
    api.fails("lost_reply", chat=1)
    api.fails("half_reply", chat=2)
    api.fails("reset", chat=3)
    for chat in "123":
        post.write(chat, text="Uw melding heeft nummer Z-2026-0041.")
    async with delivering(api, post, fast()):
        await until_done(post)

    texts = [[message.text for message in api.sent(chat)] for chat in (1, 2, 3)]
    assert texts == [["Uw melding heeft nummer Z-2026-0041."] * copies for copies in (2, 2, 1)]
    assert post.follow_ups() == []


async def test_while_telegram_is_away_nothing_is_lost_or_doubled(
    api: FakeBotApi, store: Engine
) -> None:
    post = Post(store, now())
    await api.go_offline()
    for chat in range(1, 21):
        post.write(str(chat))
    async with delivering(api, post, fast()):
        await asyncio.sleep(0.3)
        await api.go_online()
        await until_done(post)

    assert sorted(message.chat for message in api.sent()) == list(range(1, 21))


async def test_a_person_who_blocked_the_bot_gets_one_try_and_staff_are_told(
    api: FakeBotApi, store: Engine
) -> None:
    post = Post(store, now())
    api.blocks(1)
    rows = [post.write("1"), post.write("1")]
    post.write("2")
    async with delivering(api, post, fast()):
        await until_done(post)

    assert post.follow_ups() == rows
    assert [message.chat for message in api.sent()] == [2]
