"""Every message arrives, in order and not too fast, or somebody is told that it did not."""

import asyncio
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.errors import Flooded, Lost, Refused, Unreachable
from bot.pace import Pace
from tests.bot.delivering import Service, service_in

pytestmark = pytest.mark.edge

BLOCKED = Refused("blocked", gone=True)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with service_in(tmp_path) as made:
        yield made


async def test_messages_arrive_in_the_order_they_were_written(service: Service) -> None:
    for number in range(20):
        service.post.write("anna", text=str(number))
        service.post.write("bert", text=str(number))
    await service.until_done()

    in_order = [str(number) for number in range(20)]
    assert service.channel.texts("anna") == in_order
    assert service.channel.texts("bert") == in_order


async def test_several_people_are_served_at_once_each_one_message_at_a_time(
    service: Service,
) -> None:
    service.channel.seconds = 0.02
    for chat in "abcdefgh":
        service.post.write(chat)
        service.post.write(chat)
    await service.until_done()

    assert 2 <= service.channel.busiest <= 8
    assert not service.channel.both_at_once


async def test_danger_overtakes_everybody_and_an_alert_the_other_chats(service: Service) -> None:
    service.lanes = 1
    for number in range(5):
        service.post.write("anna", "notice", text=str(number))
    service.post.write("bert", "alert", text="signaal")
    service.post.write("anna", "danger", text="bel 112")
    await service.until_done()

    assert [text for _, text in service.channel.sent[:3]] == ["bel 112", "signaal", "0"]


async def test_an_alert_need_not_wait_behind_thousands_of_notices(service: Service) -> None:
    service.pace = Pace(per_chat=1, overall=30)
    service.times_faster = 1
    with service.engine.atomic():
        for number in range(3000):
            service.post.write(f"chat {number}", "notice")
    async with service.running() as delivery:
        await asyncio.sleep(0.5)
        service.post.write("joke", "alert", text="signaal")
        written = len(service.channel.sent)
        delivery.wake()
        await service.until(lambda: "signaal" in service.channel.texts("joke"))

        before = service.channel.sent.index(("joke", "signaal")) - written
        assert before <= service.lanes + 5  # what was under way, and what goes at once


class Noting(Pace):
    """Notes when it let a message go."""

    def __init__(self, *, per_chat: float, overall: float) -> None:
        super().__init__(per_chat=per_chat, overall=overall)
        self.let_go: list[float] = []
        self._looked_at = 0.0

    def room(self, now: float) -> float:
        self._looked_at = now
        return super().room(now)

    def take(self) -> None:
        self.let_go.append(self._looked_at)
        super().take()


async def test_the_pace_is_kept_per_chat_and_overall(service: Service) -> None:
    pace = service.pace = Noting(per_chat=0.1, overall=50)
    for number in range(3):
        service.post.write("anna", text=str(number))
    for number in range(22):
        service.post.write(f"chat {number}")
    await service.until_done()

    times = [
        at
        for at, (chat, _) in zip(service.channel.at, service.channel.sent, strict=True)
        if chat == "anna"
    ]
    assert all(later - earlier >= 0.1 for earlier, later in pairwise(times))
    assert pace.let_go[-1] - pace.let_go[0] >= (25 - 6) / 50


async def test_after_too_fast_a_chat_is_left_alone_and_others_are_not(service: Service) -> None:
    service.times_faster = 1
    service.channel.fails("anna", Flooded(0.5))
    service.post.write("anna", text="a1")
    service.post.write("anna", "danger", text="a2")
    for number in range(5):
        service.post.write("bert", text=f"b{number}")
    await service.until_done()

    channel = service.channel
    assert [text for _, text in channel.sent] == ["b0", "b1", "b2", "b3", "b4", "a2", "a1"]
    flooded, again, _ = [
        at for chat, at in zip(channel.tries, channel.tried_at, strict=True) if chat == "anna"
    ]
    assert again - flooded >= 0.5


async def test_when_two_chats_are_too_fast_everybody_waits(service: Service) -> None:
    service.times_faster = 1
    service.lanes = 1
    service.channel.fails("anna", Flooded(0.5))
    service.channel.fails("bert", Flooded(0.5))
    for chat in ("anna", "bert", "cor"):
        service.post.write(chat)
    started = asyncio.get_running_loop().time()
    await service.until_done()

    assert service.channel.at[0] - started >= 0.4
    assert len(service.channel.tries) == 5


