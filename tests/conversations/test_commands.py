"""Commands and the ways within a dialogue, with and without a slash."""

import re

import pytest

from conversations.commands import Way, after_reports, command, way
from tests.conversations.cast import context
from tests.conversations.chat import Chat
from tests.conversations.test_catalogues import IN_PART, read, translations


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stop", Way.STOP),
        ("Stop!", Way.STOP),
        ("laat  maar.", Way.STOP),
        ("terug", Way.BACK),
        ("opnieuw", Way.AGAIN),
        ("verder", Way.ON),
        ("ik wil terug naar huis", None),
        ("/stop", None),
    ],
)
def test_one_word_moves_a_dialogue(typed: str, meant: Way | None) -> None:
    assert way(typed) is meant


@pytest.mark.parametrize("language", ["nl", *IN_PART])
def test_the_words_that_help_names_are_understood_in_each_language(language: str) -> None:
    help_ = next(said for msgid, said in translations(read(language)).items() if "'again'" in msgid)

    named = re.findall(r"[«„“']\s?([^«»„“”']+?)\s?[»“”']", help_)

    assert {way(word) for word in named} == {Way.BACK, Way.AGAIN, Way.STOP}


@pytest.mark.parametrize("language", IN_PART)
def test_who_types_what_the_button_says_gets_a_person(language: str) -> None:
    label = translations(read(language))["I want to speak to a person"]
    here = context(language=language, stored_language=language, ties=())

    assert "reach_person" in [talk.script for talk in _after(Chat(here), label).state.talks]


def _after(chat: Chat, words: str) -> Chat:
    chat.says(words)
    return chat


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/start ABC", ("start", "ABC")),
        ("/STOP", ("stop", "")),
        ("/help@aanspreekpunt_bot", ("help", "")),
        ("/", ("", "")),
        ("Mijn meldingen", ("meldingen", "")),
        ("ik snap het niet!", ("help", "")),
        ("wat heb ik nog?", ("werk", "")),
        ("ik maak me zorgen", ("zorg", "")),
        ("ik wil een klacht indienen", ("klacht", "")),
        ("ik maak me zorgen over mijn moeder", None),
        ("wat is respijtzorg", None),
    ],
)
def test_a_command_is_known_with_and_without_a_slash(
    typed: str, meant: tuple[str, str] | None
) -> None:
    assert command(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("wanneer hoor ik iets", "waneer krijg ik antwoord", "hoor ik nog iets van jullie?"),
        *("wat gebeurt er met mijn melding", "wa gebeurt er nu mee?", "hoe staat het ermee?"),
        *("is het al gelezen?", "heeft noor het gezien", "what happens now"),
    ],
)
def test_somebody_asks_what_became_of_it(typed: str) -> None:
    assert after_reports(typed)


@pytest.mark.parametrize("typed", ["wat is respijtzorg?", "wie komt er dinsdag", "ik heb pijn"])
def test_somebody_asks_something_else(typed: str) -> None:
    assert not after_reports(typed)
