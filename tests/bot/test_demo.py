"""The demo shows a whole care network of people who do not exist, as often as it is started."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.demo import DUTY_LINE, INTAKE_DESK, DemoPerson, demo, demo_settings
from bot.settings import Settings, SettingsWrong, from_environment
from conversations.effects import Purpose
from conversations.store import absences, consents, erasing, networks, people
from conversations.store.engine import Engine, migrate, open_engine
from conversations.store.ids import Ids
from knowledge.care_network import CareNetwork, Circle
from knowledge.roles import Role

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
IDS = Ids()


@pytest.fixture
def store() -> Iterator[Engine]:
    engine = open_engine(":memory:")
    migrate(engine)
    yield engine
    engine.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return from_environment({}, dotenv=tmp_path / "none")


def started(store: Engine) -> tuple[DemoPerson, ...]:
    return demo(store, IDS, NOW)


def network(store: Engine) -> CareNetwork:
    client = started(store)[0].person_id
    return networks.load(store, client, TODAY, client, now=NOW)


def test_four_people_are_there_in_the_order_of_the_page(store: Engine) -> None:
    assert [(person.key, person.name, person.role) for person in started(store)] == [
        ("client", "Mevrouw Ans Voorbeeld", Role.CLIENT),
        ("carer", "Dochter Eva Voorbeeld", Role.CARER),
        ("case-manager", "Noor Fictief", Role.CASE_MANAGER),
        ("deputy", "Bram Fictief", Role.DEPUTY),
    ]


def test_each_is_to_the_client_what_the_page_says(store: Engine) -> None:
    client, carer, manager, deputy = started(store)
    absences.record(store, IDS, manager.person_id, deputy.person_id, since=NOW, until=None, now=NOW)

    roles = [
        networks.ties_of(store, person.person_id, TODAY, now=NOW)[0].roles
        for person in (client, carer, manager, deputy)
    ]
    assert roles == [{Role.CLIENT}, {Role.CARER}, {Role.CASE_MANAGER}, {Role.DEPUTY}]


def test_the_network_has_all_that_there_is_to_see(store: Engine) -> None:
    shown = network(store)

    lead, manager = shown.lead(TODAY), shown.case_manager(TODAY)
    assert lead is not None
    assert manager is not None
    assert (lead.role, manager.role) == ("wijkverpleegkundige", "casemanager")
    assert shown.member(lead.stand_in) in shown.on(TODAY)
    assert [m.role for m in shown.members if m.unconfirmed(TODAY)] == ["fysiotherapeut"]
    assert {m.circle for m in shown.members} == set(Circle) - {Circle.LEGAL}
    assert {v.weekday for m in shown.members for v in m.visits} == {1, 2, 3, 4, 5, 6, 7}
    assert [m.name for m in shown.members if not m.tasks] == []


def test_somebody_holds_each_role_that_a_report_may_need(store: Engine) -> None:
    started(store)

    wanted = [
        *(Role.CASE_MANAGER, Role.TEAM, Role.COORDINATOR, Role.INTAKE_DESK),
        *(Role.DUTY_LINE, Role.REPORTING_CODE, Role.EDITOR),
    ]
    assert [role for role in wanted if not people.holders(store, role)[0]] == []


def test_they_gave_consent(store: Engine) -> None:
    assert [consents.granted(store, person.person_id) for person in started(store)] == [
        frozenset(Purpose)
    ] * 4


def test_starting_again_changes_nothing(store: Engine) -> None:
    first = started(store)
    tables = ("people", "roles", "members", "tasks", "visits", "consents", "networks", "teams")
    before = [store.query(f"SELECT * FROM {table} ORDER BY 1") for table in tables]  # noqa: S608

    assert started(store) == first
    assert [store.query(f"SELECT * FROM {table} ORDER BY 1") for table in tables] == before  # noqa: S608


@pytest.mark.parametrize("erased", [0, 1, 2, 3])
def test_whoever_was_erased_by_trying_that_out_comes_back(store: Engine, erased: int) -> None:
    person = started(store)[erased]
    erasing.erase(store, IDS, person.person_id, NOW)

    assert started(store)[erased].person_id != person.person_id
    assert len(network(store).on(TODAY)) == 9
    assert network(store).case_manager(TODAY) is not None


def test_the_demo_has_its_own_database_and_desks(settings: Settings) -> None:
    shown = demo_settings(replace(settings, database="postgresql://real/zorg"))

    assert (shown.database, shown.intake_desk, shown.duty_line) == (
        "aanspreekpunt-demo.db",
        INTAKE_DESK,
        DUTY_LINE,
    )
    assert shown.organisation == "Voorbeeldzorg"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "zorg.example"])  # noqa: S104
def test_nobody_outside_this_machine_can_play_the_client(settings: Settings, host: str) -> None:
    with pytest.raises(SettingsWrong, match="lets everybody be anybody"):
        demo_settings(replace(settings, host=host))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_machine_is_served_under_each_of_its_names(settings: Settings, host: str) -> None:
    assert demo_settings(replace(settings, host=host)).host == host
