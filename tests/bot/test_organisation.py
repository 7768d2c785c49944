"""The desks of the settings are people on file with that role; all that is wrong is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import clock
from bot.organisation import organisation_of
from bot.settings import Settings, SettingsWrong, from_environment
from conversations.context import Named
from conversations.loading import staffed
from conversations.store import people
from conversations.store.engine import Engine, migrate, open_engine
from conversations.store.ids import Ids
from knowledge.roles import Role

IDS = Ids()
DESKS = {"INTAKE_DESK": "Aanmeldpunt Oost", "DUTY_LINE": "Dienst Oost"}


@pytest.fixture
def engine() -> Iterator[Engine]:
    opened = open_engine(":memory:")
    migrate(opened)
    yield opened
    opened.close()


def put_on_file(engine: Engine, name: str, *roles: Role) -> Named:
    person = people.add(engine, IDS, name, now=clock.now())
    for role in roles:
        people.give_role(engine, IDS, person, role, now=clock.now())
    return Named(person, name)


def settings(**given: str) -> Settings:
    named = {"ORGANISATION": "Voorbeeldzorg Oost", **given}
    return from_environment(
        {f"AANSPREEKPUNT_{name}": value for name, value in named.items()}, dotenv=Path("none")
    )


def test_the_desks_are_found_by_name_and_those_with_a_task_by_role_each_time(
    engine: Engine,
) -> None:
    intake = put_on_file(engine, "Aanmeldpunt Oost", Role.INTAKE_DESK)
    duty = put_on_file(engine, "Dienst Oost", Role.DUTY_LINE)
    found = organisation_of(engine, settings(**DESKS))
    reports = put_on_file(engine, "Mia Fictief", Role.REPORTING_CODE)
    leads = put_on_file(engine, "Sam Fictief", Role.COORDINATOR)
    now = staffed(engine, found)

    assert (found.intake_desk, found.duty_line) == (intake, duty)
    assert (now.reporting_code, now.coordinators) == ((reports,), (leads,))


def test_a_name_that_is_not_on_file_and_a_role_not_held_are_told_together(engine: Engine) -> None:
    put_on_file(engine, "Dienst Oost")

    with pytest.raises(SettingsWrong) as refused:
        organisation_of(engine, settings(**DESKS))

    assert refused.value.faults == (
        "AANSPREEKPUNT_INTAKE_DESK: nobody on file is called 'Aanmeldpunt Oost';"
        " see: aanspreekpunt people list.",
        "AANSPREEKPUNT_DUTY_LINE: 'Dienst Oost' does not hold the role duty_line; give it with:"
        " aanspreekpunt people assign 'Dienst Oost' --role duty_line",
    )


def test_intake_desk_and_duty_line_are_two_people(engine: Engine) -> None:
    put_on_file(engine, "Een voor alles", Role.INTAKE_DESK, Role.DUTY_LINE)

    with pytest.raises(SettingsWrong) as refused:
        organisation_of(engine, settings(INTAKE_DESK="Een voor alles", DUTY_LINE="Een voor alles"))

    assert refused.value.faults == (
        "AANSPREEKPUNT_DUTY_LINE: the same person as AANSPREEKPUNT_INTAKE_DESK; name two, so that"
        " a report about one of them has somewhere to go.",
    )


def test_what_run_cannot_do_without_is_told_in_one_go(engine: Engine) -> None:
    with pytest.raises(SettingsWrong) as refused:
        organisation_of(engine, settings(ORGANISATION=""))

    assert [fault.partition(":")[0] for fault in refused.value.faults] == [
        "AANSPREEKPUNT_ORGANISATION",
        "AANSPREEKPUNT_INTAKE_DESK",
        "AANSPREEKPUNT_DUTY_LINE",
    ]
