"""How a dialogue is held: a script asks from top to bottom and ends with what follows."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pytest

from conversations.answers import Option
from conversations.context import Context
from conversations.dialogue import Ask, Held, Question, hold
from conversations.effects import Effect
from conversations.errors import UnknownScript
from conversations.saying import plain, say
from conversations.speech import Action, Button, Say
from conversations.state import Talk
from conversations.wording import Text
from tests.conversations.cast import NOW, context

ASKED = (plain(Text("Thank you for telling me this.")), plain(Text("Whom is this about?")))
OPTIONS = [Option("self", Text("About myself")), Option("other", Text("About somebody else"))]


def script(ask: Ask, given: Mapping[str, str], context: Context, now: datetime) -> Sequence[Effect]:
    who = ask.choice("who", ASKED, OPTIONS)
    words = ask.words("words", plain(Text("What happened? Tell it in your own words.")))
    sure = ask.yes("sure", plain(Text("Are you sure?")))
    return (say(plain(f"{given['name']} {who} {words} {sure}")),)


SCRIPTS = {"test": script}


def held(**answers: str) -> Held:
    talk = Talk(script="test", id="1", given={"name": "Ans"}, answers=answers)
    return hold(talk, SCRIPTS, context(), NOW)


def test_the_first_question_waits() -> None:
    now = held()

    assert now == Held(
        talk=Talk(script="test", id="1", given={"name": "Ans"}, asked="who"),
        question=Question(key="who", blocks=ASKED, options=tuple(OPTIONS)),
    )


def test_each_answer_brings_the_next_question() -> None:
    assert held(who="self").talk.asked == "words"
    assert held(who="self", words="gevallen").talk.asked == "sure"


def test_after_the_last_answer_it_is_over() -> None:
    now = held(who="self", words="gevallen", sure="yes")

    assert now.question is None
    assert now.follows == (say(plain("Ans self gevallen True")),)


def test_an_answer_that_is_no_longer_there_is_asked_anew() -> None:
    assert held(who="a client who left", words="gevallen").talk.asked == "who"


def test_a_question_is_said_with_a_button_for_each_option() -> None:
    now = held()

    assert now.question is not None
    assert now.question.ask(now.talk) == Say(
        blocks=ASKED,
        buttons=(
            Button(Text("About myself"), Action("answer", "1:who", "self")),
            Button(Text("About somebody else"), Action("answer", "1:who", "other")),
        ),
        question="1:who",
    )


def test_a_repetition_is_the_bare_question() -> None:
    now = held()

    assert now.question is not None
    assert now.question.ask(now.talk, again=True).blocks == ASKED[-1:]


def test_a_button_may_do_something_of_its_own() -> None:
    option = Option("pgb", "Pgb", action=Action("topic", "pgb"))
    question = Question(key="topic", blocks=ASKED, options=(option,))

    said = question.ask(Talk(script="test", id="2", asked="topic"))

    assert said.buttons == (Button("Pgb", Action("topic", "pgb", "2:topic")),)


def test_a_script_nobody_knows_is_a_fault() -> None:
    with pytest.raises(UnknownScript):
        hold(Talk(script="gone", id="1"), SCRIPTS, context(), NOW)
