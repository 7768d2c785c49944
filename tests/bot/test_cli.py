"""Every command explains itself, and says in one clear line what is wrong with what it got."""

from pathlib import Path

import pytest

from bot.cli import COMMANDS, main
from conversations.store.engine import open_engine
from conversations.store.migration import Migration
from tests.bot.console import Console, Ended, refused


@pytest.fixture
def console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Console:
    return Console(tmp_path, monkeypatch, capfd)


def test_these_are_the_commands() -> None:
    assert " ".join(command.name for command in COMMANDS) == (
        "run chat understand topics people invite backup restore doctor"
    )


@pytest.mark.parametrize(
    "words",
    [
        (),
        *((command.name,) for command in COMMANDS),
        *(("people", action) for action in ("add", "list", "assign", "end")),
        *(("people", action) for action in ("away", "back", "import")),
        *(("topics", action) for action in ("check", "load", "export")),
    ],
    ids=" ".join,
)
def test_each_command_explains_itself(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([*words, "--help"])

    assert left.value.code == 0
    assert f"usage: aanspreekpunt {' '.join(words)}".strip() in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ((), "aanspreekpunt: the following arguments are required: COMMAND; see: "),
        (("walk",), "aanspreekpunt: argument COMMAND: invalid choice: 'walk' (choose from "),
        (("people",), "aanspreekpunt people: the following arguments are required: ACTION; "),
        (("people", "add"), "aanspreekpunt people add: the following arguments are required: "),
        (("people", "add", "X", "--role", "x"), "aanspreekpunt people add: argument --role: "),
        (("invite", "X"), "aanspreekpunt invite: the following arguments are required: --role"),
        (("invite", "X", "--role", "x"), "aanspreekpunt invite: argument --role: invalid choice"),
        (("backup",), "aanspreekpunt backup: the following arguments are required: FILE; see: "),
        (("doctor", "now"), "aanspreekpunt: unrecognized arguments: now; see: "),
        (("understand",), "aanspreekpunt understand: the following arguments are required: "),
        (("people", "away", "X", "--deputy", "Y", "--until", "morgen"), "aanspreekpunt people aw"),
    ],
)
def test_a_command_that_is_not_understood_is_refused_in_one_line(
    console: Console, words: tuple[str, ...], line: str
) -> None:
    ended = console.runs(*words)

    assert (ended.code, ended.out, len(ended.err)) == (2, [], 1)
    assert ended.err[0].startswith(line)


def test_settings_that_are_wrong_are_all_told_before_anything_is_done(console: Console) -> None:
    console.sets(PORT="x", ZONE="Mars")

    assert console.runs("people", "add", "Noor Fictief") == Ended(
        code=1,
        out=[],
        err=[
            "aanspreekpunt: AANSPREEKPUNT_ZONE: 'Mars' is not a time zone;"
            " write Europe/Amsterdam or Europe/Brussels.",
            "aanspreekpunt: AANSPREEKPUNT_PORT: 'x' is not a port; write a number up to 65535.",
        ],
    )
    assert list(console.folder.iterdir()) == []


def test_without_desks_run_refuses_and_makes_no_database(console: Console) -> None:
    console.sets(ORGANISATION="Zorg Oost", DUTY_LINE="Dienst Oost")

    assert console.runs("run") == refused(
        "AANSPREEKPUNT_INTAKE_DESK: not set; name somebody on file who gets these reports."
    )
    assert list(console.folder.iterdir()) == []


def test_a_demo_is_not_served_beyond_this_machine(console: Console) -> None:
    console.sets(HOST="0.0.0.0")  # noqa: S104 - that is what must be refused

    ended = console.runs("run", "--demo")
    assert (ended.code, len(ended.err)) == (1, 1)


@pytest.mark.parametrize(
    "words",
    [
        ("people", "list"),
        ("people", "back", "Noor Fictief"),
        ("topics", "export", "folder"),
        ("backup", "copy.db"),
        ("doctor",),
        ("chat",),
    ],
    ids=" ".join,
)
def test_a_database_that_is_not_there_is_not_made_by_looking_at_it(
    console: Console, words: tuple[str, ...]
) -> None:
    assert console.runs(*words) == refused(
        "aanspreekpunt.db is not there; check AANSPREEKPUNT_DATABASE and the folder you are in."
    )
    assert list(console.folder.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("people", "list"), ("doctor",), ("topics", "load"), ("backup", "copy.db")]
)
def test_a_file_that_is_no_database_is_refused(console: Console, words: tuple[str, ...]) -> None:
    (console.folder / "aanspreekpunt.db").write_text("boodschappen: melk, brood\n" * 100)

    ended = console.runs(*words)
    assert (ended.code, ended.out, len(ended.err)) == (1, [], 1)
    assert "aanspreekpunt.db is not a database" in ended.err[0]


def test_a_database_of_a_newer_version_is_refused(console: Console) -> None:
    console.puts_on_file("Noor Fictief")
    newer = open_engine(str(console.folder / "aanspreekpunt.db"))
    newer.apply([Migration(name="9999-later", statements=("CREATE TABLE later (id TEXT)",))])
    newer.close()

    assert console.runs("people", "list") == refused(
        "This database was written by a newer version (it has 9999-later);"
        " start that version, or restore a backup made before the upgrade."
    )


def test_a_folder_that_cannot_be_written_is_told(console: Console) -> None:
    console.sets(DATABASE="sqlite:///absent/store.db")

    ended = console.runs("people", "add", "Noor Fictief")
    assert (ended.code, len(ended.err)) == (1, 1)
    assert "absent/store.db cannot be made" in ended.err[0]
