"""A client's care network is built, brought in from a file and changed at the command line."""

from pathlib import Path

import pytest

from conversations import network_file
from tests.bot.console import ANS, Console, refused


@pytest.fixture
def console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Console:
    return Console(tmp_path, monkeypatch, capfd)


@pytest.fixture
def town(console: Console) -> Console:
    console.builds_a_town()
    return console


ASSIGN_EVA = ("people", "assign", "Eva Voorbeeld", *ANS, "--role", "carer", "--task", "kookt")


def events(console: Console) -> list[tuple[str, str, str]]:
    engine = console.database()
    rows = engine.query("SELECT event, action, role FROM access_log ORDER BY id")
    engine.close()
    return [(row["event"], row["action"], row["role"]) for row in rows]


def test_the_network_shows_who_is_what(town: Console) -> None:
    town.runs(*ASSIGN_EVA, "--described", "dochter", "--lead", "--contact", "0800 0001")

    assert town.lists(*ANS) == [
        "Eva Voorbeeld, dochter (lead)",
        "Noor Fictief, casemanager (case manager)",
    ]


def test_a_new_case_manager_replaces_the_former(town: Console) -> None:
    done = town.runs("people", "assign", "Bram Fictief", *ANS, "--contact", "0800 0002")

    assert done.out == ["Bram Fictief is now the case_manager of Ans Voorbeeld."]
    assert town.lists(*ANS) == ["Bram Fictief, casemanager (case manager)"]


def test_a_team_takes_over_for_a_client(town: Console) -> None:
    done = town.runs("people", "assign", "Wijkteam Oost", *ANS, "--role", "team")

    assert done.out == ["Wijkteam Oost is now the team of Ans Voorbeeld."]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("Noor Fictief",), "say what to assign: --role, or --client."),
        (("Noor Fictief", *ANS, "--role", "editor"), "the role editor is not of one client;"),
        (("Eva Voorbeeld", *ANS, "--contact", "x"), "A case manager must hold the role case_mana"),
        (("Bram Fictief", *ANS), "A case manager must be reachable; say how."),
        (("Noor Fictief", *ANS, "--contact", "x"), "This person is the case manager of this cli"),
        (("Eva Voorbeeld", *ANS, "--role", "carer"), "say what the carer does: --task"),
        (("Ans Voorbeeld", *ANS, "--role", "carer", "--task", "x"), "nobody is the own carer; "),
        (("Noor Fictief", "--client", "Eva Voorbeeld"), "'Eva Voorbeeld' has no care network; "),
        (("Eva Voorbeeld", "--role", "carer"), "The role carer belongs to one client; give it "),
    ],
)
def test_what_cannot_be_assigned_is_refused_with_what_to_do(
    town: Console, words: tuple[str, ...], line: str
) -> None:
    before = town.lists(*ANS)
    ended = town.runs("people", "assign", *words)

    assert (ended.code, len(ended.err)) == (1, 1)
    assert ended.err[0].removeprefix("aanspreekpunt: ").startswith(line)
    assert town.lists(*ANS) == before


def test_whoever_leaves_a_network_is_gone_at_once(town: Console) -> None:
    town.runs(*ASSIGN_EVA)
    gone = town.runs("people", "end", "Eva Voorbeeld", *ANS, "--reason", "moved")
    again = town.runs("people", "end", "Eva Voorbeeld", *ANS)

    assert gone.out == [
        "Eva Voorbeeld is no longer in the network of Ans Voorbeeld, from this moment."
    ]
    assert again == refused("'Eva Voorbeeld' is not in the network of 'Ans Voorbeeld'.")
    assert town.lists(*ANS) == ["Noor Fictief, casemanager (case manager)"]


def test_whoever_stops_as_case_manager_leaves_clients_to_be_assigned(town: Console) -> None:
    done = town.runs("people", "end", "Noor Fictief", "--role", "case_manager")

    assert done.out == [
        "Noor Fictief is no longer case_manager, from this moment.",
        "Ans Voorbeeld has no case manager now; assign another.",
    ]


def test_a_client_left_without_case_manager_is_told(town: Console) -> None:
    done = town.runs("people", "end", "Noor Fictief", *ANS)

    assert done.out[1] == "Ans Voorbeeld has no case manager: reports go to the intake desk."


def network(*changes: tuple[str, str]) -> str:
    values = {
        "naam": "Ans",
        "rol": "cliënt",
        "kring": "cliënt",
        "persoon": "Truus Voorbeeld",
        "taken": "",
        "afgesproken met": "Truus",
        "afgesproken op": "2026-01-05",
        "cliënt akkoord": "ja",
        "grondslag": "toestemming",
        "van": "2026-01-05",
        "bevestigd op": "2026-11-02",
        "bevestigd door": "Noor",
        **dict(changes),
    }
    return ";".join(values) + "\n" + ";".join(values.values()) + "\n"


def test_a_network_is_brought_in_from_a_file(town: Console) -> None:
    (town.folder / "truus.csv").write_text(network())

    assert town.runs("people", "import", "truus.csv").out == [
        "Truus Voorbeeld: a care network of 1 members was brought in.",
        "Put on file: Truus Voorbeeld",
    ]
    assert town.lists("--client", "Truus Voorbeeld") == ["Ans, cliënt"]


def test_of_a_file_that_is_wrong_every_line_is_told_and_nothing_is_brought_in(
    town: Console,
) -> None:
    (town.folder / "truus.csv").write_text(network(("van", "ooit"), ("grondslag", "?")))
    before = town.lists()

    ended = town.runs("people", "import", "truus.csv")
    assert [line.split(":")[:2] for line in ended.out] == [
        ["line 2", " van"],
        ["line 2", " grondslag"],
    ]
    assert ended.err == ["aanspreekpunt: nothing was brought in; 2 lines to put right."]
    assert (ended.code, town.lists()) == (1, before)


def test_a_file_that_is_not_there_is_told(town: Console) -> None:
    assert town.runs("people", "import", "truus.csv") == refused(
        "truus.csv cannot be read: No such file or directory."
    )


def test_the_help_of_import_explains_every_column(capsys: pytest.CaptureFixture[str]) -> None:
    from bot.cli import main

    with pytest.raises(SystemExit):
        main(["people", "import", "--help"])
    explained = capsys.readouterr().out
    assert [column for column in network_file.COLUMNS if f"{column}  " not in explained] == []


def test_each_look_at_and_change_of_a_client_is_in_the_access_log(town: Console) -> None:
    (town.folder / "truus.csv").write_text(network())
    town.lists(*ANS)
    town.runs(*ASSIGN_EVA)
    town.runs("people", "end", "Eva Voorbeeld", *ANS)
    town.runs("people", "import", "truus.csv")

    assert events(town) == [
        ("change_network", "U", "administrator"),
        ("view_network", "R", "administrator"),
        ("change_network", "U", "administrator"),
        ("change_network", "U", "administrator"),
        ("import_network", "C", "administrator"),
    ]
