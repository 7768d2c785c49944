"""One running program on a database: the second is refused, a crash frees the place."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from conversations.store import lease
from conversations.store.engine import Engine, migrate

NOW: Final = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def store(engine: Engine) -> Engine:
    migrate(engine)
    return engine


def test_the_second_program_is_refused_while_the_first_renews(store: Engine) -> None:
    taken = [
        lease.take(store, "first", NOW),
        lease.take(store, "second", NOW + timedelta(seconds=20)),
        lease.take(store, "first", NOW + timedelta(seconds=25)),
        lease.take(store, "second", NOW + timedelta(seconds=50)),
    ]

    assert taken == [True, False, True, False]


def test_a_program_that_crashed_is_followed_up_after_half_a_minute(store: Engine) -> None:
    lease.take(store, "first", NOW)

    assert lease.take(store, "second", NOW + lease.LASTS)
    assert not lease.take(store, "first", NOW + lease.LASTS)


def test_a_program_that_stops_frees_the_place_at_once(store: Engine) -> None:
    lease.take(store, "first", NOW)

    lease.release(store, "somebody else")
    refused = lease.take(store, "second", NOW)
    lease.release(store, "first")

    assert not refused
    assert lease.take(store, "second", NOW)
