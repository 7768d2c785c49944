"""A carer tells that it is getting too much; the case manager receives, answers and closes it."""

import pytest

from tests.end_to_end.organisation import ANS, BRAM, EVA, LOT, NOOR, WIM
from tests.end_to_end.town import Town

pytestmark = [pytest.mark.edge, pytest.mark.asyncio(loop_scope="session")]

TOO_MUCH = "ik kan de zorg voor mijn moeder niet meer aan, ik slaap al weken niet"


async def test_a_signal_travels_to_the_case_manager_and_back(town: Town) -> None:
    eva, noor = town.person(EVA), town.person(NOOR)
    eva.says(TOO_MUCH)
    await eva.hears("Over wie gaat dit?")
    await eva.taps(f"Over {ANS}")
    await eva.hears("Dank dat u dit deelt.", "Ik lees dat het zorgen te zwaar wordt.")
    await eva.hears(f"Mag ik dit doorgeven aan {NOOR}, uw casemanager?")
    await eva.taps("Ja, geef door")
    await eva.hears(f"Ik heb uw woorden doorgegeven aan {NOOR}. Uw melding heeft nummer ")
    await eva.hears("Is er gevaar? Bel 112.")
    number = eva.number
    await noor.hears(f"Nieuw signaal {number}.")
    notice = noor.got[-1]
    await noor.taps("Openen")
    await noor.hears(f"Signaal {number}", f"door {EVA} (mantelzorger)", f"Het gaat over {ANS}.")
    await noor.hears("Gehoord: mantelzorger overbelast.", TOO_MUCH, "[Gezien]")
    await noor.taps("Gezien")
    await eva.hears(f"{NOOR} heeft uw melding {number} gezien.")
    await noor.taps("Ik pak dit op")
    await eva.hears(f"{NOOR} pakt uw melding {number} op.")
    await noor.taps("Beantwoorden")
    await noor.hears(f"Wat wilt u antwoorden op {number}? Ik geef uw woorden letterlijk door.")
    noor.says("Ik bel u morgen om 10 uur. Gaat dat?")
    await eva.hears(NOOR, f"{NOOR} antwoordt op uw melding {number}:")
    await eva.hears("Ik bel u morgen om 10 uur. Gaat dat?", "[Terugschrijven]")
    await eva.taps("Terugschrijven")
    await eva.hears(f"Wat wilt u toevoegen aan {number}?")
    eva.says("ja fijn, dank u")
    await noor.hears(f"De afzender heeft iets toegevoegd aan {number}.")
    await noor.taps("Afronden")
    await noor.hears("Wat is eruit gekomen? De afzender leest dit ook.")
    noor.says("Eva heeft vanaf maandag een oppas.")
    await noor.hears(f"{number} is afgerond.")
    await eva.hears(f"{NOOR} heeft uw melding {number} afgerond:")
    await eva.hears("Eva heeft vanaf maandag een oppas.", "Is dit voor u opgelost?")
    await eva.taps("Ja, opgelost")

    await eva.hears(f"Fijn om te horen. Ik heb {number} afgerond.")
    assert [word for word in ("Eva", "Ans", "slaap") if word in notice.text] == []


async def test_who_says_it_is_not_solved_opens_it_again(town: Town) -> None:
    eva, noor = town.person(EVA), town.person(NOOR)
    eva.says(TOO_MUCH)
    await eva.hears("Over wie gaat dit?")
    await eva.taps(f"Over {ANS}")
    await eva.hears("[Ja, geef door]")
    await eva.taps("Ja, geef door")
    await eva.hears("Uw melding heeft nummer ")
    number = eva.number
    await noor.hears(f"Nieuw signaal {number}.")
    await noor.taps("Openen")
    await noor.hears(f"Signaal {number}", "[Afronden]")
    await noor.taps("Afronden")
    await noor.hears("Wat is eruit gekomen?")
    noor.says("We hebben gebeld.")
    await eva.hears("Is dit voor u opgelost?")
    await eva.taps("Nee, nog niet")

    await eva.hears(f"Ik heb {number} weer geopend en dat doorgegeven.")
    await noor.hears(f"{number} is niet opgelost, zegt de afzender. De melding is weer open.")


async def test_without_permission_nothing_is_passed_on(town: Town) -> None:
    eva = town.person(EVA)
    eva.says(TOO_MUCH)
    await eva.hears("Over wie gaat dit?")
    await eva.taps(f"Over {ANS}")
    await eva.hears("[Ja, geef door]", "[Nee]")
    await town.rests()
    received = len(town.person(NOOR).got)
    await eva.taps("Nee")
    await eva.hears("Zal ik uw woorden voor u bewaren, zonder ze door te geven?")
    await eva.taps("Nee")
    await eva.hears("Ik geef niets door en bewaar niets.")
    await town.rests()

    assert len(town.person(NOOR).got) == received


async def test_while_the_case_manager_is_away_the_deputy_gets_it_until_she_is_back(
    town: Town,
) -> None:
    lot, noor, bram = town.person(LOT), town.person(NOOR), town.person(BRAM)
    town.installation.does(("people", "away", NOOR, "--deputy", BRAM))
    lot.says("ik kan de zorg voor mijn man niet meer aan, ik slaap al weken niet")
    await lot.hears("Over wie gaat dit?")
    await lot.taps(f"Over {WIM}")
    await lot.hears(f"Uw casemanager is afwezig. Mag ik dit doorgeven aan {BRAM}, de vervanger?")
    await lot.taps("Ja, geef door")
    await lot.hears(f"Ik heb uw woorden doorgegeven aan {BRAM}. Uw melding heeft nummer ")
    number = lot.number
    await bram.hears(f"Nieuw signaal {number}.")
    await bram.taps("Openen")
    await bram.hears(f"Signaal {number}", "ik slaap al weken niet", "[Gezien]")
    await bram.taps("Gezien")
    await lot.hears(f"{BRAM} heeft uw melding {number} gezien.")
    await town.rests()
    noor.hears_no(number)
    town.installation.does(("people", "back", NOOR))

    await noor.hears(f"{number} is aan u doorgegeven.")
