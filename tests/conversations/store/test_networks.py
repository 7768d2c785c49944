"""A care network as it is read: who is what to whom, today, and not a moment longer."""

from datetime import UTC, date, datetime, time

import pytest

from conversations.context import Named
from conversations.errors import NetworkRefused, RoleRefused
from conversations.membership import EndReason
from conversations.store import members, networks, people
from conversations.store.engine import Engine
from knowledge.care_network import Circle, Period, Task, Visit
from knowledge.roles import Role
from tests.conversations.store.town import IDS, NOW, SINCE, TODAY, Town, member


@pytest.fixture
def town(engine: Engine) -> Town:
    return Town(engine)


def test_the_network_is_read_back_as_it_was_recorded(town: Town) -> None:
    visit = Visit(weekday=2, starts=time(9, 30), ends=time(10), period=SINCE)
    task = Task(label="zet de medicijnen klaar", period=SINCE)
    hilde = town.joins("Hilde", organisation="Thuiszorg", tasks=(task,), visits=(visit,))
    members.set_stand_in(town.store, hilde, town.manages)

    network = networks.load(town.store, town.ans, TODAY, town.ans, now=NOW)

    read = network.member(hilde)
    assert read is not None
    assert (read.tasks, read.visits, read.stand_in) == ((task,), (visit,), town.manages)
    assert (network.client_name, read.organisation) == ("Ans Voorbeeld", "Thuiszorg")
    assert network.visits(TODAY) == ((visit, read),)


def test_everyone_is_to_the_client_what_the_network_says(town: Town) -> None:
    town.joins("mijn dochter", town.eva)

    assert town.is_to_ans(town.ans) == {Role.CLIENT}
    assert town.is_to_ans(town.eva) == {Role.CARER}
    assert town.is_to_ans(town.noor) == {Role.CASE_MANAGER}
    assert town.is_to_ans(town.bram) == frozenset()


def test_a_volunteer_sees_nothing_of_the_network(town: Town) -> None:
    town.joins("de buurman", town.eva, circle=Circle.VOLUNTEER)

    assert town.is_to_ans(town.eva) == frozenset()


def test_a_carer_who_was_removed_is_nothing_to_the_client_from_that_moment(town: Town) -> None:
    town.joins("mijn dochter", town.eva)
    members.end_memberships(town.store, town.ans, town.eva, EndReason.STOPPED, today=TODAY)

    assert town.is_to_ans(town.eva) == frozenset()
    network = networks.load(town.store, town.ans, TODAY, town.ans, now=NOW)
    assert [each.name for each in network.on(TODAY)] == ["Noor"]
    assert "mijn dochter" in [each.name for each in network.on(date(2026, 11, 1))]


def test_a_membership_that_has_yet_to_begin_opens_nothing(town: Town) -> None:
    town.joins("mijn dochter", town.eva, period=Period(since=date(2026, 12, 1)))

    assert town.is_to_ans(town.eva) == frozenset()
    assert town.is_to_ans(town.eva, datetime(2026, 12, 1, 9, tzinfo=UTC)) == {Role.CARER}


def test_a_case_manager_whose_role_was_ended_is_nothing_to_the_client(town: Town) -> None:
    town.joins("mijn dochter", town.eva)
    people.end_role(town.store, town.noor, Role.CASE_MANAGER, now=NOW)

    (tie,) = networks.ties_of(town.store, town.eva, TODAY, now=NOW)
    assert town.is_to_ans(town.noor) == frozenset()
    assert tie.case_manager is None


def test_who_is_hidden_for_safety_is_not_shown_to_that_reader(town: Town) -> None:
    town.joins("schuiladres", hidden_from=frozenset({town.eva}))

    shown = {
        reader: [
            each.name
            for each in networks.load(town.store, town.ans, TODAY, reader, now=NOW).members
        ]
        for reader in (town.eva, town.ans)
    }
    assert shown == {town.eva: ["Noor"], town.ans: ["Noor", "schuiladres"]}


