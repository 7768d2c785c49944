"""One message in, what follows out: the order in which things are decided."""

import pytest

from conversations.effects import Gone, Met, Tell, ToPerson
from conversations.messages import AttachmentKind, Ignored, Left
from conversations.respond import respond
from conversations.speech import Action
from conversations.state import State
from tests.conversations.cast import NOW, context, eva, report, visitor
from tests.conversations.chat import Chat, first_words, kinds, says

HEAVY = "ik kan de zorg voor mijn moeder niet meer aan, ik slaap al weken niet"


def test_a_question_with_an_answer_is_answered_even_then() -> None:
    effects = Chat(eva(reports=(report(route="now"),))).says("wat is respijtzorg?")

    assert "Step" not in kinds(effects)


def test_who_is_speaking_is_said_once_at_the_first_contact() -> None:
    effects = Chat(visitor(met=False)).says("hallo")

    assert kinds(effects) == ["Met", "Say"]


def test_at_a_first_contact_a_question_is_answered_too() -> None:
    effects = Chat(visitor(met=False)).says("wat is respijtzorg?")

    assert kinds(effects) == ["Met", "Say", "Say"]
    assert first_words(effects)[1] == "Respijtzorg"


def test_at_a_first_contact_a_worry_is_asked_about_and_nothing_else() -> None:
    effects = Chat(visitor(met=False)).says(HEAVY)

    assert kinds(effects) == ["Met", "Say", "Say"]
    assert says(effects)[0].buttons == ()


def test_a_first_tap_says_who_is_speaking() -> None:
    assert Met() in Chat(visitor(met=False)).taps(None)


def test_begin_alone_brings_the_first_contact() -> None:
    assert kinds(Chat(visitor(met=False)).says("/start")) == ["Met", "Say"]


def test_somebody_without_consent_leaves_no_words() -> None:
    effects = Chat(visitor()).says("wat is respijtzorg?")

    assert "Keep" not in kinds(effects)


def test_a_command_is_not_kept() -> None:
    assert "Keep" not in kinds(Chat(context()).says("/help"))


@pytest.mark.parametrize("typed", ["/onbekend", "/"])
def test_an_unknown_command_gets_a_way_on(typed: str) -> None:
    (said,) = says(Chat(context()).says(typed))

    assert said.buttons


def test_going_on_where_nothing_waits_is_said_kindly() -> None:
    assert first_words(Chat(context()).says("verder")) == [
        "There is nothing to stop or to go back to."
    ]


def test_going_on_asks_again_what_waits() -> None:
    chat = Chat(eva())
    chat.says(HEAVY)

    assert first_words(chat.says("verder")) == ["Whom is this about?"]


def test_fifty_questions_a_minute_are_slowed_down_once() -> None:
    chat = Chat(context(hurried=True))

    assert len(says(chat.says("wat is pgb"))) == 1
    assert says(chat.says("wat is pgb")) == []


def test_a_worry_is_never_slowed_down() -> None:
    assert first_words(Chat(eva(hurried=True)).says(HEAVY)) == ["Whom is this about?"]


def test_an_answer_is_never_slowed_down() -> None:
    chat = Chat(eva(hurried=True))
    chat.says(HEAVY)

    assert first_words(chat.says("mama")) == ["Thank you for telling me this. That sounds heavy."]


def test_words_that_were_asked_for_are_never_slowed_down() -> None:
    chat = Chat(context(hurried=True))
    chat.taps(Action("tell_concern"))

    assert first_words(chat.says("de rolstoel is stuk")) != []
    assert not chat.state.hushed


def test_who_left_is_gone() -> None:
    assert respond(Left(), State(), context(), NOW) == (State(), (Gone(),))


def test_a_poll_means_nothing() -> None:
    assert respond(Ignored(kind="poll"), State(), context(), NOW) == (State(), ())


@pytest.mark.parametrize("kind", AttachmentKind)
def test_what_cannot_be_opened_is_answered_with_a_way_on(kind: AttachmentKind) -> None:
    (said,) = says(Chat(context()).sends(kind))

    assert said.buttons[0].action == Action("person")


def test_a_change_of_a_report_reaches_whoever_has_it() -> None:
    effects = Chat(eva(edited=report())).edits("drie keer")

    assert kinds(effects) == ["Keep", "Step", "Access", "Tell", "Say"]
    assert [each.to for each in effects if isinstance(each, Tell)] == [ToPerson("noor")]


def test_a_change_of_something_else_is_seen() -> None:
    chat = Chat(eva())
    chat.says(HEAVY)

    effects = chat.edits("ja graag", message_ref="m9")

    assert first_words(effects) == ["I have seen your change.", "Whom is this about?"]
