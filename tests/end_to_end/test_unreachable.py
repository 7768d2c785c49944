"""Somebody blocked the bot, or writes to it from a group: everybody else is still served."""

import pytest

from tests.end_to_end.organisation import BRAM, SIEN, TOM, invite
from tests.end_to_end.telegram_people import Person
from tests.end_to_end.town import Town
from tests.end_to_end.web_people import page_of

pytestmark = [pytest.mark.edge, pytest.mark.asyncio(loop_scope="session")]

FAMILY = -1001


async def test_in_a_group_the_bot_says_one_line_and_leaves(town: Town) -> None:
    lena = town.person("Lena")
    town.api.writes_in_group(FAMILY, lena.chat, "mijn moeder is weer gevallen")
    group = town.telephones.at(FAMILY, "Familie")
    await group.hears("Ik praat alleen met één persoon tegelijk. Daarom ga ik uit deze groep.")
    await town.rests()

    assert (len(group.got), town.api.methods.left, lena.got) == (1, [FAMILY], [])


async def test_a_case_manager_who_blocked_the_bot_gets_the_notice_on_the_page(town: Town) -> None:
    tom, bram = town.person(TOM), town.person(BRAM)
    code = invite(town.installation, (BRAM, "case_manager"))[BRAM]
    async with page_of(town.installation.page) as page:
        await page.comes_in(code)
        bram.says("hallo")
        await bram.hears("Goedendag.")
        town.api.blocked[bram.chat] = "bot was blocked by the user"
        number = await _a_signal_of(tom)
        await page.until_it_says(f"Nieuw signaal {number}.", "Openen")
    del town.api.blocked[bram.chat]
    bram.says("mijn werklijst")
    await bram.hears("open voor u", number)

    assert "blocked" in {line["reason"] for line in town.installation.logged("delivery.refused")}


async def test_a_carer_who_cannot_be_reached_becomes_a_task_for_staff(town: Town) -> None:
    tom, bram = town.person(TOM), town.person(BRAM)
    number = await _a_signal_of(tom)
    await bram.hears(f"Nieuw signaal {number}.")
    await bram.taps("Openen")
    await bram.hears(f"Signaal {number}", "[Gezien]")
    tasks = (await town.installation.health())["follow_ups"]
    town.api.blocked[tom.chat] = "user is deactivated"
    await bram.taps("Gezien")
    await bram.hears(f"Genoteerd: u heeft {number} gezien.")
    await town.rests()
    while_blocked = (await town.installation.health())["follow_ups"]
    del town.api.blocked[tom.chat]
    tom.says("hallo")
    await tom.hears(f"{BRAM} heeft uw melding {number} gezien.")

    assert while_blocked == tasks + 1
    assert (await town.installation.health())["follow_ups"] == tasks


async def _a_signal_of(tom: Person) -> str:
    """Tom passes on to Bram that it is getting too much; gives the number."""
    tom.says("ik kan de zorg voor mijn oma niet meer aan, ik slaap al weken niet")
    await tom.hears("Over wie gaat dit?")
    await tom.taps(f"Over {SIEN}")
    await tom.hears("Mag ik dit doorgeven aan ", "[Ja, geef door]")
    await tom.taps("Ja, geef door")
    await tom.hears("Uw melding heeft nummer ")
    return tom.number
