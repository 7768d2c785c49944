"""Questions, small talk, what was not understood, one's own data, buttons that are old."""

from dataclasses import replace

import pytest

from conversations.context import OwnData
from conversations.effects import (
    Access,
    Agree,
    Erase,
    KeepQuestion,
    Mute,
    Purpose,
    Rate,
    Unanswered,
)
from conversations.speech import Action
from conversations.state import State, Talk
from conversations.wording import Text
from tests.conversations.cast import context, eva, noor, visitor
from tests.conversations.chat import Chat, first_words, kinds, says

UNKNOWN = "hoeveel weegt een volwassen olifant?"
VAGUE = "welke dienst helpt met papieren"
DATA = OwnData(messages=3, reports=1, questions=0)


def test_an_answer_names_its_source_and_offers_more() -> None:
    said = says(Chat(context()).says("wat is respijtzorg?"))[0]

    assert [button.action for button in said.buttons[:3]] == [
        Action("more", "respijtzorg"),
        Action("helpful", "respijtzorg"),
        Action("not_helpful", "respijtzorg"),
    ]


def test_an_answer_that_is_only_there_in_dutch_says_so() -> None:
    said = says(Chat(context(language="en")).taps(Action("more", "respijtzorg")))[0]

    assert said.blocks[1].text == Text(
        "I only have this answer in Dutch. A person can help you further."
    )
    assert {block.language for block in said.blocks[2:-1]} == {"nl"}


def test_all_that_is_known_is_one_tap_away() -> None:
    said = says(Chat(context()).taps(Action("more", "respijtzorg")))[0]

    assert len(said.blocks) >= 5


@pytest.mark.parametrize("do", ["topic", "more"])
def test_an_answer_that_was_taken_away_says_so(do: str) -> None:
    assert first_words(Chat(context()).taps(Action(do, "weg"))) == [
        "That answer is no longer there. Please ask me again."
    ]


@pytest.mark.parametrize(("do", "helpful"), [("helpful", True), ("not_helpful", False)])
def test_whether_it_helped_is_kept(do: str, helpful: bool) -> None:
    effects = Chat(context()).taps(Action(do, "respijtzorg"))

    assert effects[0] == Rate(slug="respijtzorg", helpful=helpful)


def test_a_doubtful_question_is_asked_back_once() -> None:
    chat = Chat(context())

    (said,) = says(chat.says(VAGUE))

    assert len(said.buttons) <= 4
    assert said.buttons[0].action.do == "topic"
    assert said.buttons[0].action.more == "1:topic"


def test_a_tap_on_a_topic_ends_the_question_back() -> None:
    chat = Chat(context())
    (said,) = says(chat.says(VAGUE))

    chat.taps(said.buttons[0].action)

    assert chat.state.talks == ()


def test_none_of_these_goes_to_the_editors() -> None:
    chat = Chat(context())
    chat.says(VAGUE)

    effects = chat.says("geen van deze")

    assert KeepQuestion(words=VAGUE, reason=Unanswered.NONE_OF_THESE) in effects


def test_topics_that_were_taken_away_meanwhile_are_not_offered() -> None:
    talk = Talk(script="which_topic", id="1", given={"asked": "x", "topics": "weg,pgb"},
                asked="topic")  # fmt: skip
    chat = Chat(context(), State(talks=(talk,), talked=1))

    assert first_words(chat.says("1")) == ["Pgb (persoonsgebonden budget)"]


@pytest.mark.parametrize(
    ("here", "promise"),
    [
        (context(), "I keep your question for the editors. When there is an answer, you hear it."),
        (visitor(), "I keep your question for the editors, without your name."),
    ],
)
def test_what_nobody_knows_is_said_and_kept(here: object, promise: str) -> None:
    effects = Chat(here).says(UNKNOWN)  # type: ignore[arg-type] # a Context

    assert KeepQuestion(words=UNKNOWN, reason=Unanswered.UNKNOWN) in effects
    assert says(effects)[0].blocks[1].text == Text(promise)


def test_staff_are_not_offered_a_person() -> None:
    assert says(Chat(noor()).says(UNKNOWN))[0].buttons == ()


@pytest.mark.parametrize("typed", ["wat?", "hoe", "??"])
def test_who_only_shows_not_to_follow_is_helped(typed: str) -> None:
    effects = Chat(context()).says(typed)

    assert "KeepQuestion" not in kinds(effects)
    assert says(effects)[0].buttons


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("hallo", "Hello. You can ask me a question, for instance what a word means. "
                  "Or tell me what worries you."),
        ("dank u wel", "You are welcome. You can always come back to me."),
        ("ja", "Good. What can I do for you?"),
        ("menu", "You can ask me what a word means, or tell me in a sentence what is the matter."),
        ("help", "Is there danger? Call {emergency}. I cannot send anybody."),
        ("blabla", "I do not understand you yet."),
    ],
)  # fmt: skip
def test_small_talk_is_answered_and_has_a_way_on(typed: str, said: str) -> None:
    effects = Chat(context()).says(typed)

    assert first_words(effects) == [said]
    assert says(effects)[0].buttons


