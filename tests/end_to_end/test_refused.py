"""`run` where it cannot run: it says in plain lines what is wrong and what to do, and ends."""

import asyncio
import os
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite

from tests.end_to_end.installation import DATABASE, Installation
from tests.end_to_end.town import Town, copied, town_in

pytestmark = pytest.mark.edge

# Root reads whatever there is, unless it gives that up.
BOUND_BY_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


def test_all_that_is_wrong_with_the_settings_is_told_at_once(tmp_path: Path) -> None:
    wrong = Installation(
        tmp_path,
        settings={
            "AANSPREEKPUNT_PORT": "tachtig",
            "AANSPREEKPUNT_REGION": "fr",
            "AANSPREEKPUNT_ZONE": "Mars/Olympus",
            "AANSPREEKPUNT_OPENS": "25",
            "AANSPREEKPUNT_ORGANISASION": "x",
            "TELEGRAM_BOT_TOKEN": "geheim-en-geen-token",
        },
    )
    ended = wrong.runs("run")

    assert ended.code == 1
    assert [line.split(":")[1].strip() for line in ended.err] == [
        "AANSPREEKPUNT_ORGANISASION",
        "AANSPREEKPUNT_REGION",
        "AANSPREEKPUNT_ZONE",
        "AANSPREEKPUNT_OPENS",
        "TELEGRAM_BOT_TOKEN",
        "AANSPREEKPUNT_PORT",
    ]
    assert "geheim" not in "".join(ended.err)


def test_a_desk_that_is_nobody_on_file_is_told(tmp_path: Path) -> None:
    ended = Installation(tmp_path).runs("run")

    assert ended.code == 1
    assert [line.split(":")[1].strip() for line in ended.err] == [
        "AANSPREEKPUNT_INTAKE_DESK",
        "AANSPREEKPUNT_DUTY_LINE",
    ]


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_text("dit is een brief\n" * 500, encoding="utf-8")

    ended = Installation(tmp_path).runs("run")

    assert (ended.code, ended.err) == (
        1,
        [f"aanspreekpunt: {DATABASE} is not a database of this program; name another file."],
    )


@pytest.mark.asyncio(loop_scope="session")
async def test_a_damaged_database_is_not_served_and_the_way_back_is_told(
    town: Town, tmp_path: Path
) -> None:
    async with town_in(tmp_path) as damaged:
        copied(town, damaged)
        _damage(tmp_path / DATABASE)
        ended = damaged.installation.runs("run")

    assert (ended.code, ended.err) == (
        1,
        [f"aanspreekpunt: {DATABASE} is damaged; put a backup back with: restore COPY."],
    )


@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "line"),
    [
        (0o000, 0o700, "cannot be opened; check its folder and rights."),
        (0o400, 0o500, "may only be read; give the program the right to write."),
    ],
    ids=["not to be read", "not to be written"],
)
def test_a_database_without_rights_is_told(
    tmp_path: Path, file_mode: int, folder_mode: int, line: str
) -> None:
    bound = Installation(tmp_path, before=BOUND_BY_RIGHTS if os.geteuid() == 0 else ())
    bound.does(("people", "add", "Noor Fictief"))
    (tmp_path / DATABASE).chmod(file_mode)
    tmp_path.chmod(folder_mode)

    ended = bound.runs("run")
    tmp_path.chmod(0o700)

    assert (ended.code, ended.err) == (1, [f"aanspreekpunt: {DATABASE} {line}"])


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    Installation(tmp_path).does(("people", "add", "Noor Fictief"))
    _from_the_future(tmp_path / DATABASE)
    before = (tmp_path / DATABASE).read_bytes()

    ended = Installation(tmp_path).runs("run")

    assert ended.code == 1
    assert len(ended.err) == 1
    assert "newer" in ended.err[0]
    assert (tmp_path / DATABASE).read_bytes() == before


@pytest.mark.asyncio(loop_scope="session")
async def test_a_second_run_ends_with_code_75_and_says_why(town: Town) -> None:
    second = await asyncio.to_thread(town.installation.runs, "run")

    assert (second.code, second.err) == (
        75,
        ["aanspreekpunt: another `run` serves this database; stop that one first."],
    )


@pytest.mark.asyncio(loop_scope="session")
async def test_a_port_that_is_taken_is_told_at_once(town: Town, tmp_path: Path) -> None:
    async with town_in(tmp_path) as other:
        copied(town, other)
        other.installation.port = town.installation.port
        ended = await asyncio.to_thread(other.installation.runs, "run")

    assert (ended.code, len(ended.err)) == (1, 1)
    assert f"port {town.installation.port} on 127.0.0.1 is taken" in ended.err[0]


def _damage(file: Path) -> None:
    """Write over the middle of every third page after the first."""
    content = bytearray(file.read_bytes())
    for page in range(4096, len(content), 4096 * 3):
        content[page + 8 : page + 512] = b"\xa5" * 504
    file.write_bytes(bytes(content))


def _from_the_future(file: Path) -> None:
    database = sqlite.connect(file)
    with database:
        database.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('aanspreekpunt', '9999_of_later', '2036-01-01')"
        )
    database.close()
