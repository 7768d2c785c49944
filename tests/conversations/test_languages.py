"""Seven languages: danger and first contact in each, the rest in Dutch with a way to a person."""

from typing import Any

import pytest

from bot.demo_network import CARER
from conversations.effects import SetLanguage
from conversations.floor import Floor
from conversations.speech import Action, Block, BlockKind, Say, Urgency
from conversations.state import State
from conversations.store import conversations, outbox
from conversations.wording import Text
from knowledge.languages import LANGUAGES
from knowledge.regions import Region
from tests.conversations.cast import NOW, context, noor, visitor
from tests.conversations.chat import Chat, first_words, says
from tests.driver import Talker, Town

IN_PART = "I write the most important things in your language, and the rest in Dutch. " \
    "Do you want to speak to a person?"  # fmt: skip
BREATH = {
    "nl": ("mijn vader ademt niet meer", "Bel nu 112"),
    "en": ("my father is not breathing", "Call 112 now."),
    "fr": ("mon père ne respire plus", "Appelez le 112 maintenant."),
    "de": ("meine Mutter atmet nicht", "Rufen Sie jetzt 112 an."),
    "tr": ("annem nefes almıyor", "Şimdi 112 numarasını arayın."),
    "ar": ("أبي لا يتنفس", "اتصلوا الآن بالرقم 112."),
    "pl": ("tata nie oddycha", "Proszę teraz zadzwonić pod 112."),
}
SUICIDE = {
    "nl": "ik wil niet meer leven",
    "en": "I want to die",
    "fr": "je veux mourir",
    "de": "ich will sterben",
    "tr": "ölmek istiyorum",
    "ar": "أريد أن أموت",
    "pl": "chcę umrzeć",
}

# My mother is very ill, I do everything alone, I have no strength left.
TOO_MUCH = "annem çok hasta, her şeyi tek başıma yapıyorum, artık gücüm kalmadı"


def bodies(talker: Talker) -> list[Any]:
    return [row.body for row in outbox.shown(talker.town.engine, talker.conversation)]


def stored(talker: Talker) -> str | None:
    return conversations.by_id(talker.town.engine, talker.conversation).language


def chosen(effects: object) -> list[str]:
    assert isinstance(effects, tuple)
    return [each.language for each in effects if isinstance(each, SetLanguage)]


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_danger_to_life_is_answered_at_once_in_its_own_language(town: Town, language: str) -> None:
    words, first = BREATH[language]
    stranger = town.visitor("Iemand")

    stranger.says(words)

    danger, told, question = bodies(stranger)
    assert danger["blocks"][0]["text"].startswith(first)
    assert [block["number"] for block in danger["blocks"] if block["kind"] == "call"] == ["112"]
    assert {danger["language"], told["language"], question["language"]} == {language}
    assert not [b for body in (danger, told, question) for b in body["blocks"] if "language" in b]


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_thoughts_of_suicide_get_the_lines_of_both_countries_in_each_language(
    town: Town, language: str
) -> None:
    stranger = town.visitor("Iemand")

    stranger.says(SUICIDE[language])

    danger = bodies(stranger)[0]
    calls = [block["number"] for block in danger["blocks"] if block["kind"] == "call"]
    assert (danger["language"], calls) == (language, ["112", "113", "1813"])
    assert "language" not in danger["blocks"][0]


def test_danger_in_turkish_reaches_somebody_we_write_dutch_to_in_turkish(town: Town) -> None:
    eva = town.person(CARER)

    eva.says(BREATH["tr"][0])

    assert bodies(eva)[0]["blocks"][0]["text"] == "Şimdi 112 numarasını arayın."
    assert stored(eva) == "tr"


def test_whoever_reads_turkish_from_us_is_answered_in_dutch_when_dutch_words_tell_of_danger(
) -> None:  # fmt: skip
    here = context(language="tr", stored_language="tr")

    assert chosen(Chat(here).says("mijn man ligt op de grond en reageert niet meer")) == ["nl"]


def test_german_that_a_dutch_rule_hears_as_well_is_answered_in_german() -> None:
    effects = Chat(visitor()).says(
        "Mein dementer Vater ist mit dem Rad weg, seit drei Stunden, er kennt sich hier nicht aus"
    )

    assert chosen(effects) == ["de"]


def test_words_that_only_a_dutch_rule_hears_are_not_taken_for_another_language() -> None:
    effects = Chat(visitor()).says("er is brand er is brand")

    assert says(effects)[0].urgency is Urgency.DANGER
    assert chosen(effects) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("tr", "merhaba"), ("fr", "bonjour"), ("pl", "dzień dobry"), ("ar", "مرحبا"), ("en", "hello")],
)
def test_a_first_greeting_decides_the_language(town: Town, language: str, words: str) -> None:
    stranger = town.visitor("Iemand")

    stranger.says(words)

    (first,) = bodies(stranger)
    assert (first["language"], stored(stranger)) == (language, language)
    assert not [block for block in first["blocks"] if "language" in block]


def test_first_contact_in_turkish_says_who_speaks_and_asks_consent_in_turkish(town: Town) -> None:
    emre = town.visitor("Emre")
    emre.says("merhaba")
    emre.hears("Ben bir bilgisayar programıyım, insan değilim.", "112 numarasını arayın")
    emre.hears("Mesajlarınızı saklayabilir miyim?", "[Evet, saklayabilirsiniz]")

    emre.says("evet")
    emre.hears("Hollanda'da mı yoksa Belçika'da mı oturuyorsunuz?")
    emre.taps("Belçika")

    emre.hears("Size nasıl yardımcı olabilirim?", "[Bir insanla konuşmak istiyorum]")


