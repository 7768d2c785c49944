"""The ladder of a report: it never ends in silence, and the sender hears the truth."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from conversations.effects import Move, Step, StepKind, Tell, ToConversation, ToPerson
from conversations.escalation import LADDERS, climb, deadline, deadline_when_taken
from conversations.notices import notice
from conversations.reports import Happened, Report
from conversations.saying import plain
from conversations.speech import Say, Urgency
from conversations.wording import Text
from knowledge.roles import Role
from tests.conversations.cast import BRAM, HOURS, NOW, ORGANISATION, report, tie

SEEN = (Happened(kind=StepKind.SEEN, at=NOW, actor="Noor Fictief"),)


def climbed(this: Report, **changes: Any) -> tuple[object, ...]:
    return climb(this, tie(**changes), ORGANISATION, NOW)


def told(this: Report, text: Text) -> Tell:
    said = Say(blocks=(plain(text),), urgency=Urgency.NOTICE, reference=this.number)
    return Tell(to=ToConversation("chat-eva"), say=said)


def test_first_the_case_manager_is_reminded_and_the_sender_hears_it() -> None:
    this = report()

    assert climbed(this) == (
        Step(report="r1", kind=StepKind.REMINDED, person_id="noor", rung=1),
        Move(report="r1", state="open", with_id="noor", owner_id=None,
             deadline=NOW + timedelta(hours=4), rung=1),
        Tell(to=ToPerson("noor"), say=notice(this, reminder=True)),
        told(this, Text("{name} has not yet seen your report {number}. I have reminded {name}.",
                        name="Noor Fictief", number="S-2026-0001")),
    )  # fmt: skip


def test_whoever_has_seen_it_is_reminded_without_saying_the_opposite_to_the_sender() -> None:
    effects = climbed(report(steps=SEEN))

    assert [type(effect) for effect in effects] == [Step, Move, Tell]


def test_then_it_goes_to_the_team() -> None:
    this = report(rung=1)

    assert climbed(this) == (
        Step(report="r1", kind=StepKind.MOVED, person_id="kim", told_as=Role.TEAM, rung=2),
        Move(report="r1", state="open", with_id="kim", owner_id=None,
             deadline=NOW + timedelta(hours=4), rung=2),
        Tell(to=ToPerson("kim"), say=notice(this, reminder=False)),
        told(this, Text("Nobody has taken up your report {number} yet. I have passed it on to "
                        "{name}, of the same team.", name="Kim Fictief", number="S-2026-0001")),
    )  # fmt: skip


def test_the_deputy_of_an_absent_case_manager_is_named_as_such() -> None:
    this = report(rung=1, with_id=None, with_name="")

    effects = climbed(this, deputy=BRAM, manager_away=True)

    assert effects[3] == told(
        this,
        Text("Nobody has taken up your report {number} yet. I have passed it on to {name}, "
             "who replaces your case manager.", name="Bram Fictief", number="S-2026-0001"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("with_id", "following"),
    [("noor", "kim"), ("kim", "desk"), ("desk", "ada"), ("ada", "duty"), ("gone", "noor")],
)
def test_each_is_followed_by_the_next(with_id: str, following: str) -> None:
    (step, *_) = climbed(report(rung=1, with_id=with_id))

    assert isinstance(step, Step)
    assert (step.kind, step.person_id) == (StepKind.MOVED, following)


def test_at_the_end_the_last_is_reminded_again_and_again() -> None:
    (step, *_) = climbed(report(rung=9, with_id="duty", with_name="Dienst"))

    assert step == Step(report="r1", kind=StepKind.REMINDED, person_id="duty", rung=10)


def test_where_nobody_has_it_and_nobody_can_the_duty_line_is_reminded() -> None:
    alone = report(rung=1, with_id="duty", sender_id="desk", accused_id="ada")

    (step, move, *_) = climb(alone, None, ORGANISATION, NOW)

    assert isinstance(step, Step)
    assert isinstance(move, Move)
    assert (step.kind, move.with_id) == (StepKind.REMINDED, "duty")


@pytest.mark.parametrize("accused", ["noor", "kim", "desk", "ada", "duty"])
def test_whoever_is_accused_is_on_no_rung(accused: str) -> None:
    this, people = report(accused_id=accused, with_id="nobody", rung=1), []
    for rung in range(1, 9):
        (step, move, *_) = climb(this, tie(), ORGANISATION, NOW)
        assert isinstance(step, Step)
        assert isinstance(move, Move)
        people.append(step.person_id)
        this = report(accused_id=accused, with_id=move.with_id, rung=rung + 1)

    assert accused not in people


def test_whoever_took_it_up_is_reminded_and_the_sender_is_left_in_peace() -> None:
    this = report(owner_id="noor", owner_name="Noor Fictief", state="in_progress")

    assert climbed(this) == (
        Step(report="r1", kind=StepKind.REMINDED, person_id="noor", rung=1),
        Move(report="r1", state="in_progress", with_id="noor", owner_id="noor",
             deadline=deadline_when_taken("case_manager", NOW, HOURS), rung=1),
        Tell(to=ToPerson("noor"), say=notice(this, reminder=True)),
    )  # fmt: skip


@pytest.mark.parametrize("rung", [0, 1, 5])
def test_of_abuse_no_rung_lights_up_at_the_sender(rung: int) -> None:
    effects = climbed(report(sensitive=True, route="today", rung=rung))

    assert not [e for e in effects if isinstance(e, Tell) and isinstance(e.to, ToConversation)]


@pytest.mark.parametrize(
    ("route", "until"),
    [
        ("now", NOW + timedelta(minutes=10)),
        ("today", NOW + timedelta(minutes=30)),
        ("case_manager", NOW + timedelta(hours=4)),
        ("log", NOW + timedelta(days=1)),
    ],
)
def test_each_route_has_its_own_pace(route: str, until: datetime) -> None:
    assert deadline(route, NOW, HOURS) == until


def test_danger_skips_the_reminder() -> None:
    assert (LADDERS["now"].reminders, LADDERS["today"].reminders) == (0, 0)
