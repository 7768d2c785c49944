"""A client tells a worry and follows what becomes of it, over Telegram."""

import pytest

from tests.end_to_end.organisation import NOOR, WIM
from tests.end_to_end.town import Town

pytestmark = [pytest.mark.edge, pytest.mark.asyncio(loop_scope="session")]

WORRY = "de thuiszorg en de dokter zeggen allebei iets anders over het eten"


async def test_a_worry_reaches_the_case_manager_and_is_answered(town: Town) -> None:
    wim, noor = town.person(WIM), town.person(NOOR)
    wim.says("ik maak me zorgen")
    await wim.hears("Wat is er aan de hand? Vertel het in uw eigen woorden.")
    wim.says(WORRY)
    await wim.hears("Waar gaat het vooral over?", "[Adviezen die elkaar tegenspreken]")
    await wim.taps("Adviezen die elkaar tegenspreken")
    await wim.hears("Dank dat u dit deelt.", "Wie mag dit lezen?", f"[{NOOR}, uw casemanager]")
    await wim.taps(f"{NOOR}, uw casemanager")
    await wim.hears(f"Ik heb uw woorden doorgegeven aan {NOOR}. Uw melding heeft nummer ")
    number = wim.number
    await noor.hears(f"Nieuwe zorg {number}.")
    await noor.taps("Openen")
    await noor.hears(f"Zorg {number}", f"door {WIM}", "Adviezen die elkaar tegenspreken", WORRY)
    await noor.taps("Ik pak dit op")
    await wim.hears(f"{NOOR} pakt uw melding {number} op.")
    await noor.hears(f"{number} staat nu bij u.")
    await noor.taps("Beantwoorden")
    await noor.hears(f"Wat wilt u antwoorden op {number}?")
    noor.says("Ik bel de dokter vanmiddag.")
    await wim.hears(f"{NOOR} antwoordt op uw melding {number}:", "Ik bel de dokter vanmiddag.")
    await noor.hears(f"Ik heb uw antwoord op {number} doorgegeven")
    wim.says("mijn meldingen")

    await wim.hears(f"{number}, van vandaag ", f"beantwoord door {NOOR}")


async def test_a_worry_that_is_only_kept_reaches_nobody(town: Town) -> None:
    wim, noor = town.person(WIM), town.person(NOOR)
    wim.says("/zorg")
    await wim.hears("Wat is er aan de hand?")
    wim.says("niemand neemt de leiding en ik weet niet meer bij wie ik moet zijn")
    await wim.hears("?\n")
    await wim.taps("Ja")
    await wim.hears("Wie mag dit lezen?", "[Niemand, bewaar het alleen voor mij]")
    await wim.taps("Niemand, bewaar het alleen voor mij")
    await wim.hears("Ik heb het voor u bewaard onder nummer ", "Niemand anders leest het.")
    number = wim.number
    await town.rests()

    noor.hears_no(number)