def test_the_button_of_the_menu_is_the_menu() -> None:
    assert says(Chat(context()).taps(Action("menu")))[0].buttons


def test_after_twice_a_person_is_offered() -> None:
    chat = Chat(context())
    chat.says("blabla")

    assert first_words(chat.says("blabla")) == [
        "I still do not understand you. I am a program, and I am not good at everything."
    ]
    chat.says("wat is respijtzorg?")
    assert first_words(chat.says("blabla")) == ["I do not understand you yet."]


def test_staff_are_shown_their_worklist() -> None:
    (said,) = says(Chat(noor()).says("blabla"))

    assert said.buttons[0].action == Action("worklist")


UNTOLD = "de tafel is van hout"


@pytest.mark.parametrize(
    ("answer", "script"),
    [("ja", "tell_concern"), ("een mens", "reach_person"), ("nee", None)],
)
def test_words_that_were_not_understood_are_not_lost(answer: str, script: str | None) -> None:
    chat = Chat(context())
    chat.says(UNTOLD)

    chat.says(answer)

    talk = chat.state.talk
    assert (talk.script if talk else None) == script
    assert talk is None or talk.given["words"] == UNTOLD


def test_what_was_a_question_goes_to_the_editors() -> None:
    chat = Chat(context())
    chat.says(UNTOLD)

    assert KeepQuestion(words=UNTOLD, reason=Unanswered.UNKNOWN) in chat.says("2")


def test_what_is_kept_of_nobody_is_nothing() -> None:
    assert first_words(Chat(visitor()).says("/mijngegevens")) == [
        "I keep no messages of you, and not your name."
    ]


def test_what_is_kept_is_shown_with_a_row_for_each_client() -> None:
    effects = Chat(eva(own_data=DATA)).says("/mijngegevens")

    assert kinds(effects) == ["Access", "Say"]
    assert [each.event for each in effects if isinstance(each, Access)] == ["view_own_data"]


def test_without_consent_or_contact_that_is_said_or_left_out() -> None:
    here = eva(own_data=DATA)
    silent = replace(here, organisation=replace(here.organisation, privacy_contact=""))
    nobody = replace(silent, sender=replace(silent.sender, consents=frozenset()), ties=())

    (said,) = says(Chat(nobody).says("/mijngegevens"))

    assert said.blocks[-1].text == Text("You did not agree that I keep your messages.")


def test_consent_is_withdrawn_for_all_of_it() -> None:
    effects = Chat(context()).taps(Action("withdraw"))

    assert [(each.purpose, each.granted) for each in effects if isinstance(each, Agree)] == [
        (Purpose.CHAT, False),
        (Purpose.SHARE, False),
    ]


@pytest.mark.parametrize(("answer", "erased"), [("ja", True), ("nee", False)])
def test_erasing_is_asked_twice(answer: str, erased: bool) -> None:
    chat = Chat(context())
    chat.taps(Action("erase_me"))

    assert (Erase() in chat.says(answer)) is erased


def test_who_is_silenced_can_be_heard_again() -> None:
    assert Mute(muted=True) in Chat(context()).says("/stop")
    assert Mute(muted=False) in Chat(context()).taps(Action("unmute"))


def test_staff_cannot_be_silent() -> None:
    assert "Mute" not in kinds(Chat(noor()).says("/stop"))


@pytest.mark.parametrize(
    "action", [None, Action("nonsense", "x"), Action("answer", "9:gone", "yes"), Action("go_on")]
)
def test_an_old_or_forged_button_changes_nothing(action: Action | None) -> None:
    chat = Chat(context())

    effects = chat.taps(action)

    assert kinds(effects) == ["Say", "Say"]
    assert chat.state == State()


def test_an_old_button_in_a_dialogue_repeats_what_waits() -> None:
    chat = Chat(context())
    chat.says("/vergeetmij")

    assert first_words(chat.taps(None))[1] == "Are you sure?"


def test_going_back_from_the_first_question_says_so() -> None:
    chat = Chat(context())
    chat.says("/vergeetmij")

    assert first_words(chat.says("terug"))[0] == "This is the first question."


def test_a_question_about_the_question_is_explained() -> None:
    chat = Chat(eva())
    chat.says("ik kan de zorg voor mijn moeder niet meer aan, ik slaap al weken niet")

    assert first_words(chat.says("waarom wilt u dat weten?"))[0].startswith(
        "Then I know who may read it."
    )


def test_who_asks_about_two_words_at_once_gets_both_and_the_buttons_once() -> None:
    said = says(Chat(context()).says("wat is het verschil tussen wlz en wmo"))

    titles = [str(each.blocks[0].text) for each in said[:2]]
    assert [bool(each.buttons) for each in said[:2]] == [False, True]
    assert ["Wlz" in titles[0], "Wmo" in titles[1]] == [True, True]
