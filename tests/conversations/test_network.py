"""Who does what: only for those who are in it, with one row of the log, about the right client."""

from dataclasses import replace
from datetime import date

import pytest

from conversations.effects import Access, AccessAction
from conversations.network_text import day_line, member_lines
from conversations.saying import plain, title
from conversations.speech import Action, Say
from conversations.wording import Day, Text
from knowledge.care_network import CareNetwork
from knowledge.roles import Role
from tests.conversations.cast import (
    CASE_MANAGER,
    FATMA,
    NETWORK,
    SAMIRA,
    TODAY,
    changed,
    context,
    eva,
    noor,
    other_tie,
    sender,
    tie,
    visitor,
)
from tests.conversations.chat import Chat, first_words, kinds, says

LOOKED = Access(
    client_id="ans",
    event="view_network",
    action=AccessAction.READ,
    role=Role.CLIENT,
    objects=("m-fatma", "m-noor", "m-eva", "m-samira"),
)


def test_a_client_sees_the_own_network_and_the_log_knows_it() -> None:
    (_, access, said) = Chat(context()).says("wie doet wat")

    assert access == LOOKED
    assert isinstance(said, Say)
    assert said.protect
    assert said.blocks[0] == title(Text("The care network of {name}", name="Ans Voorbeeld"))
    assert len(said.blocks) == 5


def test_the_button_and_the_command_show_the_same() -> None:
    tapped = Chat(context()).taps(Action("network"))

    assert tapped == Chat(context()).says("/netwerk")
    assert tapped[0] == LOOKED


def test_who_comes_today_is_one_tap_away() -> None:
    (_, said) = Chat(context()).taps(Action("network_today"))

    assert isinstance(said, Say)
    assert said.blocks[0] == title(Text("Who comes on {day}", day=Day(TODAY)))


def test_a_day_without_visits_is_not_said_to_be_empty_for_certain() -> None:
    said = says(Chat(context()).says("wie komt er zondag"))[0]

    assert said.blocks == (
        plain(Text("Nobody is down for {day}, as far as I know.", day=Day(date(2026, 11, 29)))),
        plain(Text("That does not mean for certain that nobody comes.")),
    )


def test_nobody_has_the_lead_and_nobody_is_made_up() -> None:
    without = tie(network=replace(NETWORK, members=(SAMIRA,)))

    said = says(Chat(context(ties=(without,))).says("wie heeft het voortouw?"))[0]

    assert said.blocks[0].text == Text("Nobody has the lead at this moment, as far as I know.")


def test_an_empty_network_says_so() -> None:
    empty = tie(network=CareNetwork(client_id="ans", client_name="Ans", members=()))

    said = says(Chat(context(ties=(empty,))).says("wie doet wat"))[0]

    assert said.blocks == (plain(Text("Nobody has been entered in this network yet.")),)


@pytest.mark.parametrize("words", ["wie doet wat", "/netwerk"])
def test_a_visitor_sees_nothing_and_hears_how_to_come_in(words: str) -> None:
    effects = Chat(visitor()).says(words)

    assert kinds(effects) == ["Say"]
    assert first_words(effects) == ["I only show a care network to the people who are in it."]


def test_a_tie_without_that_right_shows_nothing() -> None:
    team = context(sender=sender("kim", Role.TEAM), ties=(tie(Role.TEAM),))

    assert "Access" not in kinds(Chat(team).says("/netwerk"))


def test_with_several_clients_is_asked_whose() -> None:
    chat = Chat(noor(ties=(tie(Role.CASE_MANAGER), other_tie(Role.CASE_MANAGER))))
    chat.says("wie doet de medicijnen")

    effects = chat.says("ans")

    assert kinds(effects) == ["Keep", "Access", "Say"]
    (access,) = (each for each in effects if isinstance(each, Access))
    assert (access.client_id, access.role) == ("ans", Role.CASE_MANAGER)


def test_a_client_who_is_named_is_meant() -> None:
    chat = Chat(noor(ties=(tie(Role.CASE_MANAGER), other_tie(Role.CASE_MANAGER))))

    effects = chat.says("wie doet wat bij verzonnen")

    assert [each.client_id for each in effects if isinstance(each, Access)] == ["ben"]


def test_who_lost_access_meanwhile_sees_nothing() -> None:
    chat = Chat(eva(ties=(tie(Role.CARER), other_tie(Role.CARER))))
    chat.says("wie doet wat")

    effects = chat.says("ans", ties=())

    assert "Access" not in kinds(effects)


def test_staff_are_not_asked_to_report_what_is_wrong() -> None:
    said = says(Chat(noor()).says("wie doet wat"))[0]

    assert [button.action.do for button in said.buttons] == ["network_today"]


def test_everything_known_of_a_member_is_one_sentence_each() -> None:
    assert member_lines(FATMA, TODAY) == (
        Text("{name}: {role}, {organisation}.", name="Fatma van de thuiszorg",
             role="wijkverpleegkundige", organisation="Thuiszorg Voorbeeld"),
        Text("Does: {tasks}.", tasks="zet de medicijnen klaar, helpt bij het wassen"),
        Text("Has the lead."),
        Text("To reach: {contact}, {moment}.", contact="06-03", moment="na 13.00 uur"),
    )  # fmt: skip


def test_lead_and_case_manager_may_be_one_person() -> None:
    both = changed(CASE_MANAGER, lead=True, tasks=(), contact="")

    assert member_lines(both, TODAY) == (
        Text("{name}: {role}.", name="Noor", role="casemanager"),
        Text("Has the lead, and is the case manager."),
    )


@pytest.mark.parametrize(
    ("deputy", "said"),
    [
        (None, Text("{name} is away today.", name="Samira")),
        ("Bram", Text("{name} is away today. {deputy} stands in.", name="Samira", deputy="Bram")),
    ],
)
def test_who_is_away_is_said_to_be_away(deputy: str | None, said: Text) -> None:
    away = changed(SAMIRA, away=True, deputy=deputy)

    assert said in member_lines(away, TODAY)
    assert said in day_line(away.visits[0], away)


def test_an_old_fact_is_not_shown_as_certain() -> None:
    old = changed(SAMIRA, confirmed_on=date(2026, 1, 2), tasks=(), contact="06-07")

    assert member_lines(old, TODAY)[1:] == (
        Text("To reach: {contact}.", contact="06-07"),
        Text("Last confirmed on {day}: ask whether this is still right.",
             day=Day(date(2026, 1, 2))),
    )  # fmt: skip
