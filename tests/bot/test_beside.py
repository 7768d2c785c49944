"""Two processes wake each other, and neither outlives the other for long."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from bot.beside import Bell, beside
from bot.errors import OtherHalfEnded


def rings_back(bell: Bell) -> None:
    with suppress(OtherHalfEnded):
        asyncio.run(bell.answer(bell.ring))


def ends_at_the_first_ring(bell: Bell) -> None:
    asyncio.run(bell.rung())


def fails_at_the_first_ring(bell: Bell) -> None:
    asyncio.run(bell.rung())
    raise SystemExit(3)


async def soon(bell: Bell) -> None:
    async with asyncio.timeout(40):
        await bell.rung()


def test_a_ring_wakes_the_other_and_is_answered() -> None:
    with beside(rings_back) as bell:
        for _ in range(3):
            bell.ring()
            asyncio.run(soon(bell))


@pytest.mark.parametrize("serve", [ends_at_the_first_ring, fails_at_the_first_ring])
def test_whoever_waits_hears_that_the_other_is_gone(
    serve: object, capfd: pytest.CaptureFixture[str]
) -> None:
    with beside(serve) as bell:  # type: ignore[arg-type]
        bell.ring()
        with pytest.raises(OtherHalfEnded):
            asyncio.run(soon(bell))
        bell.ring()  # nobody hears it, and nothing breaks


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_the_other_stops_when_the_block_ends() -> None:
    before = children()
    with beside(rings_back):
        during = children()

    assert len(during - before) == 1
    assert children() == before


def test_rings_that_nobody_hears_yet_never_wait() -> None:
    with beside(ends_at_the_first_ring) as bell:
        for _ in range(500_000):
            bell.ring()


def test_a_signal_to_stop_is_for_the_first_of_the_two() -> None:
    def rings_after_a_signal(bell: Bell) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
        bell.ring()
        rings_back(bell)

    with beside(rings_after_a_signal) as bell:
        asyncio.run(soon(bell))
