"""Staff at work in the chat: only on reports of their own worklist, and one row of the log each."""

from dataclasses import replace

import pytest

from conversations.effects import (
    Access,
    AccessAction,
    Move,
    Step,
    StepKind,
    Subject,
    Tell,
    ToConversation,
)
from conversations.escalation import deadline_when_taken
from conversations.reports import Happened
from conversations.saying import button, plain, quote, say
from conversations.speech import Action, Say, Speaker, Urgency
from conversations.wording import Text
from knowledge.roles import Role
from tests.conversations.cast import HOURS, NOW, context, noor, report, sender
from tests.conversations.chat import Chat, first_words, kinds, says

SEEN = Happened(kind=StepKind.SEEN, at=NOW, actor="Noor")
HANDLED = Access(
    client_id="ans",
    event="handle_report",
    action=AccessAction.UPDATE,
    role=Role.CASE_MANAGER,
    objects=("r1",),
)
MINE = report(owner_id="noor", owner_name="Noor", state="in_progress")


def test_taking_a_report_up_says_so_to_its_sender() -> None:
    effects = Chat(noor(report())).taps(Action("take_report", "r1"))

    until = deadline_when_taken("case_manager", NOW, HOURS)
    assert effects == (
        Step(report="r1", kind=StepKind.TAKEN, actor_id="noor"),
        Move(report="r1", state="in_progress", with_id="noor", owner_id="noor", deadline=until,
             rung=0),
        HANDLED,
        Tell(
            to=ToConversation("chat-eva"),
            say=Say(
                blocks=(plain(Text("{name} is handling your report {number}.", name="Noor",
                                   number="S-2026-0001")),),
                urgency=Urgency.NOTICE,
                reference="S-2026-0001",
            ),
        ),
        say(
            Text("{number} is now yours.", number="S-2026-0001"),
            buttons=(button(Text("Answer"), "answer_report", "r1"),
                     button(Text("Close"), "close_report", "r1")),
        ),
    )  # fmt: skip


def test_seen_leaves_a_report_where_it_is_and_the_clock_begins_anew() -> None:
    effects = Chat(noor(report())).taps(Action("seen_report", "r1"))

    move = next(each for each in effects if isinstance(each, Move))
    assert (move.state, move.owner_id, move.with_id) == ("seen", None, "noor")
    assert kinds(effects) == ["Step", "Move", "Access", "Tell", "Say"]


@pytest.mark.parametrize(
    ("action", "this", "answer"),
    [
        ("seen_report", report(steps=(SEEN,)), "You have already marked {number} as seen."),
        ("seen_report", MINE, "You have already taken up {number}."),
        ("take_report", MINE, "You have already taken up {number}."),
    ],
)
def test_what_was_done_is_not_done_again(action: str, this: object, answer: str) -> None:
    effects = Chat(noor(this)).taps(Action(action, "r1"))  # type: ignore[arg-type]

    assert first_words(effects) == [answer]
    assert kinds(effects) == ["Say"]


def test_seen_by_another_does_not_take_it_from_its_owner() -> None:
    theirs = report(owner_id="bram", owner_name="Bram", state="in_progress")

    effects = Chat(noor(theirs)).taps(Action("seen_report", "r1"))

    move = next(each for each in effects if isinstance(each, Move))
    assert (move.state, move.owner_id) == ("in_progress", "bram")


@pytest.mark.parametrize(
    "do", ["open_report", "seen_report", "take_report", "answer_report", "close_report"]
)
def test_a_report_that_is_not_on_the_worklist_stays_shut(do: str) -> None:
    effects = Chat(noor()).taps(Action(do, "r1"))

    assert first_words(effects) == ["This is not on your worklist (any more)."]
    assert kinds(effects) == ["Say"]


@pytest.mark.parametrize("script", ["answer_report", "close_report"])
def test_a_report_that_left_the_worklist_meanwhile_is_not_answered(script: str) -> None:
    chat = Chat(noor(report()))
    chat.taps(Action(script, "r1"))

    effects = chat.says("ik kom morgen", worklist=())

    assert first_words(effects) == ["This is not on your worklist (any more)."]


def test_an_answer_is_passed_on_literally_and_takes_the_report_up() -> None:
    chat = Chat(noor(report()))
    chat.taps(Action("answer_report", "r1"))

    effects = chat.says("Ik bel u morgen. Gaat dat?")

    assert kinds(effects) == ["Keep", "Step", "Move", "Step", "Access", "Tell", "Say"]
    (told,) = (each for each in effects if isinstance(each, Tell))
    assert told.to == ToConversation("chat-eva")
    assert told.say.blocks[1] == quote("Ik bel u morgen. Gaat dat?")
    assert (told.say.speaker, told.say.speaker_name) == (Speaker.CASE_MANAGER, "Noor")


