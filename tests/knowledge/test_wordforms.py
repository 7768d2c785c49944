"""Written words are made comparable however people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.wordforms import clauses, clean, fold, sentences, sound, words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("'k Ben ni goe", ("ik", "ben", "niet", "goed")),
        ("da's nie waar", ("dat", "is", "niet", "waar")),
        ("Hééélp", ("heelp",)),
        ("m\u200bijn\u202e ma", ("mijn", "ma")),
        ("h\u0443j", ("hyj",)),
        ("ＨＥＬＰ", ("help",)),
    ],
)
def test_spoken_forms_and_hidden_signs_read_alike(typed: str, meant: tuple[str, ...]) -> None:
    assert words(typed) == meant


def test_a_word_spelled_by_ear_sounds_like_the_word_that_is_meant() -> None:
    assert sound("geslage") == sound("geslagen")
    assert sound("mantelsorg") == sound("mantelzorg")


def test_a_message_is_cut_where_its_sentences_end_and_not_in_a_time() -> None:
    cut = sentences("Hij viel. Ligt er nog! Om 14.30 uur?\nKom")

    assert cut == ("Hij viel.", "Ligt er nog!", "Om 14.30 uur?", "Kom")


def test_a_sentence_is_cut_at_its_commas() -> None:
    assert clauses("ik ben op, zij niet") == (("ik", "ben", "op"), ("zij", "niet"))


def test_decoration_is_cut_down_to_a_few_marks_a_letter() -> None:
    assert clean("h" + "\u0301" * 30) == "h" + "\u0301" * 8
    assert fold("h" + "\u0301" * 30) == "h"


@given(st.text())
def test_any_text_can_be_cleaned_folded_and_cut(text: str) -> None:
    shown = clean(text)

    assert "\x00" not in shown
    assert isinstance(words(text), tuple)
    assert all(part.strip() for part in sentences(text))
