"""Whoever watches over the bot sees when somebody is not being heard."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot import clock
from bot.watch import Watch
from conversations.store import inbox
from conversations.store.engine import Engine, migrate, open_engine
from conversations.store.ids import Ids
from conversations.store.inbox import Arrival


@dataclass(frozen=True, slots=True)
class Line:
    """A line to Telegram, as far as it is watched."""

    trouble: str | None


@pytest.fixture
def engine() -> Iterator[Engine]:
    opened = open_engine(":memory:")
    migrate(opened)
    yield opened
    opened.close()


def said(engine: Engine, *, seconds_ago: int) -> None:
    arrival = Arrival(channel="web", bot="web", update_id="1", chat="anna", payload="{}")
    at = clock.now() - timedelta(seconds=seconds_ago)
    inbox.receive(engine, Ids(), [arrival], at)


async def test_all_is_well_as_long_as_nobody_waits_long(engine: Engine) -> None:
    said(engine, seconds_ago=5)
    health = await Watch(engine, [Line(None)]).health()

    assert (health.well, health.details["inbox_waiting"], health.details["telegram"]) == (
        True,
        1,
        "well",
    )


async def test_somebody_who_waits_for_minutes_is_seen(engine: Engine) -> None:
    said(engine, seconds_ago=300)
    health = await Watch(engine).health()

    assert not health.well
    assert health.details["inbox_oldest_seconds"] in range(300, 310)


async def test_a_line_in_trouble_is_named(engine: Engine) -> None:
    health = await Watch(engine, [Line("telegram.unreachable"), Line(None)]).health()

    assert (health.well, health.details["telegram"]) == (False, "telegram.unreachable")
