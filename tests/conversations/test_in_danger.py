"""Danger comes before everything; what was being told waits or goes along, and nothing is lost."""

from datetime import timedelta

from conversations.effects import (
    Access,
    Agree,
    Keep,
    Purpose,
    Record,
    Step,
    StepKind,
    Tell,
)
from conversations.speech import Action, Speaker, Urgency
from conversations.state import State, Talk
from conversations.wording import Text
from knowledge.roles import Role
from tests.conversations.cast import (
    NOW,
    context,
    eva,
    noor,
    other_tie,
    report,
    sender,
    tie,
    visitor,
)
from tests.conversations.chat import Chat, first_words, kinds, msgid, says

HEAVY = "ik kan de zorg voor mijn moeder niet meer aan, ik slaap al weken niet"
DANGER = "mijn vrouw ligt op de grond en reageert niet meer"


def test_danger_to_life_comes_before_everything() -> None:
    effects = Chat(visitor(met=False)).says(DANGER)

    danger, told, question = says(effects)
    assert danger.urgency is Urgency.DANGER
    assert danger.blocks[-1].text == Text(
        "This is Aanspreekpunt of {organisation}, a computer program.", organisation="Voorbeeldzorg"
    )
    assert msgid(told.blocks[0].text).startswith("I have sent {name} a message")
    assert question.buttons[0].label == Text("Yes")
    assert kinds(effects) == ["Say", "Record", "Step", "Tell", "Say", "Say"]


def test_danger_is_seen_in_a_changed_message_too() -> None:
    chat = Chat(context())
    chat.says("wat is respijtzorg?")

    effects = chat.edits(DANGER)

    assert isinstance(effects[0], Keep)
    assert says(effects)[0].urgency is Urgency.DANGER


def test_what_staff_write_as_staff_is_no_danger() -> None:
    effects = Chat(noor()).says(DANGER)

    assert not [each for each in effects if isinstance(each, Record)]
    assert says(effects)[0].urgency is Urgency.ANSWER


def test_staff_who_are_also_carers_are_listened_to() -> None:
    both = context(
        sender=sender("eva", Role.EDITOR), ties=(tie(Role.CARER), other_tie(Role.CASE_MANAGER))
    )

    assert says(Chat(both).says(DANGER))[0].urgency is Urgency.DANGER


def test_what_a_carer_who_is_staff_answers_as_staff_is_no_danger() -> None:
    this = report()
    both = context(
        sender=sender("eva", Role.CASE_MANAGER), ties=(tie(Role.CARER),), worklist=(this,)
    )
    chat = Chat(both)
    chat.taps(Action("answer_report", "r1"))

    effects = chat.says(DANGER)

    assert not [each for each in effects if isinstance(each, Record)]
    assert [each.say.speaker for each in effects if isinstance(each, Tell)] == [
        Speaker.CASE_MANAGER
    ]


def test_at_danger_with_several_clients_no_file_is_touched() -> None:
    several = eva(ties=(tie(Role.CARER), other_tie(Role.CARER)))

    effects = Chat(several).says(DANGER)

    assert [each.client_id for each in effects if isinstance(each, Record)] == [None]
    assert not [each for each in effects if isinstance(each, Access)]


def test_at_danger_the_one_client_is_meant() -> None:
    effects = Chat(eva()).says(DANGER)

    (access,) = (each for each in effects if isinstance(each, Access))
    assert (access.client_id, access.emergency, access.role) == ("ans", True, Role.CARER)


def test_more_words_of_the_same_danger_join_the_report() -> None:
    running = report(route="now")

    effects = Chat(eva(reports=(running,))).says(DANGER)

    assert kinds(effects) == ["Keep", "Say", "Step", "Access", "Tell", "Say"]


def test_an_hour_later_it_is_a_new_report() -> None:
    old = report(route="now", created_at=NOW - timedelta(hours=2))

    assert "Record" in kinds(Chat(eva(reports=(old,))).says(DANGER))


def test_what_has_no_answer_joins_the_danger_of_just_now() -> None:
    effects = Chat(eva(reports=(report(route="now"),))).says("wat nu")

    step = next(each for each in effects if isinstance(each, Step))
    assert (step.kind, step.words) == (StepKind.ADDED, "wat nu")
    assert first_words(effects) == [
        "I have added this to {number}. I cannot see what is the matter."
    ]


def test_a_worry_goes_along_with_what_must_be_seen_today() -> None:
    chat = Chat(context())
    chat.says(HEAVY)
    chat.says("ik wil er niet meer zijn")

    (talk,) = chat.state.talks
    assert talk.script == "danger_today"
    assert talk.given["words"] == f"{HEAVY}\n\nik wil er niet meer zijn"


def test_a_worry_waits_where_nobody_was_asked() -> None:
    chat = Chat(context())
    chat.says(HEAVY)
    chat.says(DANGER)

    assert chat.state.talks[0].given["words"] == DANGER
    assert [talk.given["words"] for talk in chat.state.paused] == [HEAVY]


def test_words_that_were_asked_for_are_asked_no_more() -> None:
    chat = Chat(context())
    chat.taps(Action("tell_concern"))
    chat.says(DANGER)

    assert ([talk.script for talk in chat.state.talks], chat.state.paused) == (["danger_now"], ())


def test_going_on_takes_up_what_danger_put_aside() -> None:
    aside = Talk(script="erase_me", id="1")
    chat = Chat(context(), State(paused=(aside,), talked=1))

    chat.says("verder")

    assert [talk.script for talk in chat.state.talks] == ["erase_me"]


def test_stopping_forgets_what_was_put_aside() -> None:
    chat = Chat(context(), State(paused=(Talk(script="erase_me", id="1"),), talked=1))

    chat.says("stop")

    assert chat.state.paused == ()


def test_after_abuse_nothing_more_comes_on_the_screen() -> None:
    chat = Chat(visitor(met=False))
    chat.says("mijn man slaat mij")

    effects = chat.says("nee")

    assert first_words(effects) == [
        "Stop typing then and close this screen. Call as soon as you safely can."
    ]


def test_a_refusal_is_kept() -> None:
    chat = Chat(context())
    chat.says("ik wil er niet meer zijn")

    effects = chat.says("nee")

    refused = Agree(purpose=Purpose.SHARE, granted=False, wording="danger-2026-11")
    assert refused in effects
    assert not [each for each in effects if isinstance(each, Record | Tell)]
