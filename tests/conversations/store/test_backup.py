"""A copy is complete, checked, private, and made while others go on writing."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conversations.errors import BackupRefused
from conversations.store.backup import Checked, backup
from conversations.store.engine import Engine, migrate, open_engine

Opener = Callable[[str], Engine]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Name the file of the database in use."""
    return tmp_path / "zorg net.db"


@pytest.fixture
def engine(database: Path, opened: Opener) -> Engine:
    """Open a database with the real schema and one value in it."""
    engine = opened(str(database))
    migrate(engine)
    engine.execute("INSERT INTO meta (name, value) VALUES ('plaats', 'Deventer')")
    return engine


def values(place: Path) -> dict[str, str]:
    """Read what a copy holds."""
    engine = open_engine(str(place))
    rows = engine.query("SELECT name, value FROM meta")
    engine.close()
    return {row["name"]: row["value"] for row in rows}


def test_a_copy_holds_everything_in_one_private_file(engine: Engine, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"

    checked = backup(engine, target)

    assert (checked.place, checked.rows["meta"], checked.rows["signals"]) == (target, 1, 0)
    assert checked.size == target.stat().st_size
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]
    assert values(target) == {"plaats": "Deventer"}


def test_a_copy_is_of_one_moment_while_others_write(
    engine: Engine, database: Path, opened: Opener, tmp_path: Path
) -> None:
    beside, enough = opened(str(database)), threading.Event()

    def write() -> None:
        number = 0
        while not enough.is_set():
            with beside.atomic():
                for half in ("links", "rechts"):
                    beside.execute("INSERT INTO meta VALUES (:n, '')", n=f"{half} {number}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    copies = [backup(engine, tmp_path / f"copy-{number}.db") for number in range(10)]
    enough.set()
    writer.join()

    counts = [checked.rows["meta"] for checked in copies]
    assert counts == sorted(counts)
    assert {count % 2 for count in counts} == {1}


def test_a_copy_never_overwrites_another(engine: Engine, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("de kopie van gisteren")

    with pytest.raises(BackupRefused, match="exists already; name another file"):
        backup(engine, target)

    assert target.read_text() == "de kopie van gisteren"


def test_a_copy_to_nowhere_is_told(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="cannot be written: No such file or directory"):
        backup(engine, tmp_path / "nergens" / "copy.db")


def test_what_an_earlier_copy_left_behind_does_no_harm(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "copy.db.part").write_text("half")
    (tmp_path / "copy.db.part-journal").write_text("half")

    backup(engine, tmp_path / "copy.db")

    assert values(tmp_path / "copy.db") == {"plaats": "Deventer"}
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]


def test_damage_is_found_before_the_copy_gets_its_name(
    engine: Engine, database: Path, tmp_path: Path
) -> None:
    for number in range(2000):
        engine.execute("INSERT INTO meta VALUES (:name, 'x')", name=f"naam {number}")
    engine.query("PRAGMA wal_checkpoint(TRUNCATE)")
    with database.open("r+b") as file:
        file.seek(-4096, os.SEEK_END)
        file.write(b"\xff" * 4096)

    with pytest.raises(BackupRefused, match="is damaged"):
        backup(engine, tmp_path / "copy.db")

    assert list(tmp_path.glob("copy*")) == []


def test_rows_that_hang_loose_are_found(engine: Engine, tmp_path: Path) -> None:
    engine.execute("PRAGMA foreign_keys = OFF")
    engine.execute("INSERT INTO networks (client_id, created_at) VALUES ('nobody', '2026')")

    with pytest.raises(BackupRefused, match="refer to rows that are not there"):
        backup(engine, tmp_path / "copy.db")


def test_memory_cannot_be_copied(opened: Opener, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="in memory"):
        backup(opened(":memory:"), tmp_path / "copy.db")


@pytest.mark.edge
def test_a_server_is_copied_with_its_own_tool(
    empty_schema: str, opened: Opener, tmp_path: Path
) -> None:
    with pytest.raises(BackupRefused, match="pg_dump"):
        backup(opened(empty_schema), tmp_path / "copy.db")


_COPY = """
import resource, sys
from pathlib import Path
from conversations.errors import BackupRefused
from conversations.store.backup import backup
from conversations.store.engine import open_engine
engine = open_engine(sys.argv[1])
print("ready", flush=True)
if len(sys.argv) > 3:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    backup(engine, Path(sys.argv[2]))
except BackupRefused as refusal:
    print(refusal)
"""


@pytest.mark.edge
def test_a_disk_that_is_full_leaves_no_half_copy(
    engine: Engine, database: Path, tmp_path: Path
) -> None:
    told = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", _COPY, str(database), str(tmp_path / "copy.db"), "40960"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout

    assert "copy.db.part cannot be written (disk I/O error); make room on that disk." in told
    assert list(tmp_path.glob("copy*")) == []


@pytest.mark.edge
@pytest.mark.parametrize("milliseconds", [0, 2, 4, 6, 8, 10, 15, 20, 30, 50])
def test_a_kill_leaves_a_good_copy_or_none(
    engine: Engine, database: Path, tmp_path: Path, milliseconds: int
) -> None:
    engine.execute("INSERT INTO meta VALUES ('veel', :much)", much="x" * 5_000_000)
    target = tmp_path / "copy.db"
    process = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", _COPY, str(database), str(target)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(milliseconds / 1000)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()

    good = target.exists() and values(target)["plaats"] == "Deventer"
    assert good is target.exists()
    target.unlink(missing_ok=True)
    assert isinstance(backup(engine, target), Checked)
