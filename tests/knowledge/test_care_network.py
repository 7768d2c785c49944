"""A care network: members come and go, nothing is overwritten, old facts are not certain."""

from dataclasses import replace
from datetime import date, time, timedelta

from knowledge.care_network import CONFIRMED_FOR, CareNetwork, Circle, Member, Period, Task, Visit

TODAY = date(2026, 11, 23)
ALWAYS = Period(since=date(2025, 1, 1))
MARCH = Period(since=date(2026, 3, 1), until=date(2026, 3, 31))

FATMA = Member(
    id="fatma",
    person_id=None,
    name="Fatma",
    role="wijkverpleegkundige",
    organisation="Thuiszorg",
    circle=Circle.PROFESSIONAL,
    lead=True,
    case_manager=False,
    stand_in=None,
    contact="",
    best_moment="",
    emergency=True,
    period=ALWAYS,
    confirmed_on=TODAY,
    tasks=(
        Task(label="wast", period=ALWAYS),
        Task(label="prikte", period=MARCH),
    ),
    visits=(
        Visit(weekday=1, starts=time(17), ends=time(18), period=ALWAYS),
        Visit(weekday=1, starts=time(8), ends=time(9), period=ALWAYS),
        Visit(weekday=1, starts=time(12), ends=time(13), period=MARCH),
    ),
)
NOOR = replace(FATMA, id="noor", name="Noor", lead=False, case_manager=True, tasks=(), visits=())
ADA = replace(NOOR, id="ada", name="ada", case_manager=False, hidden_from=frozenset({"ex"}))
GONE = replace(ADA, id="gone", name="Zoë", period=MARCH, hidden_from=frozenset())
NETWORK = CareNetwork(client_id="ans", client_name="Ans", members=(ADA, NOOR, GONE, FATMA))


def test_the_lead_comes_first_then_the_case_manager_then_by_name() -> None:
    assert NETWORK.on(TODAY) == (FATMA, NOOR, ADA)


def test_whoever_left_is_out_of_the_overview_and_still_in_march() -> None:
    assert GONE not in NETWORK.on(TODAY)
    assert GONE in NETWORK.on(date(2026, 3, 31))
    assert GONE not in NETWORK.on(date(2026, 2, 28))


def test_lead_and_case_manager_are_found() -> None:
    assert (NETWORK.lead(TODAY), NETWORK.case_manager(TODAY)) == (FATMA, NOOR)


def test_there_may_be_neither() -> None:
    alone = replace(NETWORK, members=(ADA,))

    assert (alone.lead(TODAY), alone.case_manager(TODAY)) == (None, None)


def test_a_member_is_found_by_id_and_nobody_by_none() -> None:
    assert (NETWORK.member("noor"), NETWORK.member(None)) == (NOOR, None)


def test_the_visits_of_a_day_go_by_the_clock() -> None:
    monday = [(visit.starts.hour, member.name) for visit, member in NETWORK.visits(TODAY)]

    assert monday == [(8, "Fatma"), (17, "Fatma")]
    assert NETWORK.visits(TODAY + timedelta(days=1)) == ()


def test_a_task_that_ended_is_no_longer_done() -> None:
    assert [task.label for task in FATMA.tasks_on(TODAY)] == ["wast"]
    assert [task.label for task in FATMA.tasks_on(date(2026, 3, 2))] == ["wast", "prikte"]


def test_a_fact_is_unconfirmed_after_half_a_year_and_not_a_day_sooner() -> None:
    assert not FATMA.unconfirmed(TODAY + CONFIRMED_FOR)
    assert FATMA.unconfirmed(TODAY + CONFIRMED_FOR + timedelta(days=1))


def test_whoever_must_not_see_somebody_does_not() -> None:
    assert ADA not in NETWORK.seen_by("ex").members
    assert NETWORK.seen_by("eva") == NETWORK
