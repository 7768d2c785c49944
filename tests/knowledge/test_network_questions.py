"""What somebody wants to know of a care network; when nothing fits, all of it, never a guess."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.network_questions import (
    About,
    Asked,
    DoneBy,
    Everyone,
    Lead,
    OnDay,
    asked,
    meant,
    named,
)
from tests.conversations.cast import (
    CASE_MANAGER,
    DAUGHTER,
    FATMA,
    NETWORK,
    SAMIRA,
    TODAY,
    changed,
)

TUESDAY = OnDay(date(2026, 11, 24))


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ("wie doet wat", Everyone()),
        ("wie helpt mij allemaal", Everyone()),
        ("wie heeft het voortouw?", Lead()),
        ("wie is de baas", Lead()),
        ("wie komt er vandaag", OnDay(TODAY)),
        ("wie komt er vandag", OnDay(TODAY)),
        ("wie komt er morgen", TUESDAY),
        ("wie komt er overmorgen", OnDay(date(2026, 11, 25))),
        ("wie komt er dinsdag", TUESDAY),
        ("wie komt er dinsdach", TUESDAY),
        ("wie komt er maandag", OnDay(TODAY)),
        ("wie is noor", About(CASE_MANAGER)),
        ("wanneer komt de huishoudelijke hulp", About(SAMIRA)),
        ("wie doet de medicijnen", DoneBy("medicijnen", (FATMA,))),
        ("wie doe de medisijnen", DoneBy("medisijnen", (FATMA,))),
        ("wie maakt schoon", DoneBy("maakt", (SAMIRA,))),
        ("wie doet de tuin", Everyone()),
        ("wie komt er 's morgens", Everyone()),
        ("", Everyone()),
    ],
)
def test_a_question_is_understood(question: str, means: Asked) -> None:
    assert asked(question, NETWORK, TODAY) == means


def test_two_who_do_the_same_are_both_named() -> None:
    two = replace(NETWORK, members=(FATMA, changed(FATMA, id="m-joke", name="Joke")))

    assert asked("wie doet de medicijnen", two, TODAY) == DoneBy("medicijnen", two.on(TODAY))


def test_two_of_one_name_are_not_told_apart() -> None:
    two = replace(NETWORK, members=(SAMIRA, changed(SAMIRA, id="m-2", role="kapper")))

    assert asked("wie is samira", two, TODAY) == Everyone()


@pytest.mark.parametrize(
    "words",
    [
        *("wie doet wat", "wie komt er vandaag", "wanneer komt samira", "wie is de baas"),
        *("wie doet de medicijnen", "ik wil noor bellen", "ik wil noor", "nummer van samira"),
        "komt fatma vandaag",
    ],
)
def test_only_the_own_network_can_answer_this(words: str) -> None:
    assert meant(words, [NETWORK], TODAY)


@pytest.mark.parametrize(
    "words",
    [
        *("wat is respijtzorg", "noor is lief", "wie betaalt een scootmobiel", "ik ben moe"),
        *("wat doet een casemanager", ""),
    ],
)
def test_this_may_be_about_something_else(words: str) -> None:
    assert not meant(words, [NETWORK], TODAY)


def test_without_a_network_only_what_can_be_nothing_else() -> None:
    assert meant("wie doet wat", [], TODAY)
    assert not meant("wie doet de medicijnen", [], TODAY)


def test_somebody_is_named_by_name_alone() -> None:
    assert named("Noor heeft mij geslagen", NETWORK, TODAY) == CASE_MANAGER
    assert named("de casemanager heeft mij geslagen", NETWORK, TODAY) is None
    assert named("eva en noor hebben ruzie", NETWORK, TODAY) is None


def test_a_daughter_is_named_too() -> None:
    assert named("eva komt niet", NETWORK, TODAY) == DAUGHTER
