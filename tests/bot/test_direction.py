"""In Arabic a telephone number keeps its order, and a Latin name turns no line around."""

import pytest

from bot.body import Block, Body
from bot.direction import direction, marked
from bot.telegram.entities import parts
from conversations.speech import BlockKind


@pytest.mark.parametrize(
    ("language", "way"), [("ar", "rtl"), ("nl", "ltr"), ("tr", "ltr"), ("", "auto"), ("xx", "auto")]
)
def test_each_language_runs_its_own_way(language: str, way: str) -> None:
    assert direction(language) == way


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("هولندا: 0800-2000.", "هولندا: \u200e0800-2000."),
        ("بلجيكا: 070 245 245", "بلجيكا: \u200e070 245 245"),
        ("بالرقم S-2026-0007", "بالرقم \u200eS-2026-0007"),
        ("اتصلوا بالرقم 112.", "اتصلوا بالرقم 112."),
        ("Veilig Thuis: العنف", "\u200fVeilig Thuis: العنف"),
        ("112", "112"),
    ],
)
def test_a_number_after_arabic_letters_keeps_its_order(text: str, shown: str) -> None:
    assert marked(text, "ar") == shown


def test_other_languages_are_left_as_they_are() -> None:
    assert marked("Bel 0800-2000", "nl") == "Bel 0800-2000"


def test_in_telegram_an_arabic_message_is_marked_and_somebodys_words_are_not() -> None:
    body = Body(
        blocks=(
            Block(text="هولندا: 0800-2000"),
            Block(text="Bel 0800-2000", language="nl"),
            Block(text="بلجيكا 0800-2000", kind=BlockKind.QUOTE),
            Block(text="Veilig Thuis: العنف", kind=BlockKind.CALL, number="0800-2000"),
        ),
        language="ar",
    )

    (part,) = parts(body)

    assert part.text == (
        "هولندا: \u200e0800-2000\n\nBel 0800-2000\n\nبلجيكا 0800-2000\n\n"
        "\u200fVeilig Thuis: العنف\n0800-2000"
    )
