"""First contact, consent, and the ways to see, end or erase what is kept, over Telegram."""

import pytest

from tests.end_to_end.organisation import NOOR, WIM, invite
from tests.end_to_end.town import Town, comes_in, is_confirmed

pytestmark = [pytest.mark.edge, pytest.mark.asyncio(loop_scope="session")]

RIA = "Ria Denkbeeld"


async def test_at_a_first_contact_one_message_says_what_it_is_and_asks_consent(town: Town) -> None:
    dirk = town.person("Dirk")
    dirk.says("hallo")
    await dirk.hears("Ik ben een computerprogramma, geen mens.", "Is er gevaar? Bel 112.")
    await dirk.hears("Mag ik uw berichten bewaren?", "/vergeetmij", "[Nee, niet bewaren]")
    await town.rests()
    messages = len(dirk.got)
    await dirk.taps("Nee, niet bewaren")
    await dirk.hears("Waarmee kan ik u helpen?")
    dirk.says("wat is het ciz?")
    await dirk.hears("Het CIZ beslist")
    dirk.says("/mijngegevens")

    await dirk.hears("Ik bewaar geen berichten van u, en ook niet uw naam.")
    assert messages == 1


async def test_a_person_sees_silences_and_erases_what_is_kept(town: Town) -> None:
    town.installation.does(
        ("people", "add", RIA),
        ("people", "assign", RIA, "--client", WIM, "--role", "carer", "--task", "rijdt auto"),
    )
    code = invite(town.installation, (RIA, "carer", WIM))[RIA]
    ria = town.person(RIA)
    await comes_in(ria, code)
    await is_confirmed(town.person(NOOR), RIA)
    ria.says("wat is het ciz?")
    await ria.hears("Het CIZ beslist")
    ria.says("/mijngegevens")
    await ria.hears("Wat ik van u bewaar", f"Uw naam: {RIA}.", "Berichten: 1.", "Meldingen: 0.")
    ria.says("/stop")
    await ria.hears("Ik schrijf u niet meer uit mezelf.", "[Schrijf mij weer]")
    await ria.taps("Schrijf mij weer")
    await ria.hears("Ik schrijf u weer.")
    ria.says("/vergeetmij")
    await ria.hears("Ik wis dan uw berichten, uw vragen en uw naam.", "Weet u het zeker?")
    await ria.taps("Ja, wis alles")
    await ria.hears("Ik heb het gewist. U kunt altijd bij mij terugkomen.")
    ria.says("/mijngegevens")

    await ria.hears("Ik bewaar geen berichten van u, en ook niet uw naam.")
    assert RIA not in town.installation.does(("people", "list"))
