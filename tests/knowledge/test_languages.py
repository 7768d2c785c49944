"""The language of a message is told, also when it is short."""

import pytest

from knowledge.languages import LANGUAGES, detect, heard


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ja", "nl"),
        ("wlz", "nl"),
        ("kem pijn", "nl"),
        ("ons ma wil nie meer leven", "nl"),
        ("my father is not breathing", "en"),
        ("mon père ne respire plus", "fr"),
        ("meine Mutter atmet nicht", "de"),
        ("أبي لا يتنفس", "ar"),
        ("😀", "nl"),
        ("", "nl"),
    ],
)
def test_a_message_is_told_by_its_words(text: str, language: str) -> None:
    assert detect(text) == language


def test_someone_we_know_by_turkish_keeps_it_for_a_short_message() -> None:
    assert detect("ok pgb", "tr") == "tr"


def test_a_clear_sentence_in_another_language_overrules_the_known_one() -> None:
    assert detect("Wie komt er morgen bij mijn moeder en hoe laat?", "tr") == "nl"


def test_a_short_cry_is_held_against_every_language_it_may_be_in() -> None:
    assert "tr" in heard("annem nefes almıyor").candidates
    assert "pl" in heard("tata nie oddycha").candidates


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Annem çok hasta ve kimse yardım etmiyor", "tr"),
        ("chcę ze sobą skończyć ale proszę nikomu nie mówić", "pl"),
        ("wer macht bei Papa die Spritzen", "de"),
        ("أمي مريضة", "ar"),
        ("Wie komt er morgen bij mijn moeder en hoe laat?", "nl"),
        ("merci", None),
        ("ok pgb", None),
        ("er ligt nog een indicatie", "nl"),
        ("112", None),
        ("Was bedeutet Bewindvoering", None),
    ],
)
def test_only_what_is_beyond_doubt_decides_the_language_of_the_answer(
    text: str, language: str | None
) -> None:
    assert heard(text).surely == language


def test_dutch_and_english_have_every_sentence_and_arabic_runs_from_right_to_left() -> None:
    assert [each.code for each in LANGUAGES.values() if each.complete] == ["nl", "en"]
    assert [each.code for each in LANGUAGES.values() if each.direction == "rtl"] == ["ar"]
