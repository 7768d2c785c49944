"""What people send that is no plain message: each gets a kind line and a way on."""

import asyncio

import pytest

from tests.end_to_end.organisation import LOT, NOOR, WIM
from tests.end_to_end.town import Town
from tests.end_to_end.web_people import page_of, words

pytestmark = [pytest.mark.edge, pytest.mark.asyncio(loop_scope="session")]

LONG = ("ik maak me zorgen: de arts zegt iets anders dan de apotheek. " * 84)[:5000]
OLD_BUTTON = "Die knop hoort bij een eerder gesprek en werkt niet meer."


async def test_a_message_of_5000_signs_that_telegram_cuts_in_two_is_one_report(town: Town) -> None:
    wim, noor = town.person(WIM), town.person(NOOR)
    wim.says(LONG[:4096])
    wim.says(LONG[4096:])
    await wim.hears("Waar gaat het vooral over?", "Ik heb dit erbij gezet.", "[Iets anders]")
    await wim.taps("Iets anders")
    await wim.hears("Wie mag dit lezen?")
    await wim.taps(f"{NOOR}, uw casemanager")
    await wim.hears("Uw melding heeft nummer ")
    await noor.hears(f"Nieuwe zorg {wim.number}.")
    await noor.taps("Openen")
    await noor.hears(f"Zorg {wim.number}", LONG[:200], LONG[-200:].strip(), "[Gezien]")

    assert len(LONG) == 5000
    assert "".join(each.text for each in noor.got[-2:]).count("apotheek") == LONG.count("apotheek")


async def test_5000_signs_on_the_page_get_a_kind_line_and_stay_in_the_field(town: Town) -> None:
    async with page_of(town.installation.page) as page:
        refused = await page.says(LONG)

    assert refused.status_code == 422
    assert "Uw bericht is te lang om in één keer te lezen." in words(refused.text)
    assert LONG in refused.text


async def test_who_sends_only_pictograms_is_asked_for_words(town: Town) -> None:
    femke = town.person("Femke")
    femke.says("😢😢")
    await femke.hears("Mag ik uw berichten bewaren?")
    femke.says("😢")

    await femke.hears("Ik begrijp u nog niet.", "[Ik maak me zorgen]", "[Ik wil een mens spreken]")


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("sticker", "Hier kan ik niets mee. Kunt u het in woorden vertellen?"),
        ("voice", "Een spraakbericht kan ik niet beluisteren. Kunt u het typen?"),
        ("photo", "Een foto kan ik nog niet bekijken. Kunt u het in woorden vertellen?"),
        ("document", "Een document kan ik niet lezen. Kunt u het in woorden vertellen?"),
        ("location", "Hier kan ik niets mee. Kunt u het in woorden vertellen?"),
    ],
)
async def test_what_the_bot_cannot_read_is_said_kindly_with_a_person_at_hand(
    town: Town, kind: str, line: str
) -> None:
    sender = town.person(f"Stuurt {kind}")
    sender.sends(kind)

    await sender.hears(line, "[Ik wil een mens spreken]")


async def test_the_words_below_a_photo_are_read(town: Town) -> None:
    otto = town.person("Otto")
    otto.sends("photo", caption="wat is het ciz?")

    await otto.hears("Uw woorden lees ik wel.", "Het CIZ beslist")


async def test_danger_told_below_a_photo_gets_the_number_first(town: Town) -> None:
    fred = town.person("Fred")
    fred.sends("photo", caption="mijn vrouw ademt niet meer")
    await fred.hears("Bel nu 112.")

    assert fred.got[0].text.startswith("Bel nu 112.")


async def test_a_made_up_button_is_answered_kindly(town: Town) -> None:
    iris = town.person("Iris")
    iris.says("hallo")
    await iris.hears("Mag ik uw berichten bewaren?")
    town.api.forges_tap(iris.chat, 1, "verzonnen")

    await iris.hears(OLD_BUTTON)


async def test_a_button_of_somebody_else_does_nothing(town: Town) -> None:
    lot, thief = town.person(LOT), town.person("Dief")
    lot.says("/vergeetmij")
    await lot.hears("Weet u het zeker?", "[Ja, wis alles]")
    erase = next(data for row in lot.got[-1].buttons for label, data in row if "wis" in label)
    town.api.forges_tap(thief.chat, 1, erase)
    await thief.hears(OLD_BUTTON)
    await town.rests()
    lot.hears_no("Ik heb het gewist.")
    await lot.taps("Nee, bewaar het")

    await lot.hears("Ik wis niets.")


async def test_a_second_tap_on_the_same_button_does_nothing_twice(town: Town) -> None:
    emma = town.person("Emma")
    emma.says("wat is het ciz?")
    await emma.hears("[Dit hielp]")
    await emma.taps("Dit hielp")
    await emma.taps("Dit hielp")

    await emma.hears("Fijn om te horen.", "Dit heeft u al gekozen.")


async def test_fifty_messages_in_a_second_are_all_kept_and_slowed_with_one_line(town: Town) -> None:
    haste, calm = town.person("Haast"), town.person("Kalm")
    haste.says("hallo")
    await haste.hears("Mag ik uw berichten bewaren?")
    await haste.taps("Nee, niet bewaren")
    await haste.hears("Waarmee kan ik u helpen?")
    for number in range(40):
        haste.says(f"wat is het ciz? ({number})")
    haste.says("ik kan de zorg voor mijn moeder niet meer aan, ik slaap al weken niet")
    for number in range(9):
        haste.says(f"wat is de wlz? ({number})")
    calm.says("wat is het ciz?")
    asked_at = asyncio.get_running_loop().time()
    await calm.hears("Het CIZ beslist")
    calm_waited = asyncio.get_running_loop().time() - asked_at
    await haste.hears("U schrijft sneller dan ik kan antwoorden.", "Een zorg schrijf ik altijd op.")
    await haste.hears("Over wie gaat dit?")
    await town.rests()

    assert haste.transcript.count("U schrijft sneller dan ik kan antwoorden.") == 1
    assert haste.transcript.count("Het CIZ beslist") < 30
    assert calm_waited < 5
    assert town.installation.kept_of(haste.chat) == 52
