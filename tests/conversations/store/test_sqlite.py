"""What a database in one file must stand up to: other processes, a full disk, damage."""

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from conversations.errors import StoreBusy, StoreFull, StoreUnreadable, TransactionLost
from conversations.store.engine import Engine, migrate, open_engine

Opener = Callable[[str], Engine]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name a file that does not exist yet."""
    return tmp_path / "store.db"


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    """Open a database with one table, by someone who does not wait long."""
    engine = open_engine(str(file), patience=timedelta(milliseconds=200))
    engine.execute("CREATE TABLE words (said TEXT NOT NULL)")
    yield engine
    engine.close()


def say(engine: Engine, words: str) -> None:
    """Write one row."""
    engine.execute("INSERT INTO words (said) VALUES (:words)", words=words)


def said(engine: Engine) -> list[str]:
    """Read all rows, in order."""
    return [row["said"] for row in engine.query("SELECT said FROM words ORDER BY rowid")]


def test_nobody_else_on_the_machine_can_read_the_file(engine: Engine, file: Path) -> None:
    say(engine, "ik slaap slecht")

    modes = {stat.S_IMODE(part.stat().st_mode) for part in file.parent.glob("store.db*")}

    assert modes == {0o600}


def test_what_is_committed_survives_a_power_cut(engine: Engine) -> None:
    settings = {
        name: engine.query(f"PRAGMA {name}")[0].popitem()[1]
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    }

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


@pytest.mark.parametrize("form", ["{file}", "sqlite:///{file}"])
def test_a_file_is_named_by_path_or_by_url(form: str, file: Path) -> None:
    open_engine(form.format(file=file)).close()

    assert file.exists()


def test_a_database_in_memory_is_gone_when_closed() -> None:
    engine = open_engine(":memory:")
    migrate(engine)
    engine.close()

    again = open_engine(":memory:")

    assert again.applied() == ()
    again.close()


def test_a_writer_gives_up_with_a_clear_line_when_another_process_writes(
    engine: Engine, file: Path
) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreBusy, match=r"store\.db is held by another process; try again"):
        say(engine, "hallo")
    with pytest.raises(StoreBusy), engine.atomic():
        say(engine, "hallo")
    other.execute("ROLLBACK")
    other.close()
    say(engine, "hallo")

    assert said(engine) == ["hallo"]


def test_others_can_read_on_while_one_waits_to_write(file: Path, engine: Engine) -> None:
    patient = open_engine(str(file), patience=timedelta(seconds=5))
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    writer = threading.Thread(target=lambda: say(patient, "eindelijk"))
    writer.start()

    seen = [said(patient) for _ in range(5)]
    still_waiting = writer.is_alive()
    other.execute("COMMIT")
    other.close()
    writer.join()

    assert (seen, still_waiting, said(patient)) == ([[]] * 5, True, ["eindelijk"])
    patient.close()


def test_a_thread_gives_up_when_another_thread_keeps_the_database(engine: Engine) -> None:
    kept, tried = threading.Event(), threading.Event()

    def keep() -> None:
        with engine.atomic():
            kept.set()
            tried.wait(5)

    keeper = threading.Thread(target=keep)
    keeper.start()
    kept.wait(5)

    with pytest.raises(StoreBusy):
        said(engine)
    tried.set()
    keeper.join()


def test_reading_first_and_writing_later_works_beside_another_writer(
    engine: Engine, opened: Opener, file: Path
) -> None:
    beside = opened(str(file))

    for number in range(20):
        with engine.atomic():
            heard = len(said(engine))
            say(engine, f"{number} na {heard}")
        say(beside, "ook")

    assert len(said(engine)) == 40


def test_a_full_disk_undoes_the_block_and_heals_when_there_is_room(engine: Engine) -> None:
    say(engine, "eerst")
    (pages,) = engine.query("PRAGMA page_count")
    engine.query(f"PRAGMA max_page_count = {pages['page_count'] + 2}")

    def fill() -> None:
        with engine.atomic():
            for _ in range(100):
                say(engine, "lang verhaal " * 100)

    with pytest.raises(StoreFull, match=r"The disk with .* is full; make room, nothing is lost"):
        fill()
    while_full = said(engine)
    engine.query("PRAGMA max_page_count = 1000000")
    fill()

    assert (while_full, len(said(engine))) == (["eerst"], 101)


def test_a_full_disk_in_an_inner_block_undoes_the_outer_too(engine: Engine) -> None:
    (pages,) = engine.query("PRAGMA page_count")
    engine.query(f"PRAGMA max_page_count = {pages['page_count'] + 2}")

    def fill() -> None:
        with engine.atomic():
            for _ in range(100):
                say(engine, "lang verhaal " * 100)

    def go_on() -> None:
        with engine.atomic():
            say(engine, "eerst")
            with pytest.raises(StoreFull):
                fill()
            say(engine, "laatst")

    with pytest.raises(TransactionLost):
        go_on()

    assert said(engine) == []


_UNTIL_FULL = """
import resource, sys
from conversations.errors import StoreFull
from conversations.store.engine import open_engine
engine = open_engine(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
try:
    for _ in range(1000):
        engine.execute("INSERT INTO words VALUES (:words)", words="lang verhaal" * 100)
except StoreFull as full:
    print(len(engine.query("SELECT * FROM words")), full)
"""


@pytest.mark.edge
def test_a_file_that_may_not_grow_is_told_as_a_full_disk(engine: Engine, file: Path) -> None:
    told = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", _UNTIL_FULL, str(file)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout

    kept, line = told.split(" ", 1)
    assert int(kept) == len(said(engine)) > 0
    assert "make room" in line


def test_a_file_that_is_no_database_is_told_so(file: Path) -> None:
    file.write_text("Beste mensen, dit is een brief.\n" * 100)

    with pytest.raises(StoreUnreadable, match="is not a database of this program"):
        open_engine(str(file))


def test_a_damaged_file_is_told_with_what_to_do(file: Path) -> None:
    engine = open_engine(str(file))
    migrate(engine)
    engine.close()
    damaged = bytearray(file.read_bytes())
    damaged[100:4000] = b"\xff" * 3900
    file.write_bytes(damaged)

    with pytest.raises(StoreUnreadable, match="is damaged; put a backup back with: restore COPY"):
        open_engine(str(file))


def test_damage_in_the_middle_of_words_is_told_without_the_words(engine: Engine) -> None:
    engine.execute("INSERT INTO words (said) VALUES (CAST(x'61ff62' AS TEXT))")

    with pytest.raises(StoreUnreadable, match="is damaged") as refusal:
        said(engine)

    assert refusal.value.__suppress_context__


@pytest.mark.parametrize("place", ["nowhere/store.db", "."])
def test_a_place_where_no_file_can_be_is_told(place: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnreadable, match=r"cannot be (made|opened)"):
        open_engine(str(tmp_path / place))


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_file_that_may_only_be_read_is_told(engine: Engine, file: Path) -> None:
    engine.close()
    file.chmod(0o400)

    with pytest.raises(StoreUnreadable, match="may only be read"):
        open_engine(str(file))


@pytest.mark.parametrize(
    ("url", "line"),
    [("mysql://host/name", "cannot be opened as mysql://"), ("sqlite://", "No database file")],
)
def test_an_address_that_cannot_be_is_told(url: str, line: str) -> None:
    with pytest.raises(StoreUnreadable, match=line):
        open_engine(url)


def test_erased_words_are_gone_from_the_file(engine: Engine, file: Path) -> None:
    say(engine, "mijn geheim 4711")
    engine.query("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.execute("DELETE FROM words")
    engine.query("PRAGMA wal_checkpoint(TRUNCATE)")

    parts = b"".join(part.read_bytes() for part in file.parent.glob("store.db*"))

    assert b"geheim 4711" not in parts
