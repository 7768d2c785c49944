"""The line to Telegram in bad weather: nothing is lost, and nobody reads of it."""

import asyncio

import httpx
import pytest

from tests.end_to_end.organisation import BRAM, SIEN, TOM
from tests.end_to_end.town import Town
from tests.fakes.bot_api import FaultKind
from tests.fakes.bot_api.server import TOKEN

pytestmark = [pytest.mark.edge, pytest.mark.asyncio(loop_scope="session")]

TOO_MUCH = "ik kan de zorg voor mijn oma niet meer aan, ik slaap al weken niet"


async def test_the_bot_waits_at_telegram_instead_of_asking_again_and_again(town: Town) -> None:
    await town.installation.rests()
    polls = town.api.fails(FaultKind.SLOW, method="getUpdates", times=1000)  # a counter: no delay
    await asyncio.sleep(1.5)
    asked = 1000 - polls.times
    polls.times = 0
    joost = town.person("Joost")
    joost.says("wat is het ciz?")
    await joost.hears("Het CIZ beslist")

    assert asked <= 1


async def test_an_answer_waits_as_long_as_telegram_asks(town: Town) -> None:
    hanna = town.person("Hanna")
    town.api.fails(FaultKind.FLOOD, chat=hanna.chat, retry_after=2)
    asked_at = asyncio.get_running_loop().time()
    hanna.says("wat is het ciz?")
    await hanna.hears("Mag ik uw berichten bewaren?", "Het CIZ beslist")

    assert asyncio.get_running_loop().time() - asked_at >= 2
    assert town.api.faults.early == 0


async def test_other_chats_are_answered_while_one_must_wait(town: Town) -> None:
    held_up, other = town.person("Opgehouden"), town.person("Vlot")
    town.api.fails(FaultKind.FLOOD, chat=held_up.chat, retry_after=3)
    held_up.says("wat is het ciz?")
    other.says("wat is de wlz?")
    await other.hears("De Wlz is er voor")

    assert held_up.got == []
    await held_up.hears("Het CIZ beslist")


async def test_a_notice_whose_answer_was_lost_comes_once_more_with_its_number(town: Town) -> None:
    tom, bram = town.person(TOM), town.person(BRAM)
    lost = town.api.fails(FaultKind.LOST_REPLY, chat=bram.chat)
    tom.says(TOO_MUCH)
    await tom.hears("Over wie gaat dit?")
    await tom.taps(f"Over {SIEN}")
    await tom.hears(f"Mag ik dit doorgeven aan {BRAM}, uw casemanager?")
    await tom.taps("Ja, geef door")
    await tom.hears("Uw melding heeft nummer ")
    notice = f"Nieuw signaal {tom.number}."
    await bram.hears(notice, notice)
    await town.rests()

    assert lost.times == 0
    assert [each.text for each in bram.got].count(notice) == 2


async def test_a_second_poller_on_the_token_is_told_once_and_lived_through(town: Town) -> None:
    await town.rests()
    async with httpx.AsyncClient(base_url=f"{town.api.base_url}{TOKEN}") as rival:
        await rival.get("/getUpdates", params={"timeout": 0})
        await town.installation.until_logged("telegram.another_poller_has_our_token")
        troubled = await town.installation.health()
        stef = town.person("Stef")
        stef.says("wat is het ciz?")
        await stef.hears("Het CIZ beslist")
    await town.installation.until_logged("telegram.well_again")

    assert (troubled["well"], troubled["telegram"]) == (
        False,
        "telegram.another_poller_has_our_token",
    )
    assert len(town.installation.logged("telegram.another_poller_has_our_token")) == 1
    assert (await town.installation.health())["well"]


@pytest.mark.parametrize(
    "nonsense",
    [
        {"message": "geen bericht"},
        {"message": {"message_id": 1, "date": 1, "chat": {"type": "private"}, "text": "x"}},
        {"message": {"message_id": [], "date": {}, "chat": {"id": 7, "type": "private"}}},
        {"callback_query": {"id": 5, "data": {}}},
        {"edited_message": None, "message": []},
        {"my_chat_member": {"chat": {"id": 9}}},
        {"een_nieuw_soort": {"chat": {"id": 3}}},
    ],
    ids=lambda nonsense: next(iter(nonsense)),
)
async def test_an_update_nobody_can_read_keeps_no_other_from_its_answer(
    town: Town, nonsense: dict[str, object]
) -> None:
    before, after = town.person("Voor"), town.person("Na")
    before.says("wat is het ciz?")
    town.api.raw(nonsense)
    after.says("wat is de wlz?")

    await before.hears("Het CIZ beslist")
    await after.hears("De Wlz is er voor")


async def test_updates_nobody_can_read_are_put_aside_and_counted(town: Town) -> None:
    await town.rests()
    aside = (await town.installation.health())["inbox_aside"]
    town.api.raw({"message": {"message_id": 1, "date": "gisteren", "chat": {"id": "x"}}})
    town.api.raw({"message": 42})
    nora = town.person("Nora")
    nora.says("wat is het ciz?")
    await nora.hears("Het CIZ beslist")

    assert (await town.installation.health())["inbox_aside"] == aside + 2
