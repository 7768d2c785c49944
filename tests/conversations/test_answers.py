"""What somebody meant who typed an answer: a wrong guess would send words to the wrong person."""

import pytest

from conversations.answers import Option, fitting
from conversations.wording import Text

YES_NO = (Option("yes", Text("Yes, pass it on")), Option("no", Text("No")))
WITH_MORE = (*YES_NO, Option("more", Text("I want to add something")))
PEOPLE = (
    Option("fatma", "Fatma van de thuiszorg (wijkverpleegkundige)"),
    Option("joke", "Joke van de thuiszorg (verzorgende)"),
    Option("noor", "Noor (casemanager)"),
    Option("else", Text("Somebody else, or the organisation"), also=("anders", "iedereen")),
)
ABOUT = (
    Option("ans", Text("About {name}", name="Ans Voorbeeld"), also=("mama", "moeder")),
    Option("self", Text("About myself"), also=("mij", "mezelf")),
    Option("other", Text("About somebody else"), also=("buurvrouw", "anders")),
)


@pytest.mark.parametrize(
    "typed",
    [
        *("ja", "Ja!", "ja hoor", "jaa", "yes", "evet", "jawel, doe maar", "graag", "ok", "prima"),
        *("doe maar", "ga je gang", "is goed", "ja geef het door aan haar en bel me daarna"),
        *("ja geef door", "Ja, geef door", "ja da mag", "1", "dat mag", "geef maar door", "ja?"),
    ],
)
def test_this_is_a_yes(typed: str) -> None:
    assert fitting(typed, YES_NO, "nl") == "yes"


@pytest.mark.parametrize(
    "typed",
    [
        *("nee", "Nee.", "neen", "nee ik wil niet dat noor dit leest", "liever niet", "nooit"),
        *("2", "doe maar niet", "ja niet", "geen zin in", "no", "hayır"),
    ],
)
def test_this_is_a_no(typed: str) -> None:
    assert fitting(typed, YES_NO, "nl") == "no"


@pytest.mark.parametrize(
    "typed",
    [
        *("", "😀", "wat gebeurt er dan mee?", "graag wil ik eerst weten wie het leest?"),
        *("ja maar noor mag het niet weten want dan", "goed gaat het hier thuis zeker met ons"),
        *("3", "0", "12", "misschien", "mag ik eerst nog iets vragen aan u"),
    ],
)
def test_this_is_neither(typed: str) -> None:
    assert fitting(typed, YES_NO, "nl") is None


def test_a_label_is_an_answer_with_a_slip_in_it() -> None:
    assert fitting("ik wil iets toevoege", WITH_MORE, "nl") == "more"


@pytest.mark.parametrize(
    ("typed", "language", "key"),
    [
        *(("tak", "pl", "yes"), ("nie", "pl", "no"), ("tamam", "tr", "yes"), ("yok", "tr", "no")),
        *(("oui", "fr", "yes"), ("ja", "de", "yes"), ("nein", "de", "no"), ("non", "fr", "no")),
        *(("نعم", "ar", "yes"), ("لا", "ar", "no"), ("evet, tabii", "tr", "yes")),
        *(("tak", "nl", None), ("la", "nl", None), ("dobrze", "nl", None)),
    ],
)
def test_yes_and_no_are_understood_in_the_language_that_is_read(
    typed: str, language: str, key: str | None
) -> None:
    assert fitting(typed, YES_NO, language) == key


def test_a_label_is_an_answer_in_the_language_that_is_spoken() -> None:
    assert fitting("i want to add something", WITH_MORE, "en") == "more"


def test_one_telling_word_is_enough() -> None:
    assert fitting("noor", PEOPLE, "nl") == "noor"


def test_a_word_of_two_labels_is_no_answer() -> None:
    assert fitting("de thuiszorg", PEOPLE, "nl") is None


def test_many_words_tell_something_and_answer_nothing() -> None:
    assert fitting("noor heeft mij gisteren helemaal niet gebeld", PEOPLE, "nl") is None
    assert fitting("met mama gaat het de laatste tijd slecht", ABOUT, "nl") is None


def test_a_daughter_says_mama() -> None:
    assert fitting("over mama", ABOUT, "nl") == "ans"


def test_a_neighbour_says_neighbour() -> None:
    assert fitting("ons buurvrouw", ABOUT, "nl") == "other"


def test_two_meanings_at_once_are_no_answer() -> None:
    assert fitting("mama en mij", ABOUT, "nl") is None


def test_a_number_beyond_the_last_option_is_no_answer() -> None:
    assert fitting("4", ABOUT, "nl") is None


def test_where_words_are_asked_nothing_fits() -> None:
    assert fitting("ja", (), "nl") is None


def test_yes_fits_nothing_where_nobody_asked_for_it() -> None:
    assert fitting("ja", PEOPLE, "nl") is None
