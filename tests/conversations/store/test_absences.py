"""Who stands in for somebody who is away has the same rights for as long, and no longer."""

from datetime import timedelta

import pytest

from conversations.context import Named
from conversations.errors import AbsenceRefused
from conversations.store import absences, networks, people
from conversations.store.engine import Engine
from conversations.store.instants import to_text
from knowledge.roles import Role
from tests.conversations.store.town import IDS, NOW, TODAY, Town


@pytest.fixture
def town(engine: Engine) -> Town:
    return Town(engine)


def test_the_deputy_stands_in_as_long_as_the_absence_lasts(town: Town) -> None:
    town.goes_away(town.noor, town.bram, days=7)

    (tie,) = networks.ties_of(town.store, town.bram, TODAY, now=NOW)
    assert (tie.roles, tie.case_manager) == ({Role.DEPUTY}, Named(town.noor, "Noor Fictief"))
    assert tie.deputy == Named(town.bram, "Bram Fictief")
    assert town.is_to_ans(town.bram, NOW + timedelta(days=7)) == frozenset()


def test_the_network_shows_who_is_away_and_who_stands_in(town: Town) -> None:
    town.goes_away(town.noor, town.bram)

    network = networks.load(town.store, town.ans, TODAY, town.ans, now=NOW)
    noor = network.member(town.manages)
    assert noor is not None
    assert (noor.away, noor.deputy) == (True, "Bram Fictief")


def test_coming_back_early_ends_the_rights_of_the_deputy_at_once(town: Town) -> None:
    town.goes_away(town.noor, town.bram)
    later = NOW + timedelta(seconds=1)

    assert absences.come_back(town.store, town.noor, now=later)
    assert town.is_to_ans(town.bram, later) == frozenset()
    assert not absences.come_back(town.store, town.noor, now=later)


def test_a_deputy_who_lost_the_role_stands_in_no_more(town: Town) -> None:
    town.goes_away(town.noor, town.bram)
    people.end_role(town.store, town.bram, Role.CASE_MANAGER, now=NOW)

    assert town.is_to_ans(town.bram) == frozenset()
    assert absences.away(town.store, NOW).deputies == {}


def test_when_the_deputy_falls_away_too_the_deputys_deputy_stands_in(town: Town) -> None:
    kim = people.add(town.store, IDS, "Kim Fictief", now=NOW)
    people.give_role(town.store, IDS, kim, Role.COORDINATOR, now=NOW)
    town.goes_away(town.noor, town.bram)
    town.goes_away(town.bram, kim)

    assert absences.away(town.store, NOW).deputies[town.noor] == Named(kim, "Kim Fictief")
    assert town.is_to_ans(kim) == {Role.DEPUTY}


def test_two_who_stand_in_for_each_other_and_are_both_away_leave_nobody(town: Town) -> None:
    since, until = NOW, NOW + timedelta(days=7)
    for one, other in ((town.noor, town.bram), (town.bram, town.noor)):
        town.store.execute(
            "INSERT INTO absences (id, person_id, deputy_id, since, until)"
            " VALUES (:id, :one, :other, :since, :until)",
            id=IDS.new(NOW),
            one=one,
            other=other,
            since=to_text(since),
            until=to_text(until),
        )

    assert absences.away(town.store, NOW + timedelta(hours=1)).deputies == {}


@pytest.mark.parametrize(
    ("deputy", "reason"), [("eva", "holds none of the roles"), ("noor", "own deputy")]
)
def test_not_everybody_can_stand_in(town: Town, deputy: str, reason: str) -> None:
    with pytest.raises(AbsenceRefused, match=reason):
        town.goes_away(town.noor, getattr(town, deputy))


def test_an_absence_needs_a_deputy_who_is_there_and_days_that_make_sense(town: Town) -> None:
    town.goes_away(town.bram, town.noor)

    with pytest.raises(AbsenceRefused, match="away in that period too"):
        town.goes_away(town.noor, town.bram)
    with pytest.raises(AbsenceRefused, match="in that period already"):
        town.goes_away(town.bram, town.noor)
    with pytest.raises(AbsenceRefused, match="ends before it begins"):
        town.goes_away(town.noor, town.bram, days=-1)


def test_an_absence_that_has_yet_to_begin_can_be_taken_back(town: Town) -> None:
    begins = NOW + timedelta(days=3)
    absences.record(town.store, IDS, town.noor, town.bram, since=begins, until=None, now=NOW)

    assert absences.away(town.store, NOW).people == frozenset()
    assert absences.away(town.store, begins).people == {town.noor}
    assert absences.cancel_planned(town.store, town.noor, now=NOW)
    assert absences.away(town.store, begins).people == frozenset()
