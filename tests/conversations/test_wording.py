"""Sentences: whole, in somebody's language, short enough to read with tired eyes."""

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from conversations.errors import PlaceholderLeft
from conversations.wording import Day, Moment, NumberOf, Text, Voice, in_full, spoken
from tests.conversations.cast import NOW
from tests.conversations.test_catalogues import read, translations

DUTCH = Voice(language="nl", zone=ZoneInfo("Europe/Amsterdam"), now=NOW)
ENGLISH = Voice(language="en", zone=ZoneInfo("Europe/Amsterdam"), now=NOW)
LONGEST = 20  # words a sentence, for clients and carers
DIFFICULT = re.compile(
    r"\b(indicatie|beschikking|conform|middels|indien|participatie|problematiek|evalueren)\b"
    r"|\b(adequaat|bejegening|continuïteit|zelfredzaamheid|ten aanzien van)\b",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!:])\s+", text) if part]


SAID = sorted(translations(read("nl")).items())


@pytest.mark.parametrize(("msgid", "dutch"), SAID, ids=[msgid[:40] for msgid, _ in SAID])
def test_a_dutch_sentence_is_plain(msgid: str, dutch: str) -> None:
    assert [part for part in sentences(dutch) if len(part.split()) > LONGEST] == []
    assert not DIFFICULT.search(dutch)
    assert "!" not in dutch
    assert not re.search(r"\b(je|jij|jouw|jullie)\b", dutch)


def test_a_sentence_is_filled_in() -> None:
    assert DUTCH.speak(Text("Open {number}", number="S-1")) == "Open S-1"


def test_a_sentence_in_a_sentence_is_spoken_too() -> None:
    said = Text("Heard: {name}.", name=Text("decline"))

    assert DUTCH.speak(said) == "Gehoord: achteruitgang."
    assert ENGLISH.speak(said) == "Heard: decline."


def test_a_forgotten_value_is_a_fault() -> None:
    with pytest.raises(PlaceholderLeft):
        DUTCH.speak(Text("Open {number}"))


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (timedelta(), "vandaag 10.00 uur"),
        (timedelta(hours=13, minutes=59), "vandaag 23.59 uur"),
        (timedelta(days=1), "morgen 10.00 uur"),
        (timedelta(days=4, minutes=5), "vrijdag 27 november 2026 om 10.05 uur"),
        (timedelta(days=-1), "zondag 22 november 2026 om 10.00 uur"),
    ],
)
def test_a_moment_is_said_as_people_say_it(later: timedelta, said: str) -> None:
    assert DUTCH.speak(Text("{moment}: {step}.", moment=Moment(NOW + later), step="x")) == (
        f"{said}: x."
    )


def test_a_moment_in_english() -> None:
    said = ENGLISH.speak(Text("{moment}: {step}.", moment=Moment(NOW), step="x"))

    assert said == "today 10:00: x."


def test_a_day_is_written_out() -> None:
    said = DUTCH.speak(Text("Who comes on {day}", day=Day(date(2026, 11, 27))))

    assert said == "Wie er komt op vrijdag 27 november 2026"


def test_a_number_given_out_this_very_turn_is_named() -> None:
    voice = DUTCH.with_numbers({"this": "Z-2026-0041"})

    assert voice.speak(Text("Open {number}", number=NumberOf("this"))) == "Open Z-2026-0041"


def test_texts_are_values() -> None:
    one = Text("Open {number}", number="S-1")

    assert one == Text("Open {number}", number="S-1")
    assert one != Text("Open {number}", number="S-2")
    assert one != "Open S-1"
    assert len({one, Text("Open {number}", number="S-1")}) == 1
    assert repr(one) == "Text('Open {number}', number='S-1')"


def test_dutch_and_english_are_spoken_in_full_and_five_languages_in_part() -> None:
    assert spoken() == ("nl", "en", "fr", "de", "tr", "ar", "pl")
    assert in_full() == ("nl", "en")


def test_what_a_language_has_no_words_for_is_dutch_to_the_last_word() -> None:
    turkish = Voice(language="tr", zone=ZoneInfo("Europe/Amsterdam"), now=NOW)
    heard = Text("Heard: {name}.", name=Text("decline"))
    until = Text(
        "Has {name} not seen it by {moment}? Then I send a reminder, and tell you so.",
        name="Noor", moment=Moment(NOW),
    )  # fmt: skip

    assert turkish.speak(Text("Yes")) == "Evet"
    assert turkish.speak(heard) == "Gehoord: achteruitgang."
    assert "vandaag 10.00 uur" in turkish.speak(until)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "aujourd'hui à 10:00"),
        ("de", "heute um 10:00 Uhr"),
        ("tr", "bugün saat 10:00"),
        ("ar", "اليوم الساعة 10:00"),
        ("pl", "dzisiaj o 10:00"),
    ],
)
def test_today_is_said_in_each_language(language: str, said: str) -> None:
    voice = Voice(language=language, zone=ZoneInfo("Europe/Amsterdam"), now=NOW)

    assert voice.speak(Text("today {clock}", clock="10:00")) == said
