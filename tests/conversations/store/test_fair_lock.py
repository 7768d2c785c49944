"""Whoever waits for the database gets it before the one who had it just now."""

from threading import Event, Thread

import pytest

from conversations.store.fair_lock import FairLock


@pytest.fixture
def lock() -> FairLock:
    return FairLock()


def test_one_who_works_without_pause_lets_another_in(lock: FairLock) -> None:
    waiting, came_in = Event(), Event()

    def other() -> None:
        waiting.set()
        lock.acquire()
        came_in.set()
        lock.release()

    lock.acquire()
    thread = Thread(target=other)
    thread.start()
    waiting.wait()
    times = 0
    while not came_in.is_set() and times < 100_000:
        Event().wait(0.01)  # works
        lock.release()
        lock.acquire()
        times += 1
    lock.release()
    thread.join()

    assert times <= 2


def test_the_one_inside_may_come_in_again(lock: FairLock) -> None:
    assert lock.acquire()
    assert lock.acquire()
    lock.release()

    assert not _another_gets(lock)
    lock.release()
    assert _another_gets(lock)


def _another_gets(lock: FairLock) -> bool:
    got = []

    def other() -> None:
        got.append(lock.acquire(timeout=0.05))
        if got[0]:
            lock.release()

    thread = Thread(target=other)
    thread.start()
    thread.join()
    return got[0]
