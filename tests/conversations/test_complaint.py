"""A complaint: the formal route, written down if wanted, never to whom it is about."""

from typing import Any

import pytest

from conversations.effects import Access, Effect, Tell, ToPerson
from knowledge.regions import Region
from knowledge.roles import Role
from tests.conversations.cast import context, other_tie, tie
from tests.conversations.chat import Chat, first_words, record, says

COMPLAINT = "ik wil een klacht indienen, ze kwamen twee uur te laat en waren onbeschoft"


@pytest.mark.parametrize(("region", "routes"), [(Region.NL, 1), (Region.BE, 1), (None, 2)])
def test_a_complaint_names_the_formal_route_of_the_country(
    region: Region | None, routes: int
) -> None:
    said = says(Chat(context(region=region)).says(COMPLAINT))[-1]

    assert len(said.blocks) == 2 + routes


def complains(*answers: str, **changes: Any) -> tuple[Effect, ...]:
    chat = Chat(context(**changes))
    effects = chat.says(COMPLAINT)
    for answer in answers:
        effects = chat.says(answer)
    return effects


def test_a_complaint_names_the_helpers_so_the_log_knows_they_were_shown() -> None:
    effects = complains("ja")

    (access,) = (each for each in effects if isinstance(each, Access))
    assert access.objects == ("m-fatma", "m-noor", "m-samira")


def test_a_complaint_never_goes_to_whom_it_is_about() -> None:
    effects = complains("ja", "noor", "ja")

    this = record(effects)
    assert (this.accused_id, this.with_id) == ("noor", "kim")
    assert [each.to for each in effects if isinstance(each, Tell)] == [ToPerson("kim")]


def test_a_complaint_about_the_organisation_accuses_nobody() -> None:
    assert record(complains("ja", "iedereen", "ja")).accused_id is None


def test_a_complaint_that_is_not_passed_on_keeps_the_way_open() -> None:
    effects = complains("ja", "samira", "nee")

    assert first_words(effects) == ["Good. I pass nothing on."]


def test_where_there_are_no_helpers_nobody_is_asked_about() -> None:
    empty = tie(network=other_tie(Role.CLIENT).network)

    assert record(complains("ja", "ja", ties=(empty,))).accused_id is None


def test_a_complaint_by_command_is_asked_what_happened() -> None:
    chat = Chat(context())
    chat.says("/klacht")
    chat.says("ja")
    chat.says("ze kwamen niet")
    chat.says("samira")

    assert record(chat.says("ja")).words == "ze kwamen niet"
