"""Ids go up, whatever the clock does."""

import random
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.errors import MomentUnclear
from conversations.store.ids import WIDTH, Ids

MORNING = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def seeded(after: str | None = None) -> Ids:
    """Make ids of which the chance is known."""
    return Ids(after=after, chance=random.Random(7).getrandbits)  # noqa: S311 - no secret


def test_an_id_can_be_read_aloud() -> None:
    made = seeded().new(MORNING)

    assert len(made) == WIDTH
    assert set(made) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


@given(st.lists(st.integers(-(10**7), 10**7), min_size=2, max_size=50))
def test_ids_go_up_when_the_clock_jumps(jumps: list[int]) -> None:
    ids = seeded()

    made = [ids.new(MORNING + timedelta(milliseconds=jump)) for jump in jumps]

    assert made == sorted(set(made))


def test_ids_of_a_later_moment_come_later() -> None:
    early = seeded().new(MORNING)
    late = seeded().new(MORNING + timedelta(milliseconds=1))

    assert early < late


def test_ids_go_on_after_a_restart_with_a_clock_that_is_slow() -> None:
    before = seeded().new(MORNING)

    after = seeded(after=before).new(MORNING - timedelta(days=1))

    assert before < after


def test_two_processes_do_not_make_the_same_id() -> None:
    made = {Ids().new(MORNING) for _ in range(1000)}

    assert len(made) == 1000


def test_threads_share_ids_without_doubles() -> None:
    ids = Ids()
    made: list[str] = []
    threads = [
        threading.Thread(target=lambda: made.extend(ids.new(MORNING) for _ in range(500)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(made)) == 2000


def test_a_clock_without_a_zone_makes_no_id() -> None:
    with pytest.raises(MomentUnclear):
        seeded().new(datetime(2026, 11, 24))  # noqa: DTZ001 - this is what is refused
