"""Somebody asks what a word means, over Telegram."""

import pytest

from tests.end_to_end.town import Town

pytestmark = [pytest.mark.edge, pytest.mark.asyncio(loop_scope="session")]


async def test_a_question_is_answered_in_plain_words_with_source_and_date(town: Town) -> None:
    joke = town.person("Joke")
    joke.says("wat is respijtzorg?")

    await joke.hears("Respijtzorg\n", "Bij respijtzorg neemt iemand anders de zorg tijdelijk over.")
    await joke.hears("Bron: ", "gecontroleerd op ", " 20", "[Meer uitleg]", "[Dit hielp]")
    await joke.hears("[Mantelzorg]")


async def test_who_wants_to_know_more_reads_more_and_the_first_step(town: Town) -> None:
    piet = town.person("Piet")
    piet.says("wat is respijtzorg?")
    await piet.hears("[Meer uitleg]")
    await piet.taps("Meer uitleg")

    await piet.hears("Er zijn verschillende soorten.", "Bel uw gemeente", "Bron: ")


async def test_a_related_topic_is_one_tap_away(town: Town) -> None:
    riet = town.person("Riet")
    riet.says("wat is respijtzorg?")
    await riet.hears("[Mantelzorg]")
    await riet.taps("Mantelzorg")

    await riet.hears("Mantelzorg\n", "Bron: ")


async def test_a_doubtful_question_is_asked_back_and_the_choice_answered(town: Town) -> None:
    cor = town.person("Cor")
    cor.says("welke dienst helpt met papieren")
    await cor.hears("Bedoelt u een van deze onderwerpen?", "[Dienst maatschappelijk werk")
    await cor.hears("[Geen van deze]")
    await cor.taps("Dienst maatschappelijk werk (DMW)")

    await cor.hears("Dienst maatschappelijk werk", "Bron: ", "[Meer uitleg]")


async def test_when_none_of_the_choices_fits_a_person_is_offered(town: Town) -> None:
    bep = town.person("Bep")
    bep.says("welke dienst helpt met papieren")
    await bep.hears("[Geen van deze]")
    await bep.taps("Geen van deze")

    await bep.hears("Dat weet ik nog niet.", "Ik bewaar uw vraag voor de redactie, zonder uw naam.")
    await bep.hears("[Ik wil een mens spreken]")


async def test_what_the_bot_does_not_know_it_says_and_keeps_for_the_editors(town: Town) -> None:
    kees = town.person("Kees")
    kees.says("hallo")
    await kees.hears("Mag ik uw berichten bewaren?")
    await kees.taps("Ja, dat mag")
    await kees.hears("Waarmee kan ik u helpen?")
    kees.says("hoe vraag ik een boot aan?")

    await kees.hears("Dat weet ik nog niet.", "Komt er een antwoord, dan hoort u dat van mij.")
    await kees.hears("[Ik wil een mens spreken]")


async def test_who_was_helped_says_so_and_who_was_not_is_offered_a_person(town: Town) -> None:
    toos = town.person("Toos")
    toos.says("wat is het ciz?")
    await toos.hears("[Dit hielp niet]")
    await toos.taps("Dit hielp")
    await toos.hears("Fijn om te horen.")
    toos.says("wat is de wlz?")
    await toos.hears("[Dit hielp niet]")
    await toos.taps("Dit hielp niet")

    await toos.hears("De redactie kijkt naar dit antwoord.", "[Ik wil een mens spreken]")
