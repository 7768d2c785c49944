"""A program that stops sends again what was under way, without flooding anybody or losing it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from conversations.store import outbox
from tests.bot.delivering import Service, service_in

pytestmark = pytest.mark.edge


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with service_in(tmp_path) as made:
        yield made


async def test_a_bot_that_stops_again_and_again_does_not_repeat_itself(service: Service) -> None:
    id_ = service.post.write("anna")
    for _ in range(3):
        outbox.start(service.engine, [id_], service.now())
        outbox.recover(service.engine, "telegram", "4242")
    await service.until_done()

    assert (service.channel.tries, service.post.follow_ups()) == ([], [id_])


async def test_a_stop_lets_what_is_under_way_end(service: Service) -> None:
    service.channel.seconds = 0.2
    id_ = service.post.write("anna")
    async with service.running():
        await asyncio.sleep(0.1)

    assert service.post.state(id_) == "sent"


async def test_after_a_kill_what_was_under_way_goes_once_more(service: Service) -> None:
    id_ = service.post.write("anna")
    service.engine.execute("UPDATE outbox SET state = 'sending', attempts = 1")
    await service.until_done()

    assert service.channel.texts("anna") == ["Dag"]
    assert service.post.state(id_) == "sent"


async def test_what_was_cut_off_goes_one_at_a_time_and_holds_up_no_other(service: Service) -> None:
    service.channel.seconds = 0.05
    for chat in ("anna", "bert", "cor"):
        service.post.write(chat)
    service.engine.execute("UPDATE outbox SET state = 'sending', attempts = 1")
    await service.until_done()
    of_the_cut_off = service.channel.busiest
    for chat in ("anna", "bert"):
        service.post.write(chat)
    service.engine.execute("UPDATE outbox SET state = 'sending' WHERE state = 'pending'")
    for chat in ("dirk", "els"):
        service.post.write(chat)
    await service.until_done()

    assert of_the_cut_off == 1
    assert service.channel.busiest == 3