def test_a_new_case_manager_replaces_the_former_one(town: Town) -> None:
    new = member(
        "Bram",
        town.bram,
        role="casemanager",
        circle=Circle.PROFESSIONAL,
        case_manager=True,
        contact="0800 0001",
        period=Period(since=TODAY),
    )
    members.assign_case_manager(town.store, IDS, town.ans, new, now=NOW, today=TODAY)

    assert networks.case_manager_of(town.store, town.ans, TODAY) == Named(town.bram, "Bram Fictief")
    assert (town.is_to_ans(town.noor), town.is_to_ans(town.bram)) == (
        frozenset(),
        {Role.CASE_MANAGER},
    )
    with pytest.raises(NetworkRefused, match="already"):
        members.assign_case_manager(town.store, IDS, town.ans, new, now=NOW, today=TODAY)


def test_a_second_case_manager_or_lead_is_refused(town: Town) -> None:
    town.joins("Hilde", lead=True, contact="0800 0002")

    with pytest.raises(NetworkRefused, match="another case manager"):
        town.joins("Bram", town.bram, case_manager=True, contact="0800 0001")
    with pytest.raises(NetworkRefused, match="has the lead"):
        town.joins("Fatma", lead=True, contact="0800 0003")


def test_a_case_manager_holds_the_role_and_can_be_reached(town: Town) -> None:
    with pytest.raises(RoleRefused, match="must hold the role"):
        town.joins("Eva", town.eva, case_manager=True, contact="0800 0001")
    with pytest.raises(NetworkRefused, match="reachable"):
        town.joins("Bram", town.bram, case_manager=True)


def test_a_client_has_one_network(town: Town) -> None:
    assert networks.is_client(town.store, town.ans)
    assert not networks.is_client(town.store, town.eva)
    with pytest.raises(NetworkRefused, match="already"):
        networks.open_network(town.store, town.ans, now=NOW)


def test_a_task_and_a_visit_end_without_being_forgotten(town: Town) -> None:
    hilde = town.joins("Hilde")
    settled = member("Hilde")
    task = members.add_task(
        town.store, IDS, hilde, Task(label="kookt", period=SINCE), settled, now=NOW
    )
    visit = members.add_visit(
        town.store,
        IDS,
        hilde,
        Visit(weekday=2, starts=time(9), ends=time(10), period=SINCE),
        now=NOW,
    )

    assert members.end_task(town.store, task, today=TODAY)
    assert members.end_visit(town.store, visit, today=TODAY)
    read = networks.load(town.store, town.ans, TODAY, town.ans, now=NOW).member(hilde)
    assert read is not None
    assert (read.tasks_on(TODAY), [each.on(TODAY) for each in read.visits]) == ((), [False])
    assert [each.label for each in read.tasks_on(date(2026, 11, 1))] == ["kookt"]


def test_what_was_found_to_be_right_is_confirmed_again(town: Town) -> None:
    hilde = town.joins("Hilde", confirmed_on=date(2026, 1, 1))
    members.confirm_member(town.store, hilde, "Noor Fictief", today=TODAY)

    read = networks.load(town.store, town.ans, TODAY, town.ans, now=NOW).member(hilde)
    assert read is not None
    assert not read.unconfirmed(TODAY)


def test_the_team_of_the_client_takes_over(town: Town) -> None:
    team = people.team_called(town.store, IDS, "Wijkteam Oost", NOW)
    kim = people.add(town.store, IDS, "Kim Fictief", now=NOW)
    people.give_role(town.store, IDS, kim, Role.TEAM, now=NOW, team="Wijkteam Oost")
    networks.assign_team(town.store, town.ans, team)

    (tie,) = networks.ties_of(town.store, town.ans, TODAY, now=NOW)
    assert tie.team == (Named(kim, "Kim Fictief"),)
