"""Somebody tells of danger, over Telegram: the numbers come first, then people are told."""

import pytest

from tests.end_to_end.installation import DUTY_LINE
from tests.end_to_end.organisation import ANS, NOOR
from tests.end_to_end.town import Town

pytestmark = [pytest.mark.edge, pytest.mark.asyncio(loop_scope="session")]


async def test_danger_to_life_at_a_first_contact_gets_the_number_before_all_else(
    town: Town,
) -> None:
    neighbour, duty = town.person("Buurman"), town.person(DUTY_LINE)
    neighbour.says("mijn buurvrouw ademt niet meer")
    await neighbour.hears("Bel nu 112.", "ik ben een computerprogramma en kan geen hulp sturen")
    first = neighbour.got[0]
    await neighbour.hears(f"Ik heb {DUTY_LINE} een bericht gestuurd, met nummer ")
    number = neighbour.number
    await neighbour.hears("Wacht daar niet op en bel zelf.", "Is er iemand bij u?")
    await duty.hears(f"SPOED: nieuw signaal {number}. Open het nu.")
    notice = duty.got[-1]
    await duty.taps("Openen")
    await duty.hears(f"Signaal {number}", "door iemand die geen naam gaf")
    await duty.hears("mijn buurvrouw ademt niet meer")
    await neighbour.taps("Ja")
    await neighbour.hears(
        "Bel 112 en doe wat zij zeggen.", "Ik ben een computerprogramma, geen mens."
    )

    assert first.text.startswith("Bel nu 112.")
    assert first.marked("phone_number") == ["112"]
    assert "buurvrouw" not in notice.text


async def test_a_danger_of_today_is_passed_on_only_after_a_yes(town: Town) -> None:
    ans, noor, duty = town.person(ANS), town.person(NOOR), town.person(DUTY_LINE)
    ans.says("mijn moeder heeft twee keer haar insuline genomen per ongeluk")
    await ans.hears("112", f"Mag ik dit vandaag doorgeven aan {DUTY_LINE} en aan {NOOR}?")
    await ans.taps("Ja, geef door")
    await ans.hears(f"Ik heb dit doorgegeven aan {DUTY_LINE}")
    number = ans.number
    await duty.hears(f"Nieuw signaal {number}. Kijk hier vandaag naar.")
    await noor.hears(f"Nieuw signaal {number}. Kijk hier vandaag naar.")
    await ans.hears("Is er nu iemand bij u?")
    await ans.taps("Ja")

    await duty.hears(f"De afzender heeft iets toegevoegd aan {number}.")


async def test_after_a_no_nobody_is_told(town: Town) -> None:
    ans, duty = town.person(ANS), town.person(DUTY_LINE)
    ans.says("ik heb vanochtend per ongeluk dubbele medicijnen genomen")
    await ans.hears("Mag ik dit vandaag doorgeven aan ")
    await town.rests()
    received = len(duty.got)
    await ans.taps("Nee")
    await ans.hears("Ik geef niets door. De nummers hierboven blijven staan.")
    await town.rests()

    assert len(duty.got) == received
