"""Whoever can be reached first takes a report over, for every way in which others cannot be."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from conversations.context import Named, Organisation, Tie, WorkingHours
from conversations.effects import Move, ReportKind, SharedWith, Step, Subject
from conversations.reports import Report
from conversations.taking_over import candidates, take_over
from knowledge.care_network import CareNetwork

NOW: Final = datetime(2026, 11, 24, 9, tzinfo=UTC)
NOOR, BRAM, KIM, DESK, ADA, DUTY, SAM = (
    Named(name, name) for name in ("noor", "bram", "kim", "desk", "ada", "duty", "sam")
)
ORGANISATION: Final = Organisation(
    name="Voorbeeldzorg",
    region=None,
    hours=WorkingHours(zone=ZoneInfo("Europe/Amsterdam")),
    intake_desk=DESK,
    duty_line=DUTY,
    reporting_code=(SAM,),
    coordinators=(ADA,),
)
TIE: Final = Tie(
    client_id="ans",
    client_name="Ans",
    roles=frozenset(),
    network=CareNetwork(client_id="ans", client_name="Ans", members=()),
    case_manager=NOOR,
    deputy=BRAM,
    team=(BRAM, KIM),
    manager_away=True,
)
REPORT: Final = Report(
    id="s1", number="S-2026-0001", kind=ReportKind.SIGNAL, route="case_manager", state="open",
    words="...", sender_id="eva", sender_name="Eva", sender_role="carer", conversation_id="c",
    client_id="ans", client_name="Ans", subject=Subject.CLIENT,
    shared_with=SharedWith.CASE_MANAGER, bottleneck="", indicators=(), danger="", sensitive=False,
    accused_id=None, with_id="noor", with_name="Noor", owner_id=None, owner_name="",
    deadline=NOW, rung=2, created_at=NOW,
)  # fmt: skip
CHAIN: Final = ("bram", "kim", "desk", "ada", "duty")


@pytest.mark.parametrize("there", list(product((True, False), repeat=len(CHAIN))))
def test_the_nearest_who_can_be_reached_gets_it(there: tuple[bool, ...]) -> None:
    reachable = {name for name, can in zip(CHAIN, there, strict=True) if can}
    fit = [who for who in candidates(REPORT, TIE, ORGANISATION) if who.person.id in reachable]

    effects = take_over(REPORT, fit, ORGANISATION, NOW)

    told = [effect.person_id for effect in effects if isinstance(effect, Step)]
    assert told == [name for name in CHAIN if name in reachable][:1]
    moved = [(effect.rung, effect.owner_id) for effect in effects if isinstance(effect, Move)]
    assert moved == [(3, None)] * len(told)


def test_each_is_asked_once_and_never_sender_or_accused() -> None:
    report = replace(REPORT, sender_id="kim", accused_id="desk")

    who = [each.person.id for each in candidates(report, TIE, ORGANISATION)]

    assert who == ["bram", "ada", "duty"]  # Noor is away, so it begins at the nearest


def test_it_goes_on_from_its_place_and_does_not_return_to_who_let_it_lie() -> None:
    report = replace(REPORT, with_id="kim")

    who = [each.person.id for each in candidates(report, TIE, ORGANISATION)]

    assert who == ["desk", "ada", "duty", "bram"]


def test_abuse_at_home_goes_to_those_trained_for_it() -> None:
    report = replace(REPORT, sensitive=True, with_id="duty")

    who = [each.person.id for each in candidates(report, TIE, ORGANISATION)]

    assert who == ["sam", "ada"]
    assert len(take_over(report, candidates(report, TIE, ORGANISATION), ORGANISATION, NOW)) == 3


def test_a_report_without_a_client_stays_with_the_desks() -> None:
    who = [each.person.id for each in candidates(REPORT, None, ORGANISATION)]

    assert who == ["desk", "ada", "duty"]