async def test_what_did_not_go_is_tried_again_until_it_goes(service: Service) -> None:
    service.channel.fails("anna", *[Unreachable("server")] * 4)
    first, second = service.post.write("anna", text="een"), service.post.write("anna", text="twee")
    await service.until_done()

    assert service.channel.texts("anna") == ["een", "twee"]
    assert (service.post.state(first), service.post.state(second)) == ("sent", "sent")
    assert service.post.follow_ups() == []


async def test_an_answer_whose_fate_is_unknown_goes_once_more(service: Service) -> None:
    service.channel.fails("anna", Lost("answer"), delivers=True)
    id_ = service.post.write("anna")
    await service.until_done()

    assert service.channel.texts("anna") == ["Dag", "Dag"]
    assert (service.post.state(id_), service.post.follow_ups()) == ("sent", [])


@pytest.mark.parametrize(
    ("urgency", "copies"), [("answer", 2), ("notice", 2), ("alert", 3), ("danger", 3)]
)
async def test_copies_are_few_and_then_a_person_is_told(
    service: Service, urgency: str, copies: int
) -> None:
    service.channel.fails("anna", *[Lost("answer")] * 9, delivers=True)
    id_ = service.post.write("anna", urgency)
    await service.until_done()

    assert len(service.channel.texts("anna")) == copies
    assert (service.post.state(id_), service.post.follow_ups()) == ("dead", [id_])


async def test_an_uncertain_message_stays_so_while_telegram_is_away(service: Service) -> None:
    service.channel.fails("anna", Lost("answer"), delivers=True)
    service.channel.fails("anna", Unreachable("connection"), Lost("answer"))
    id_ = service.post.write("anna")
    await service.until_done()

    assert len(service.channel.tries) == 3
    assert service.post.follow_ups() == [id_]


async def test_to_a_person_who_blocked_us_nothing_more_is_sent(service: Service) -> None:
    service.channel.fails("anna", BLOCKED)
    rows = [service.post.write("anna") for _ in range(3)]
    await service.until_done()
    later = service.post.write("anna")
    await service.until_done()

    assert service.channel.tries == ["anna"]
    assert service.post.follow_ups() == [*rows, later]
    (conversation,) = service.engine.query("SELECT dead_reason FROM conversations")
    assert conversation == {"dead_reason": "blocked"}


async def test_one_message_that_cannot_be_shown_does_not_stop_the_next(service: Service) -> None:
    service.channel.fails("anna", Refused("bad_request", gone=False), KeyError("geheim"))
    rows = [service.post.write("anna", text=text) for text in ("een", "twee", "drie")]
    await service.until_done()

    assert service.channel.texts("anna") == ["drie"]
    assert service.post.follow_ups() == rows[:2]


async def test_a_long_message_is_not_left_halfway(service: Service) -> None:
    service.channel.parts = 3
    service.channel.fails("anna", Unreachable("server"))
    service.post.write("anna", text="deel")
    service.post.write("bert", text="deel")
    service.channel.fails("bert", Lost("answer"), delivers=True)
    await service.until_done()

    assert service.channel.texts("anna") == ["deel 0", "deel 1", "deel 2"]
    assert service.channel.texts("bert") == ["deel 0", "deel 0", "deel 1", "deel 2"]


async def test_while_the_database_refuses_nothing_is_forgotten(service: Service) -> None:
    id_ = service.post.write("anna")
    service.channel.seconds = 0.1
    async with service.running() as delivery:
        await asyncio.sleep(0.05)
        service.engine.execute(
            """CREATE TRIGGER full BEFORE UPDATE ON outbox
                BEGIN SELECT RAISE(ABORT, 'disk full'); END"""
        )
        await asyncio.sleep(0.3)
        service.engine.execute("DROP TRIGGER full")
        delivery.wake()
        await service.until(lambda: not service.post.unsent())

    assert service.channel.texts("anna") == ["Dag"]
    assert service.post.state(id_) == "sent"
