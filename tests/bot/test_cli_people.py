"""An organisation is set up at the command line: people, their roles and their absences."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conversations.store import absences, people
from conversations.store.ids import Ids
from knowledge.roles import Role
from tests.bot.console import ANS, Console, Ended, refused


@pytest.fixture
def console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Console:
    return Console(tmp_path, monkeypatch, capfd)


@pytest.fixture
def town(console: Console) -> Console:
    console.builds_a_town()
    return console


def test_whoever_is_put_on_file_is_in_the_list_with_their_roles(console: Console) -> None:
    console.puts_on_file("Noor Fictief", "--role", "case_manager")
    console.puts_on_file("Kim Fictief", "--role", "team", "--team", "Wijkteam Oost")
    console.puts_on_file("Ans Voorbeeld", "--role", "client")

    assert console.lists() == [
        "Ans Voorbeeld  client",
        "Kim Fictief  team (Wijkteam Oost)",
        "Noor Fictief  case_manager",
    ]
    assert console.lists("--role", "team") == ["Kim Fictief  team (Wijkteam Oost)"]


def test_visitors_are_counted_not_listed(console: Console) -> None:
    console.puts_on_file("Noor Fictief")
    engine = console.database()
    people.add(engine, Ids(), "", now=console.now)
    engine.close()

    assert console.runs("people", "list").out[1:] == ["And 1 visitors, who gave no name."]


def test_a_second_person_of_one_name_must_be_meant(console: Console) -> None:
    first = console.puts_on_file("Jan Fictief")

    assert console.runs("people", "add", "jan  fictief") == refused(
        "'jan fictief' is on file already; give a role with assign, or add --another."
    )
    second = console.puts_on_file("Jan Fictief", "--another")
    assert console.runs("people", "assign", "Jan Fictief", "--role", "editor") == refused(
        f"2 people are called 'Jan Fictief'; give the id: {first}, {second}."
    )
    assert console.runs("people", "assign", second, "--role", "editor").code == 0


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "Noor\x1b[2J"])
def test_a_name_can_be_shown(console: Console, name: str) -> None:
    assert console.runs("people", "add", name) == refused(
        "a name has 1 to 200 signs that can be shown."
    )


def test_a_role_of_a_team_without_a_team_puts_nobody_on_file(console: Console) -> None:
    assert console.runs("people", "add", "Kim Fictief", "--role", "team") == refused(
        "The role team needs a team; name it with --team."
    )
    assert console.lists() == []


def test_a_name_that_nobody_has_is_told_with_one_that_comes_near(console: Console) -> None:
    console.puts_on_file("Noor Fictief")

    assert console.runs("people", "back", "Nor Fictief") == refused(
        "nobody on file is called 'Nor Fictief'; did you mean 'Noor Fictief'?"
    )
    assert console.runs("people", "back", "Qqq") == refused(
        "nobody on file is called 'Qqq'; see: aanspreekpunt people list."
    )


def test_a_role_is_given_and_ended_once(town: Console) -> None:
    editor = ("Noor Fictief", "--role", "editor")
    codes = [
        town.runs("people", action, *editor).code for action in ("assign", "assign", "end", "end")
    ]

    assert codes == [0, 1, 0, 1]
    assert town.lists("--role", "editor") == []


@pytest.mark.parametrize("words", [(), ("--role", "case_manager", *ANS)])
def test_what_ends_must_be_clear(town: Console, words: tuple[str, ...]) -> None:
    assert town.runs("people", "end", "Noor Fictief", *words) == refused(
        "say what ends: either --role or --client."
    )


def test_the_deputy_stands_in_until_the_other_is_back(town: Console) -> None:
    away = town.runs("people", "away", "Noor Fictief", "--deputy", "Bram Fictief")
    during = town.lists(*ANS)
    codes = [town.runs("people", "back", "Noor Fictief").code for _ in range(2)]

    assert away == Ended(
        code=0,
        out=["Noor Fictief is away; Bram Fictief stands in, with the same rights for as long."],
        err=[],
    )
    assert during == ["Noor Fictief, casemanager (case manager, away, deputy Bram Fictief)"]
    assert (codes, town.lists(*ANS)) == ([0, 1], ["Noor Fictief, casemanager (case manager)"])


def test_an_absence_lasts_up_to_the_end_of_its_last_day_where_the_people_are(
    town: Console,
) -> None:
    planned = ("--from", "2099-07-01", "--until", "2099-07-02")
    town.runs("people", "away", "Noor Fictief", "--deputy", "Bram Fictief", *planned)

    engine = town.database()
    moments = [
        datetime(2099, 6, 30, 21, 59, tzinfo=UTC),  # 23.59 in Amsterdam
        datetime(2099, 6, 30, 22, 0, tzinfo=UTC),
        datetime(2099, 7, 2, 21, 59, tzinfo=UTC),
        datetime(2099, 7, 2, 22, 0, tzinfo=UTC),
    ]
    assert [bool(absences.away(engine, moment).people) for moment in moments] == [
        False,
        True,
        True,
        False,
    ]
    engine.close()
    assert town.runs("people", "back", "Noor Fictief").out == [
        "The absence of Noor Fictief is off."
    ]


def test_a_deputy_who_goes_away_too_passes_it_on(town: Console) -> None:
    town.puts_on_file("Ada Fictief", "--role", "coordinator")
    town.runs("people", "away", "Noor Fictief", "--deputy", "Bram Fictief")
    done = town.runs("people", "away", "Bram Fictief", "--deputy", "Ada Fictief")

    assert done.out[1] == "Bram Fictief stood in for 1 others; so does Ada Fictief."
    assert town.lists(*ANS)[0].endswith("deputy Ada Fictief)")


@pytest.mark.parametrize(
    ("deputy", "line"),
    [("Noor Fictief", "Nobody can be the own deputy;"), ("Eva Voorbeeld", "The deputy holds none")],
)
def test_not_everybody_can_be_deputy(town: Console, deputy: str, line: str) -> None:
    ended = town.runs("people", "away", "Noor Fictief", "--deputy", deputy)

    assert (ended.code, ended.err[0].startswith(f"aanspreekpunt: {line}")) == (1, True)


def test_somebody_put_on_file_is_known_by_language_and_country(console: Console) -> None:
    console.puts_on_file("Amira Voorbeeld", "--language", "ar", "--region", "be")

    engine = console.database()
    amira = people.find_by_name(engine, "Amira Voorbeeld")
    engine.close()
    assert (amira.language, amira.region, amira.holds(Role.EDITOR)) == ("ar", "be", False)
