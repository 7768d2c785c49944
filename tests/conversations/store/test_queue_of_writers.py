"""Processes that write one file take turns; a busy one keeps nobody out."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from conversations.store.queue_of_writers import QueueOfWriters

FORK = multiprocessing.get_context("fork")


def busy(place: Path, began: Event, enough: Event) -> None:
    """Another process that lets go for no longer than it must."""
    queue = QueueOfWriters(place)
    while not enough.is_set():
        queue.enter(10)
        began.set()
        time.sleep(0.01)
        queue.leave()


def holding(place: Path, began: Event, enough: Event) -> None:
    queue = QueueOfWriters(place)
    queue.enter(10)
    began.set()
    enough.wait(10)


@contextmanager
def another(does: object, place: Path) -> Iterator[None]:
    began, enough = FORK.Event(), FORK.Event()
    process = FORK.Process(target=does, args=(place, began, enough))  # type: ignore[arg-type]
    process.start()
    assert began.wait(10)
    try:
        yield
    finally:
        enough.set()
        process.join()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "some.db"


def test_who_waits_comes_before_who_wrote_just_now(place: Path) -> None:
    queue = QueueOfWriters(place)
    with another(busy, place):
        for _ in range(20):
            assert queue.enter(0.2)
            queue.leave()
    queue.close()


def test_who_waits_too_long_is_told(place: Path) -> None:
    queue = QueueOfWriters(place)
    with another(holding, place):
        assert not queue.enter(0.02)
    queue.close()


def test_the_place_of_one_that_ended_is_free(place: Path) -> None:
    queue = QueueOfWriters(place)
    with another(holding, place):
        pass

    assert queue.enter(0.02)
    queue.close()
