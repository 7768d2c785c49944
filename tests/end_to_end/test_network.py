"""A client and her daughter see who does what, over Telegram; nobody else does."""

import pytest

from tests.end_to_end.organisation import ANS, BRAM, EVA, NOOR, WIM, invite
from tests.end_to_end.town import Town, comes_in, is_confirmed

pytestmark = [pytest.mark.edge, pytest.mark.asyncio(loop_scope="session")]

GERDA = "Gerda Denkbeeld"


async def test_a_carer_comes_in_by_invitation_and_sees_nothing_until_confirmed(town: Town) -> None:
    town.installation.does(
        ("people", "add", GERDA),
        (
            "people",
            "assign",
            GERDA,
            "--client",
            WIM,
            "--role",
            "carer",
            "--task",
            "wandelt met Wim",
        ),
    )
    code = invite(town.installation, (GERDA, "carer", WIM))[GERDA]
    gerda, noor = town.person(GERDA), town.person(NOOR)
    await comes_in(gerda, code)
    gerda.says("wie doet wat?")
    await gerda.hears("Een zorgnetwerk laat ik alleen zien aan de mensen die erin zitten.")
    await is_confirmed(noor, GERDA)
    await gerda.hears("Uw uitnodiging is bevestigd. U kunt nu het zorgnetwerk zien.")
    gerda.says("wie doet wat?")

    await gerda.hears(f"Het zorgnetwerk van {WIM}", "wandelt met Wim")


async def test_a_code_that_was_used_or_made_up_is_answered_alike(town: Town) -> None:
    guest, guesser = town.person("Gast"), town.person("Rader")
    code = invite(town.installation, (BRAM, "case_manager"))[BRAM]
    town.person(BRAM).says(f"/start {code}")
    await town.person(BRAM).hears(f"Welkom, {BRAM}.")
    guest.says(f"/start {code}")
    guesser.says("/start AAAAAAAAAAAAAAAAAAAAAA")

    await guest.hears("Deze uitnodiging werkt niet, of niet meer.", "Vraag een nieuwe aan")
    await guesser.hears("Deze uitnodiging werkt niet, of niet meer.", "Vraag een nieuwe aan")
    assert guest.got[-1].text == guesser.got[-1].text


async def test_the_whole_network_is_shown_with_lead_and_case_manager(town: Town) -> None:
    ans = town.person(ANS)
    ans.says("wie doet wat?")

    await ans.hears(
        f"Het zorgnetwerk van {ANS}",
        "Fatma: wijkverpleegkundige, Thuiszorg Voorbeeld. Taken: zet de medicijnen klaar.",
        "Heeft het voortouw.",
        "Noor: casemanager, Voorbeeldzorg.",
        "Is de casemanager.",
        "Eva: dochter. Taken: regelt de post.",
        "[Wie komt er vandaag?]",
    )
    assert ans.got[-1].protected


async def test_a_question_about_a_task_is_answered_with_who_does_it(town: Town) -> None:
    eva = town.person(EVA)
    eva.says("wie doet de medicijnen?")

    await eva.hears("Fatma: wijkverpleegkundige", "Te bereiken: 06-00000003.")
    assert "Samira" not in eva.got[-1].text


async def test_a_question_about_a_day_is_answered_with_who_comes(town: Town) -> None:
    eva = town.person(EVA)
    eva.says("wie komt er dinsdag?")

    await eva.hears("Wie er komt op dinsdag ")
    await eva.hears("8.30 tot 9.00 uur: Fatma (wijkverpleegkundige).")
    await eva.hears("9.00 tot 12.00 uur: Samira (huishoudelijke hulp).")


async def test_a_visitor_sees_nobodys_network(town: Town) -> None:
    visitor = town.person("Nieuwsgierig")
    visitor.says("wie doet wat?")

    await visitor.hears("Een zorgnetwerk laat ik alleen zien aan de mensen die erin zitten.")
    await town.rests()
    visitor.hears_no("Fatma", "06-00000003")
