"""Coming in: who is speaking, consent, country, language, an invitation and its confirmation."""

from dataclasses import replace

import pytest

from conversations.context import Invitation
from conversations.effects import (
    Access,
    AccessAction,
    Agree,
    Confirm,
    Met,
    Purpose,
    Redeem,
    SetLanguage,
    SetRegion,
    Tell,
    ToConversation,
    ToPerson,
    WrongCode,
)
from conversations.introduction import introduction, may_keep
from conversations.saying import plain
from conversations.speech import Action, Say
from conversations.wording import Text
from knowledge.regions import Region
from knowledge.roles import Role
from tests.conversations.cast import BRAM, NOOR, context, noor, sender, tie, visitor
from tests.conversations.chat import Chat, first_words, kinds, says

NEW = visitor(met=False, region=None)
PAPER = Invitation(
    id="i1",
    person_id="eva",
    person_name="Eva",
    role=Role.CARER,
    client_id="ans",
    client_name="Ans Voorbeeld",
    needs_confirmation=False,
)
BY_STAFF = replace(PAPER, needs_confirmation=True, confirmer=NOOR)
WAITS = replace(BY_STAFF, guest="chat-eva")
OPEN = Action("open_invitation", "i1")


def test_all_of_it_is_one_message() -> None:
    (met, said) = Chat(NEW).says("hallo")

    assert met == Met()
    assert isinstance(said, Say)
    assert said.blocks == (*introduction(NEW), may_keep())
    assert said.blocks[0].text == (
        Text("Hello."),
        Text("I am Aanspreekpunt of {organisation}. I am a computer program, not a human being.",
             organisation="Voorbeeldzorg"),
    )  # fmt: skip


@pytest.mark.parametrize(("answer", "granted"), [("ja", True), ("nee", False)])
def test_the_consent_counts_at_once_and_the_country_is_asked_after_it(
    answer: str, granted: bool
) -> None:
    chat = Chat(NEW)
    chat.says("hallo")

    effects = chat.says(answer, met=True)

    assert effects[0] == Agree(purpose=Purpose.CHAT, granted=granted, wording="2026-11")
    assert first_words(effects) == ["Do you live in the Netherlands or in Belgium?"]


def test_after_the_country_there_is_a_way_on() -> None:
    chat = Chat(NEW)
    chat.says("hallo")
    chat.says("nee", met=True)

    effects = chat.says("belgie", met=True)

    assert effects[0] == SetRegion("be")
    assert first_words(effects) == ["What can I do for you?"]


def test_another_language_begins_again_in_that_language() -> None:
    chat = Chat(NEW)
    chat.says("/start")

    effects = chat.says("in english please", met=True)

    assert effects[0] == SetLanguage("en")
    assert str(says(effects)[-1].buttons[-1].label).startswith("Nederlands · Français")


def test_the_other_languages_are_one_button_under_the_question_in_their_own_names() -> None:
    (said,) = says(Chat(NEW).says("/start"))

    assert [button.label for button in said.buttons[2:]] == [
        "English · Français · Deutsch · Türkçe · العربية · Polski"
    ]


def test_what_has_no_button_has_no_number() -> None:
    chat = Chat(NEW)
    chat.says("/start")

    effects = chat.says("4", met=True)

    assert not [each for each in effects if isinstance(each, SetLanguage)]


def test_a_man_called_frans_goes_on_in_dutch() -> None:
    chat = Chat(NEW)
    chat.says("/start")

    effects = chat.says("ik ben Frans", met=True)

    assert not [each for each in effects if isinstance(each, SetLanguage)]


@pytest.mark.parametrize(
    "asked", ["/taal", "language", "langue", "Sprache", "dil", "اللغة", "język"]
)
def test_the_language_can_be_changed_later_in_each_language(asked: str) -> None:
    (said,) = says(Chat(context()).says(asked))

    assert [button.label for button in said.buttons] == [
        *("Nederlands", "English", "Français", "Deutsch", "Türkçe", "العربية", "Polski")
    ]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("engels", "en"), ("nederlands", "nl"), ("frans", "fr"), ("turks", "tr"), ("6", "ar")],
)
def test_a_language_is_chosen_by_its_name_or_place(typed: str, code: str) -> None:
    chat = Chat(context())
    chat.says("/taal")

    assert [e.language for e in chat.says(typed) if isinstance(e, SetLanguage)] == [code]


def test_who_agreed_already_is_not_asked_again() -> None:
    known = replace(NEW, sender=sender("eva"))

    effects = Chat(known).says("hallo")

    (said,) = says(effects)
    assert said.blocks[:-1] == introduction(known)
    assert said.blocks[-1].text == Text("Do you live in the Netherlands or in Belgium?")


