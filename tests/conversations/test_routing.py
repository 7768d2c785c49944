"""To whom a report goes: by relation; never to the sender, the accused, or nobody."""

from dataclasses import replace

import pytest

from conversations.context import Named, Tie
from conversations.effects import SharedWith
from conversations.routing import Receiver, chain, danger_receivers, receiver
from knowledge.roles import Role
from tests.conversations.cast import (
    ADA,
    BRAM,
    DESK,
    DUTY,
    KIM,
    NOOR,
    ORGANISATION,
    SAM,
    context,
    tie,
    visitor,
)

THERE = tie()
AWAY = tie(deputy=BRAM, manager_away=True)
AWAY_WITHOUT_DEPUTY = tie(manager_away=True)
NOBODY = tie(case_manager=None, team=())


def test_the_chain_goes_from_near_to_far() -> None:
    assert list(chain(THERE, ORGANISATION)) == [
        Receiver(NOOR, Role.CASE_MANAGER),
        Receiver(KIM, Role.TEAM),
        Receiver(DESK, Role.INTAKE_DESK),
        Receiver(ADA, Role.COORDINATOR),
        Receiver(DUTY, Role.DUTY_LINE),
    ]


@pytest.mark.parametrize(
    ("bond", "sender", "accused", "who", "role"),
    [
        (THERE, "eva", None, NOOR, Role.CASE_MANAGER),
        (AWAY, "eva", None, BRAM, Role.DEPUTY),
        (AWAY_WITHOUT_DEPUTY, "eva", None, KIM, Role.TEAM),
        (NOBODY, "eva", None, DESK, Role.INTAKE_DESK),
        (None, None, None, DESK, Role.INTAKE_DESK),
        (THERE, "eva", "noor", KIM, Role.TEAM),
        (AWAY, "eva", "bram", KIM, Role.TEAM),
        (THERE, "noor", None, KIM, Role.TEAM),
        (THERE, "kim", "noor", DESK, Role.INTAKE_DESK),
    ],
    ids=[
        "the case manager",
        "the deputy of one who is away",
        "the team of one who is away without deputy",
        "the intake desk where nobody is assigned",
        "the intake desk for a visitor",
        "not the accused case manager",
        "not the accused deputy",
        "not the sender",
        "neither the sender nor the accused",
    ],
)
def test_a_report_goes_to(
    bond: Tie | None, sender: str | None, accused: str | None, who: Named, role: Role
) -> None:
    assert receiver(bond, ORGANISATION, sender=sender, accused=accused) == Receiver(who, role)


def test_the_accused_is_never_told_even_when_only_the_sender_is_left() -> None:
    small = replace(ORGANISATION, coordinators=(), intake_desk=DUTY)

    assert receiver(None, small, sender="duty", accused="noor").person == DUTY


@pytest.mark.parametrize(
    ("role", "shared"),
    [
        (Role.CASE_MANAGER, SharedWith.CASE_MANAGER),
        (Role.DEPUTY, SharedWith.CASE_MANAGER),
        (Role.TEAM, SharedWith.INTAKE_DESK),
        (Role.INTAKE_DESK, SharedWith.INTAKE_DESK),
    ],
)
def test_what_it_is_shared_with(role: Role, shared: SharedWith) -> None:
    assert Receiver(NOOR, role).shared_with is shared


@pytest.mark.parametrize(
    ("now_level", "abuse", "accused", "told"),
    [
        (True, False, None, [DUTY]),
        (True, True, None, [DUTY]),
        (False, False, None, [DUTY, NOOR]),
        (False, True, None, [DUTY, SAM]),
        (False, False, "noor", [DUTY, KIM]),
        (False, True, "sam", [DUTY]),
        (True, False, "duty", [NOOR]),
    ],
    ids=[
        "danger to life",
        "abuse and danger to life",
        "today",
        "abuse",
        "today, and the case manager is accused",
        "abuse by the one with the task",
        "danger to life by the duty line",
    ],
)
def test_of_danger_is_told(
    now_level: bool, abuse: bool, accused: str | None, told: list[Named]
) -> None:
    receivers = danger_receivers(
        context(), THERE, now_level=now_level, abuse=abuse, accused=accused
    )

    assert [who.person for who in receivers] == told


def test_of_danger_to_a_visitor_the_duty_line_is_told() -> None:
    told = danger_receivers(visitor(), None, now_level=False, abuse=False, accused=None)

    assert told == (Receiver(DUTY, Role.DUTY_LINE),)
