"""Phone numbers are shown in their own country, and nothing of them that nobody checked."""

from datetime import date

from knowledge.numbers import shipped
from knowledge.regions import Region


def test_every_number_says_where_it_comes_from_and_when_it_was_checked() -> None:
    for number in shipped().values():
        assert number.source, number.id
        assert number.checked == date(2026, 11, 24), number.id
        assert number.label["nl"], number.id


def test_hours_that_nobody_checked_are_not_shown() -> None:
    assert shipped()["1712"].hours == ""
    assert shipped()["113"].hours == "dag en nacht, gratis, zonder uw naam"


def test_a_line_that_may_have_changed_is_not_shown_at_all() -> None:
    assert not shipped()["mind-korrelatie"].serves("nl", Region.NL)


def test_a_flemish_line_is_not_given_to_someone_in_the_netherlands() -> None:
    assert not shipped()["1813"].serves("nl", Region.NL)
    assert shipped()["1813"].serves("nl", None)


def test_the_french_listening_line_is_only_for_who_writes_french() -> None:
    assert not shipped()["107"].serves("nl", Region.BE)
    assert shipped()["107"].serves("fr", Region.BE)