def test_who_agreed_and_said_where_they_live_is_asked_nothing() -> None:
    effects = Chat(replace(NEW, sender=sender("eva"), region=Region.NL)).says("hallo")

    assert first_words(effects) == ["Hello.", "What can I do for you?"]


def test_a_consent_given_elsewhere_meanwhile_lets_the_words_count() -> None:
    chat = Chat(replace(NEW, region=Region.NL))
    chat.says("hallo")

    effects = chat.says("wat is respijtzorg?", met=True, sender=sender("eva"))

    assert "Respijtzorg" in first_words(effects)
    assert chat.state.talks == ()


def test_a_paper_invitation_opens_the_door_at_once() -> None:
    effects = Chat(replace(NEW, invitation=PAPER)).says("/start abc")

    assert kinds(effects) == ["Met", "Say", "Redeem", "Say", "Say"]
    assert Redeem("i1") in effects
    assert first_words(effects)[1] == "Welcome, {name}."
    assert first_words(effects)[2].startswith("May I keep your messages?")


def test_an_invitation_of_staff_is_confirmed_first_and_the_notice_names_nobody() -> None:
    effects = Chat(replace(NEW, invitation=BY_STAFF)).says("/start abc")

    (told,) = (each for each in effects if isinstance(each, Tell))
    assert told.to == ToPerson("noor")
    assert told.say.blocks == (
        plain(Text("Somebody has used an invitation. Is it the right person?")),
    )


@pytest.mark.parametrize(
    "here",
    [
        NEW,
        replace(NEW, invitation=PAPER, slow_down=True),
        context(met=False, invitation=PAPER),
    ],
    ids=["an unknown code", "too many wrong ones", "somebody else's"],
)
def test_every_code_that_opens_nothing_is_answered_alike(here: object) -> None:
    effects = Chat(here).says("/start abc")  # type: ignore[arg-type] # a Context

    assert WrongCode() in effects
    assert first_words(effects)[-1] == "This invitation does not work (any more)."


def test_begin_without_a_code_is_the_menu() -> None:
    assert first_words(Chat(context()).says("/start")) == ["What can I do for you?"]


def test_who_it_is_comes_after_a_tap_and_stands_in_the_log() -> None:
    (access, said) = Chat(noor(invitation=WAITS)).taps(OPEN)

    assert access == Access(
        client_id="ans",
        event="confirm_invitation",
        action=AccessAction.READ,
        role=Role.CASE_MANAGER,
        objects=("i1",),
    )
    assert isinstance(said, Say)
    assert "Eva" in repr(said)


@pytest.mark.parametrize(
    ("do", "accepted", "ways_on"),
    [("confirm_invitation", True, ["network"]), ("refuse_invitation", False, [])],
)
def test_the_case_manager_decides_and_the_guest_hears_it(
    do: str, accepted: bool, ways_on: list[str]
) -> None:
    effects = Chat(noor(invitation=WAITS)).taps(Action(do, "i1"))

    assert effects[0] == Confirm(invitation_id="i1", accepted=accepted)
    (told,) = (each for each in effects if isinstance(each, Tell))
    assert told.to == ToConversation("chat-eva")
    assert [button.action.do for button in told.say.buttons] == ways_on


@pytest.mark.parametrize("do", ["open_invitation", "confirm_invitation", "refuse_invitation"])
@pytest.mark.parametrize(
    "invitation", [None, BY_STAFF, replace(WAITS, confirmer=BRAM), replace(WAITS, id="i2")]
)
def test_nobody_else_decides_on_it(do: str, invitation: Invitation | None) -> None:
    effects = Chat(noor(invitation=invitation)).taps(Action(do, "i1"))

    assert kinds(effects) == ["Say"]
    assert first_words(effects) == ["There is nothing for you to confirm here."]


def test_a_deputy_decides_as_a_deputy() -> None:
    deputy = noor(
        invitation=replace(WAITS, confirmer=BRAM),
        sender=sender("bram", Role.DEPUTY),
        ties=(tie(Role.DEPUTY),),
    )

    (access, _) = Chat(deputy).taps(OPEN)

    assert isinstance(access, Access)
    assert access.role is Role.DEPUTY


def test_an_invitation_without_a_client_leaves_no_row() -> None:
    staff = replace(WAITS, client_id=None, client_name="", role=Role.EDITOR)

    assert kinds(Chat(noor(invitation=staff)).taps(OPEN)) == ["Say"]
