"""A bot that was killed can start again at once; one that runs is left alone."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from socket import gethostname

import pytest

from bot.errors import AlreadyRunning
from bot.holder import gone, keep, own_name, take, upgrade
from conversations.store import lease
from conversations.store.engine import Engine, migrate, open_engine
from conversations.store.migration import Migration
from conversations.store.migrations import MIGRATIONS

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(str(tmp_path / "store.db"))
    migrate(opened)
    yield opened
    opened.close()


@pytest.fixture
def killed() -> str:
    """The name of a program of this machine that is no longer there."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return f"{gethostname()}:{ended.pid}:0a1b2c3d"


def test_a_bot_that_was_killed_starts_again_at_once(engine: Engine, killed: str) -> None:
    lease.take(engine, killed, NOW)
    mine = own_name()

    assert take(engine, mine, NOW)
    assert lease.holder(engine) == mine


def test_a_bot_that_runs_keeps_its_database(engine: Engine) -> None:
    theirs = f"{gethostname()}:{os.getppid()}:0a1b2c3d"
    lease.take(engine, theirs, NOW)

    assert not take(engine, own_name(), NOW)
    assert lease.holder(engine) == theirs


def test_nobody_can_say_whether_a_bot_on_another_machine_ended(engine: Engine, killed: str) -> None:
    elsewhere = f"elsewhere:{killed.split(':')[1]}:0a1b2c3d"
    lease.take(engine, elsewhere, NOW)

    assert not take(engine, own_name(), NOW)


def test_a_newer_version_leaves_the_schema_alone_while_an_older_run_serves(
    engine: Engine, killed: str
) -> None:
    newer = (*MIGRATIONS, Migration(name="0002-newer", statements=("CREATE TABLE newer (a TEXT)",)))
    theirs = f"{gethostname()}:{os.getppid()}:0a1b2c3d"
    lease.take(engine, theirs, NOW)
    with pytest.raises(AlreadyRunning, match="older"):
        upgrade(engine, NOW, newer)
    beside = engine.applied()
    upgrade(engine, NOW)  # of its own version
    lease.take_over(engine, theirs, killed, NOW)
    upgrade(engine, NOW, newer)

    assert "0002-newer" not in beside
    assert "0002-newer" in engine.applied()


def test_a_container_that_starts_again_has_the_same_number() -> None:
    assert gone(f"{gethostname()}:{os.getpid()}:0a1b2c3d")


def test_of_two_that_come_after_a_killed_one_only_the_first_runs(
    engine: Engine, killed: str
) -> None:
    lease.take(engine, killed, NOW)

    assert lease.take_over(engine, killed, "first", NOW)
    assert not lease.take_over(engine, killed, "second", NOW)


async def test_a_bot_goes_on_while_its_database_takes_nothing_in(engine: Engine) -> None:
    lease.take(engine, "mine", NOW)
    engine.execute("PRAGMA query_only = ON")
    keeping = asyncio.create_task(
        keep(engine, "mine", lambda: NOW + lease.LASTS / 2, every_seconds=0.01)
    )
    await asyncio.sleep(0.1)
    went_on = not keeping.done()
    engine.execute("PRAGMA query_only = OFF")
    await asyncio.sleep(0.1)
    keeping.cancel()

    assert went_on
    assert not lease.take(engine, "another", NOW + lease.LASTS)


async def test_a_bot_whose_lease_was_taken_over_stops(engine: Engine) -> None:
    lease.take(engine, "another", NOW)

    with pytest.raises(AlreadyRunning):
        await keep(engine, "mine", lambda: NOW, every_seconds=0.01)
