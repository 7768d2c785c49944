"""A database is brought up to date wholly or not at all, whoever pulls the plug."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest

from conversations.errors import ConstraintBroken, SchemaNewer
from conversations.store.dialect import POSTGRESQL, SQLITE
from conversations.store.engine import Engine, migrate
from conversations.store.migration import Migration, bring_up_to_date
from conversations.store.migrations import MIGRATIONS

Opener = Callable[[str], Engine]

FIRST = Migration(
    name="0001-helpers",
    statements=(
        "CREATE TABLE helpers (id TEXT PRIMARY KEY, details {json}) {strict}",
        "CREATE TABLE tasks (helper_id TEXT REFERENCES helpers (id)) {strict}",
        "INSERT INTO helpers (id) VALUES ('Anna')",
        "INSERT INTO tasks VALUES ('Anna')",
    ),
)
SECOND = Migration(
    name="0002-names",
    statements=(),
    # SQLite cannot change a column: the table is written anew.
    sqlite=(
        "CREATE TABLE renewed (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT",
        "INSERT INTO renewed SELECT id, 'onbekend' FROM helpers",
        "DROP TABLE helpers",
        "ALTER TABLE renewed RENAME TO helpers",
    ),
    postgresql=("ALTER TABLE helpers ADD COLUMN name TEXT NOT NULL DEFAULT 'onbekend'",),
)
BROKEN = Migration(
    name="0003-broken",
    statements=("CREATE TABLE half (id TEXT)", "INSERT INTO nowhere VALUES ('x')"),
)


def tables(engine: Engine) -> set[str]:
    """Name the tables that are there."""
    source = (
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
        if engine.dialect.name == "sqlite"
        else "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()"
    )
    return {row["name"] for row in engine.query(source)}


def test_the_real_schema_is_made_and_then_left_alone(engine: Engine) -> None:
    migrate(engine)
    migrate(engine)

    assert engine.applied() == tuple(migration.name for migration in MIGRATIONS)
    assert {"inbox", "outbox", "signals", "steps", "access_log"} <= tables(engine)


def test_migrations_are_applied_in_order_and_once(engine: Engine) -> None:
    bring_up_to_date(engine, (FIRST,))
    bring_up_to_date(engine, (FIRST, SECOND))
    bring_up_to_date(engine, (FIRST, SECOND))

    assert engine.applied() == ("0001-helpers", "0002-names")
    assert engine.query("SELECT id, name FROM helpers") == [{"id": "Anna", "name": "onbekend"}]
    with pytest.raises(ConstraintBroken):
        engine.execute("INSERT INTO tasks VALUES ('nobody')")


def test_a_migration_that_fails_leaves_the_old_schema(engine: Engine) -> None:
    bring_up_to_date(engine, (FIRST,))
    before = tables(engine)

    with pytest.raises(Exception, match="nowhere"):
        bring_up_to_date(engine, (FIRST, SECOND, BROKEN))

    assert (engine.applied(), tables(engine)) == (("0001-helpers",), before)


def test_a_migration_that_leaves_rows_hanging_is_refused(engine: Engine) -> None:
    careless = Migration(name="0002-careless", statements=("DELETE FROM helpers",))
    bring_up_to_date(engine, (FIRST,))

    with pytest.raises(ConstraintBroken) as refusal:
        bring_up_to_date(engine, (FIRST, careless))

    assert refusal.value.rule == "foreign key"
    assert engine.query("SELECT id FROM helpers") == [{"id": "Anna"}]


def test_a_newer_database_is_refused_and_left_alone(engine: Engine) -> None:
    bring_up_to_date(engine, (FIRST, SECOND))

    with pytest.raises(SchemaNewer, match=r"newer version \(it has 0002-names\); start that"):
        bring_up_to_date(engine, (FIRST,))

    assert engine.applied() == ("0001-helpers", "0002-names")


def test_many_processes_may_start_at_once(url: str, opened: Opener) -> None:
    engines = [opened(url) for _ in range(4)]
    threads = [
        threading.Thread(target=bring_up_to_date, args=(engine, (FIRST, SECOND)))
        for engine in engines
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [engine.applied() for engine in engines] == [("0001-helpers", "0002-names")] * 4


def test_a_word_nobody_knows_is_not_let_through() -> None:
    with pytest.raises(KeyError, match="money"):
        Migration(name="x", statements=("CREATE TABLE t (a {money})",)).written(SQLITE)


def test_each_engine_gets_its_own_statements_last() -> None:
    migration = Migration(
        name="x", statements=("a {json} {bytes} {strict}",), sqlite=("s",), postgresql=("p",)
    )

    assert migration.written(SQLITE) == ("a TEXT BLOB STRICT", "s")
    assert migration.written(POSTGRESQL) == ("a JSONB BYTEA ", "p")


_UPGRADE = """
import sys
from conversations.store.engine import open_engine
from conversations.store.migration import Migration, bring_up_to_date
first = Migration(name="1", statements=("CREATE TABLE old (n INTEGER)",))
second = Migration(name="2", statements=(
    "CREATE TABLE new (n INTEGER)", *3000 * ("INSERT INTO new VALUES (1)",), "DROP TABLE old"))
engine = open_engine(sys.argv[1])
bring_up_to_date(engine, (first,))
print("ready", flush=True)
bring_up_to_date(engine, (first, second))
print("done", flush=True)
"""


@pytest.mark.edge
@pytest.mark.parametrize("milliseconds", [0, 1, 2, 3, 4, 5, 6, 7, 8, 50, 300, 700])
def test_a_kill_during_an_upgrade_leaves_the_old_schema_or_the_new(
    url: str, opened: Opener, milliseconds: int
) -> None:
    process = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", _UPGRADE, url], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(milliseconds / 1000)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()

    engine = opened(url)
    known = tables(engine) - {"_migrations", "_sqlite_migrations"}
    rows = engine.query("SELECT count(*) AS n FROM new") if "new" in known else []
    wholly_old = (engine.applied(), known, rows) == (("1",), {"old"}, [])
    wholly_new = (engine.applied(), known, rows) == (("1", "2"), {"new"}, [{"n": 3000}])
    assert wholly_old or wholly_new
