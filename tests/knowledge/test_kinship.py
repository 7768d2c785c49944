"""What family calls each other."""

import pytest

from knowledge.kinship import calls


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("dochter, mantelzorger", "mama"),
        ("Schoonzoon", "vader"),
        ("kleindochter", "oma"),
        ("echtgenoot", "vrouw"),
        ("broer", "zus"),
        ("moeder", "zoon"),
        ("buurman, vrijwilliger", "buurvrouw"),
    ],
)
def test_by_the_role_one_knows_what_somebody_says(role: str, name: str) -> None:
    assert name in calls(role)


def test_a_professional_says_no_such_thing() -> None:
    assert calls("wijkverpleegkundige") == ()


def test_no_word_is_there_twice() -> None:
    both = calls("zoon, dochter")

    assert len(both) == len(set(both))