def test_the_language_of_the_telephone_is_followed_until_the_words_say_otherwise(
    town: Town,
) -> None:
    ola = town.visitor("Ola")
    ola.says("/start", telephone="pl")
    ola.hears("Jestem programem komputerowym, nie człowiekiem.")

    ola.says("Wie komt er morgen bij mijn moeder en hoe laat?", telephone="pl")

    assert stored(ola) == "nl"


def test_what_was_chosen_stays_whatever_somebody_writes() -> None:
    effects = Chat(context()).says("Annem bugün geldi ve birlikte çay içtik, çok güzel bir gündü")

    assert chosen(effects) == []


def test_a_word_of_thanks_in_french_makes_nobody_french() -> None:
    assert chosen(Chat(visitor()).says("merci")) == []


def test_whoever_writes_another_language_is_offered_it_in_that_language() -> None:
    said = says(Chat(context()).says(TOO_MUCH))[0]

    assert [(block.text, block.language) for block in said.blocks] == [
        (Text("I can also write to you in this language."), "tr")
    ]
    assert [(each.label, each.action) for each in said.buttons] == [
        ("Türkçe", Action("speak", "tr"))
    ]


def test_taking_that_offer_changes_the_language() -> None:
    assert chosen(Chat(context()).taps(Action("speak", "tr"))) == ["tr"]


def test_what_was_not_understood_is_asked_again_in_the_language_that_is_chosen() -> None:
    chat = Chat(context())
    chat.says("dolar kaç lira oldu bugün")

    effects = chat.says("Türkçe")

    assert chosen(effects) == ["tr"]
    assert first_words(effects)[-1].startswith("I do not understand you well.")


def test_staff_who_write_down_what_others_said_keep_their_own_language() -> None:
    here = noor(stored_language=None)

    assert chosen(Chat(here).says(TOO_MUCH)) == []


def test_forwarded_words_do_not_change_the_language(town: Town) -> None:
    stranger = town.visitor("Iemand")

    stranger.forwards(TOO_MUCH)

    assert stored(stranger) is None


def test_the_first_dutch_is_announced_once_with_a_way_to_a_person() -> None:
    chat = Chat(context(language="tr", stored_language="tr"))

    first = says(chat.says("wat is respijtzorg?"))
    second = says(chat.says("wat is een pgb?"))

    assert first[0].blocks[0].text == Text(IN_PART)
    assert [button.action.do for button in first[0].buttons] == ["person"]
    assert Text(IN_PART) not in [block.text for said in second for block in said.blocks]


def test_it_is_said_again_in_the_next_language() -> None:
    chat = Chat(context(language="ar", stored_language="ar"), State(in_part="tr"))

    assert first_words(chat.says("wat is respijtzorg?"))[0] == IN_PART


def test_nothing_is_announced_where_every_sentence_is_there() -> None:
    chat = Chat(context(language="en", stored_language="en"))

    assert IN_PART not in first_words(chat.says("wat is respijtzorg?"))


def test_it_never_stands_before_or_after_the_numbers_of_danger() -> None:
    effects = Chat(context(language="tr", stored_language="tr")).says(BREATH["tr"][0])

    assert IN_PART not in first_words(effects)


def test_nothing_comes_before_a_message_that_must_overtake_the_others() -> None:
    floor = Floor(State(), {}, context(language="tr"), NOW)
    danger = Say(blocks=(Block(Text("Good to hear.")),), urgency=Urgency.DANGER)
    floor.add(danger)

    floor.tell_in_part()

    assert floor.effects == (danger,)


def test_staff_are_not_sent_to_a_person() -> None:
    here = noor(language="pl", stored_language="pl")

    assert says(Chat(here).says("werklijst"))[0].buttons == ()


def test_choosing_arabic_says_what_is_there_and_begins_again_in_arabic(town: Town) -> None:
    mariam = town.visitor("Mariam")
    mariam.says("/start")
    mariam.taps("English · Français · Deutsch · Türkçe · العربية · Polski")
    mariam.taps("العربية")

    mariam.hears("والباقي بالهولندية", "[أريد التحدث مع إنسان]", "هل يمكنني حفظ رسائلكم؟")
    assert stored(mariam) == "ar"


def test_a_question_that_waits_is_asked_again_in_the_language_just_chosen(town: Town) -> None:
    mariam = town.visitor("Mariam")
    mariam.says("/start")
    mariam.says("/taal")

    mariam.says("arabisch")

    mariam.hears("هل يمكنني حفظ رسائلكم؟")


def test_dutch_in_an_arabic_message_is_marked_as_dutch(town: Town) -> None:
    mariam = town.visitor("Mariam")
    mariam.says("مرحبا")

    mariam.says("wat is respijtzorg?")

    card = bodies(mariam)[-1]
    assert card["language"] == "ar"
    assert {block["language"] for block in card["blocks"]} == {"nl"}
    assert card["buttons"][0][0]["language"] == "nl"


def test_french_reads_the_french_answer(town: Town) -> None:
    jean = town.visitor("Jean")
    jean.says("bonjour")

    jean.says("respijtzorg")

    kinds = {block["kind"]: block.get("language") for block in bodies(jean)[-1]["blocks"]}
    assert (kinds["plain"], kinds["title"]) == (None, "nl")


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "nl"])
def test_what_only_resembles_danger_gets_its_question_in_each_language(language: str) -> None:
    here = context(language=language, stored_language=language, region=Region.NL)
    said = says(Chat(here).says("help hij is niet goed"))

    question = next(each for each in said if any(b.kind is BlockKind.CALL for b in each.blocks))
    spoken = {block.language for block in question.blocks if block.kind is BlockKind.PLAIN}
    assert spoken == {language}
