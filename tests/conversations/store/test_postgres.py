"""What a database on a server must stand up to: a lost connection and several processes."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from conversations.errors import StoreBusy, StoreError, StoreLost, StoreUnreadable
from conversations.store.engine import Engine, open_engine
from conversations.store.postgres import portable

pytestmark = pytest.mark.edge

Opener = Callable[[str], Engine]


@pytest.fixture
def engine(empty_schema: str) -> Iterator[Engine]:
    """Open a database with one table, by someone who does not wait long."""
    engine = open_engine(empty_schema, patience=timedelta(milliseconds=200))
    engine.execute("CREATE TABLE words (id INTEGER PRIMARY KEY, said TEXT NOT NULL)")
    yield engine
    engine.close()


def say(engine: Engine, number: int) -> None:
    """Write one row."""
    engine.execute("INSERT INTO words (id, said) VALUES (:id, 'hallo')", id=number)


def break_off(engine: Engine, other: Engine) -> None:
    """Let the server throw the connection of one engine out."""
    (own,) = engine.query("SELECT pg_backend_pid() AS pid")
    other.query("SELECT pg_terminate_backend(:pid, 2000)", pid=own["pid"])


def test_reading_goes_on_after_a_lost_connection(
    engine: Engine, postgresql: str, opened: Opener
) -> None:
    say(engine, 1)
    break_off(engine, opened(postgresql))

    assert engine.query("SELECT id FROM words") == [{"id": 1}]


def test_a_block_begins_anew_on_a_new_connection(
    engine: Engine, postgresql: str, opened: Opener
) -> None:
    break_off(engine, opened(postgresql))

    with engine.atomic():
        say(engine, 1)

    assert engine.query("SELECT id FROM words") == [{"id": 1}]


def test_a_block_that_loses_its_connection_is_undone_and_told(
    engine: Engine, postgresql: str, opened: Opener
) -> None:
    def half() -> None:
        with engine.atomic():
            say(engine, 1)
            break_off(engine, opened(postgresql))
            say(engine, 2)

    with pytest.raises(StoreLost, match="try again"):
        half()

    assert engine.query("SELECT id FROM words") == []


def test_no_half_block_goes_on_after_a_lost_connection_is_swallowed(
    engine: Engine, postgresql: str, opened: Opener
) -> None:
    def half() -> None:
        with engine.atomic():
            say(engine, 1)
            break_off(engine, opened(postgresql))
            with pytest.raises(StoreLost):
                say(engine, 2)
            say(engine, 3)

    with pytest.raises(StoreLost):
        half()

    assert engine.query("SELECT id FROM words") == []


def test_a_single_write_is_never_done_twice(
    engine: Engine, postgresql: str, opened: Opener
) -> None:
    break_off(engine, opened(postgresql))

    with pytest.raises(StoreLost):
        say(engine, 1)
    say(engine, 2)

    assert engine.query("SELECT id FROM words") == [{"id": 2}]


def test_a_writer_gives_up_when_another_process_keeps_the_row(
    empty_schema: str, engine: Engine, opened: Opener
) -> None:
    beside = opened(empty_schema)
    say(engine, 1)

    with beside.atomic():
        beside.execute("UPDATE words SET said = 'ik eerst'")
        with pytest.raises(StoreBusy, match="held by another process; try again"):
            engine.execute("UPDATE words SET said = 'ik ook'")


def test_two_workers_claim_two_different_chats(
    empty_schema: str, engine: Engine, opened: Opener
) -> None:
    beside = opened(empty_schema)
    say(engine, 1)
    say(engine, 2)
    claim = engine.dialect.spell("SELECT w.id FROM words w ORDER BY w.id LIMIT 1 {skip_locked w}")

    with engine.atomic(), beside.atomic():
        claimed = [engine.query(claim), beside.query(claim)]

    assert claimed == [[{"id": 1}], [{"id": 2}]]


def test_two_that_wait_for_each_other_are_told_to_try_again(
    empty_schema: str, opened: Opener, engine: Engine
) -> None:
    one, two = opened(empty_schema), opened(empty_schema)
    say(engine, 1)
    say(engine, 2)
    faults: list[StoreError] = []
    both = threading.Barrier(2)

    def take(worker: Engine, first: int, second: int) -> None:
        try:
            with worker.atomic():
                worker.execute("UPDATE words SET said = 'mijn' WHERE id = :id", id=first)
                both.wait(5)
                worker.execute("UPDATE words SET said = 'mijn' WHERE id = :id", id=second)
        except StoreError as fault:
            faults.append(fault)

    threads = [
        threading.Thread(target=take, args=(one, 1, 2)),
        threading.Thread(target=take, args=(two, 2, 1)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [type(fault) for fault in faults] == [StoreBusy]


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(StoreUnreadable) as refusal:
        open_engine("postgresql://anna:geheim@127.0.0.1:1/zorg")

    assert str(refusal.value).startswith("PostgreSQL zorg at 127.0.0.1 cannot be opened: ")
    assert "geheim" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_address_with_a_mistake_is_told_without_the_password() -> None:
    with pytest.raises(StoreUnreadable) as refusal:
        open_engine("postgresql://anna:geheim@host:poort/zorg?nonsense=1")

    assert "geheim" not in str(refusal.value)


def test_without_the_driver_the_host_is_told_what_to_install() -> None:
    script = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from conversations.errors import StoreUnreadable\n"
        "from conversations.store.engine import open_engine\n"
        "try: open_engine('postgresql://host/zorg')\n"
        "except StoreUnreadable as missing: print(missing)\n"
    )

    told = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    ).stdout

    assert told == "PostgreSQL needs an extra part: pip install 'aanspreekpunt[postgresql]'.\n"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT :a, :a_b2", "SELECT %(a)s, %(a_b2)s"),
        ("SELECT x::text, ':a', 'it''s :b', \":c\"", "SELECT x::text, ':a', 'it''s :b', \":c\""),
        ("SELECT 1 -- :a isn't\n, :b", "SELECT 1 -- :a isn't\n, %(b)s"),
        ("SELECT 7 % 2, 'a%' LIKE :a", "SELECT 7 %% 2, 'a%%' LIKE %(a)s"),
    ],
)
def test_a_parameter_is_found_only_where_it_is_one(ours: str, theirs: str) -> None:
    assert portable(ours) == theirs
