"""All of an atomic block happens or none of it, on both engines and between threads."""

import threading
from collections.abc import Callable

import pytest

from conversations.errors import (
    ConstraintBroken,
    TransactionLost,
)
from conversations.store.engine import Engine
from tests.conversations.store.little_network import add, names

Opener = Callable[[str], Engine]


class Fall(Exception):
    """Something goes wrong halfway."""


def test_all_of_a_block_is_seen_by_others_or_none(
    url: str, network: Engine, opened: Opener
) -> None:
    beside = opened(url)
    with network.atomic():
        add(network, "Anna")
        seen_before = names(beside)

    assert (seen_before, names(beside)) == ([], ["Anna"])


@pytest.mark.parametrize("fault", [Fall, KeyboardInterrupt])
def test_a_block_that_fails_leaves_nothing(network: Engine, fault: type[BaseException]) -> None:
    def half() -> None:
        with network.atomic():
            add(network, "Anna")
            raise fault

    with pytest.raises(fault):
        half()

    assert names(network) == []


def test_an_inner_block_can_fail_on_its_own(network: Engine) -> None:
    def double() -> None:
        with network.atomic():
            add(network, "Bram")
            add(network, "Anna")

    with network.atomic():
        add(network, "Anna")
        with pytest.raises(ConstraintBroken):
            double()
        add(network, "Carla")

    assert names(network) == ["Anna", "Carla"]


def test_an_outer_block_that_fails_takes_the_inner_along(network: Engine) -> None:
    def outer() -> None:
        with network.atomic():
            with network.atomic(), network.atomic():
                add(network, "Anna")
            raise Fall

    with pytest.raises(Fall):
        outer()

    assert names(network) == []


def test_nothing_more_is_written_after_a_fault_in_the_same_block(network: Engine) -> None:
    def go_on_regardless() -> None:
        with network.atomic():
            add(network, "Anna")
            with pytest.raises(ConstraintBroken):
                add(network, "Anna")
            add(network, "Bram")

    with pytest.raises(TransactionLost):
        go_on_regardless()

    assert names(network) == []


def test_a_fault_that_is_swallowed_still_undoes_the_block(network: Engine) -> None:
    def swallow() -> None:
        with network.atomic(), pytest.raises(ConstraintBroken):
            add(network, "Anna", age=-1)

    with pytest.raises(TransactionLost):
        swallow()

    add(network, "Bram")
    assert names(network) == ["Bram"]


def test_a_fault_swallowed_in_an_inner_block_undoes_that_block(network: Engine) -> None:
    def swallow() -> None:
        with network.atomic():
            add(network, "Bram")
            with pytest.raises(ConstraintBroken):
                add(network, "Bram")

    with network.atomic():
        add(network, "Anna")
        with pytest.raises(TransactionLost):
            swallow()

    assert names(network) == ["Anna"]


def test_threads_share_one_engine_without_losing_a_row(network: Engine) -> None:
    def work(who: int) -> None:
        for number in range(20):
            with network.atomic():
                add(network, f"{who}-{number}")
                names(network)

    threads = [threading.Thread(target=work, args=(who,)) for who in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(names(network)) == 8 * 20


def test_a_thread_does_not_see_the_unfinished_block_of_another(network: Engine) -> None:
    written, go_on = threading.Event(), threading.Event()

    def half() -> None:
        with network.atomic():
            add(network, "Anna")
            written.set()
            go_on.wait(5)
            raise Fall

    def fails() -> None:
        with pytest.raises(Fall):
            half()

    writer = threading.Thread(target=fails)
    writer.start()
    written.wait(5)
    seen: list[list[str]] = []
    reader = threading.Thread(target=lambda: seen.append(names(network)))
    reader.start()
    go_on.set()
    writer.join()
    reader.join()

    assert seen == [[]]


def test_a_second_writer_waits_for_the_first(url: str, network: Engine, opened: Opener) -> None:
    beside = opened(url)
    started, waited = threading.Event(), threading.Event()

    def second() -> None:
        started.set()
        beside.execute("UPDATE helpers SET age = age + 1")
        waited.set()

    add(network, "Anna", age=60)
    with network.atomic():
        network.execute("UPDATE helpers SET age = 70")
        writer = threading.Thread(target=second)
        writer.start()
        started.wait(5)
        early = waited.wait(0.2)
    writer.join()

    assert not early
    assert network.query("SELECT age FROM helpers") == [{"age": 71}]


def test_closing_twice_does_no_harm(engine: Engine) -> None:
    engine.close()
    engine.close()
