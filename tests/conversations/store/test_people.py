"""Who is on file is found by name or told apart, and holds a role until the moment it ends."""

from datetime import UTC, datetime, timedelta

import pytest

from conversations.context import Named
from conversations.errors import NameUnclear, RoleRefused
from conversations.store import people
from conversations.store.engine import Engine, migrate
from conversations.store.ids import Ids
from conversations.store.people import HeldRole
from knowledge.regions import Region
from knowledge.roles import Role

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
IDS = Ids()


@pytest.fixture
def store(engine: Engine) -> Engine:
    migrate(engine)
    return engine


def test_somebody_is_found_by_name_whatever_the_capitals_and_spaces(store: Engine) -> None:
    noor = people.add(store, IDS, "  Noor   Fictief ", now=NOW, language="nl", region=Region.BE)

    found = people.find_by_name(store, "noor FICTIEF")

    assert (found.id, found.name, found.region) == (noor, "Noor Fictief", Region.BE)


def test_a_name_that_nobody_has_gives_the_names_that_come_near(store: Engine) -> None:
    people.add(store, IDS, "Noor Fictief", now=NOW)

    with pytest.raises(NameUnclear) as unclear:
        people.find_by_name(store, "Nora Fictief")

    assert (unclear.value.known, unclear.value.choices) == (False, ("Noor Fictief",))


def test_visitors_without_a_name_are_not_found_by_having_none(store: Engine) -> None:
    people.add(store, IDS, "", now=NOW)

    with pytest.raises(NameUnclear):
        people.find_by_name(store, " ")


def test_a_part_of_a_name_gives_the_whole_name(store: Engine) -> None:
    for name in ("Noor Fictief", "Ans Voorbeeld"):
        people.add(store, IDS, name, now=NOW)

    with pytest.raises(NameUnclear) as unclear:
        people.find_by_name(store, "Ans")

    assert unclear.value.choices == ("Ans Voorbeeld",)


def test_two_people_of_one_name_are_told_apart_by_id(store: Engine) -> None:
    one, other = (people.add(store, IDS, "Jan Fictief", now=NOW) for _ in range(2))

    with pytest.raises(NameUnclear) as unclear:
        people.find_by_name(store, "Jan Fictief")

    assert (unclear.value.known, unclear.value.choices) == (True, (one, other))
    assert people.find_by_name(store, other.lower()).id == other


def test_an_unclear_name_is_not_in_the_message_that_may_end_up_in_a_log(store: Engine) -> None:
    with pytest.raises(NameUnclear) as unclear:
        people.find_by_name(store, "Noor Fictief")

    assert "Noor" not in str(unclear.value)


def test_whoever_was_erased_is_found_no_more(store: Engine) -> None:
    noor = people.add(store, IDS, "Noor Fictief", now=NOW)
    store.execute("UPDATE people SET erased_at = :at WHERE id = :id", at="2026", id=noor)

    assert people.named_so(store, "Noor Fictief") == ()
    assert people.find(store, noor) is None
    assert people.everyone(store) == ()


def test_a_role_is_given_once_and_ends_at_once(store: Engine) -> None:
    noor = people.add(store, IDS, "Noor Fictief", now=NOW)
    given = [people.give_role(store, IDS, noor, Role.CASE_MANAGER, now=NOW) for _ in range(2)]
    held = people.roles_of(store, noor)
    ended = [people.end_role(store, noor, Role.CASE_MANAGER, now=NOW) for _ in range(2)]

    assert (given, ended) == ([True, False], [True, False])
    assert held == (HeldRole(role=Role.CASE_MANAGER, team=""),)
    assert people.roles_of(store, noor) == ()


def test_a_role_that_ended_can_be_given_anew_and_both_stay_in_the_history(store: Engine) -> None:
    noor = people.add(store, IDS, "Noor Fictief", now=NOW)
    people.give_role(store, IDS, noor, Role.EDITOR, now=NOW)
    people.end_role(store, noor, Role.EDITOR, now=NOW + timedelta(days=1))

    assert people.give_role(store, IDS, noor, Role.EDITOR, now=NOW + timedelta(days=2))
    assert len(store.query("SELECT id FROM roles")) == 2


def test_two_colleagues_are_in_one_team(store: Engine) -> None:
    for name in ("Noor Fictief", "Bram Fictief"):
        person = people.add(store, IDS, name, now=NOW)
        people.give_role(store, IDS, person, Role.TEAM, now=NOW, team="Wijkteam Oost")

    assert [held.team for person in people.everyone(store) for held in person.roles] == [
        "Wijkteam Oost",
        "Wijkteam Oost",
    ]
    assert len(store.query("SELECT id FROM teams")) == 1


def test_the_role_of_a_team_needs_a_team(store: Engine) -> None:
    noor = people.add(store, IDS, "Noor Fictief", now=NOW)

    with pytest.raises(RoleRefused, match="needs a team"):
        people.give_role(store, IDS, noor, Role.TEAM, now=NOW)


def test_nobody_is_carer_for_the_whole_installation(store: Engine) -> None:
    eva = people.add(store, IDS, "Eva Voorbeeld", now=NOW)

    with pytest.raises(RoleRefused, match="belongs to one client"):
        people.give_role(store, IDS, eva, Role.CARER, now=NOW)


def test_the_coordinators_are_those_who_hold_the_role_now(store: Engine) -> None:
    for name in ("Kim Fictief", "Ada Fictief"):
        person = people.add(store, IDS, name, now=NOW)
        people.give_role(store, IDS, person, Role.COORDINATOR, now=NOW)
    kim = people.find_by_name(store, "Kim Fictief")
    people.end_role(store, kim.id, Role.COORDINATOR, now=NOW)

    ada = people.find_by_name(store, "Ada Fictief")
    assert people.holders(store, Role.COORDINATOR) == ((Named(ada.id, "Ada Fictief"),),)
    assert ada.holds(Role.COORDINATOR)
    assert not kim.holds(Role.EDITOR)