def test_another_member_of_staff_does_not_speak_as_the_case_manager() -> None:
    theirs = report(as_role=Role.INTAKE_DESK)
    chat = Chat(context(sender=sender("desk", Role.INTAKE_DESK), ties=(), worklist=(theirs,)))
    chat.taps(Action("answer_report", "r1"))

    (told,) = (each for each in chat.says("Dag") if isinstance(each, Tell))

    assert told.say.speaker is Speaker.STAFF


def test_who_has_taken_it_up_answers_without_taking_it_up_again() -> None:
    chat = Chat(noor(MINE))
    chat.taps(Action("answer_report", "r1"))

    assert kinds(chat.says("Dag")) == ["Keep", "Step", "Access", "Tell", "Say"]


@pytest.mark.parametrize("do", ["answer_report", "close_report", "seen_report", "take_report"])
def test_of_abuse_nothing_is_sent_to_the_chat_it_came_from(do: str) -> None:
    chat = Chat(noor(report(sensitive=True)))
    effects = chat.taps(Action(do, "r1"))
    if chat.state.talks:
        effects = chat.says("U kunt mij bellen.")

    assert [each for each in effects if isinstance(each, Step)]
    assert not [each for each in effects if isinstance(each, Tell)]


def test_closing_asks_the_sender_whether_it_is_solved() -> None:
    chat = Chat(noor(MINE))
    chat.taps(Action("close_report", "r1"))

    effects = chat.says("Er komt een oppas.")

    (told,) = (each for each in effects if isinstance(each, Tell))
    assert [b.action for b in told.say.buttons] == [
        Action("solved", "r1"),
        Action("not_solved", "r1"),
    ]
    assert Move(report="r1", state="closed", with_id="noor", owner_id="noor", deadline=None,
                rung=0) in effects  # fmt: skip


def test_turning_to_another_report_ends_the_answer_to_the_last() -> None:
    other = report(id="r2", number="S-2026-0002")
    chat = Chat(noor(report(), other))
    chat.taps(Action("answer_report", "r1"))
    chat.taps(Action("open_report", "r2"))

    effects = chat.says("wat is respijtzorg?")

    assert not [each for each in effects if isinstance(each, Tell)]


def test_the_worklist_shows_numbers_and_moments_and_nobodys_name() -> None:
    later = report(id="r2", number="S-2026-0002", owner_id="noor")
    none = report(id="r3", number="S-2026-0003", deadline=None)

    (said,) = says(Chat(noor(report(), later, none)).says("wat heb ik nog"))

    assert "Eva" not in repr(said)
    assert [each.action for each in said.buttons] == [
        Action("open_report", "r1"),
        Action("open_report", "r2"),
        Action("open_report", "r3"),
    ]


def test_an_empty_worklist_says_so() -> None:
    assert first_words(Chat(noor()).says("werklijst")) == ["Nothing is waiting for you."]


def test_a_client_has_no_worklist() -> None:
    assert first_words(Chat(context()).says("/werk")) == ["Only staff have a worklist."]


@pytest.mark.parametrize(
    ("changes", "blocks"),
    [
        ({"subject": Subject.SELF}, [Text("It is about the sender.")]),
        ({"subject": Subject.OTHER}, [Text("It is about somebody of whom there is no file.")]),
        ({"words": None}, [Text("The words have been erased.")]),
        (
            {"bottleneck": "geen-voortouw"},
            [Text("Bottleneck: {name}.", name=Text("Nobody takes the lead"))],
        ),
        (
            {"indicators": ("achteruitgang",)},
            [Text("Heard: {name}.", name=Text("decline"))],
        ),
    ],
)
def test_a_report_is_read_as_it_is(changes: dict[str, object], blocks: list[Text]) -> None:
    (access, card) = Chat(noor(report(**changes))).taps(Action("open_report", "r1"))

    assert access == replace(HANDLED, event="view_report", action=AccessAction.READ)
    assert isinstance(card, Say)
    assert card.protect
    assert [text for text in blocks if text not in [block.text for block in card.blocks]] == []


def test_a_report_of_somebody_without_a_name_says_so() -> None:
    (_, card) = Chat(noor(report(sender_name=""))).taps(Action("open_report", "r1"))

    assert "did not give a name" in repr(card)


def test_a_closed_report_has_no_buttons() -> None:
    (_, card) = Chat(noor(report(state="closed"))).taps(Action("open_report", "r1"))

    assert isinstance(card, Say)
    assert card.buttons == ()


def test_a_report_about_nobody_on_file_leaves_no_row() -> None:
    other = report(client_id=None, subject=Subject.OTHER)

    assert kinds(Chat(noor(other)).taps(Action("open_report", "r1"))) == ["Say"]


def test_staff_do_not_report_to_themselves() -> None:
    assert first_words(Chat(noor()).says("/mens")) == ["As staff you do not report through me."]
