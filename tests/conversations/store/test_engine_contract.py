"""What every engine promises, shown on SQLite and on PostgreSQL."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum

import pytest

from conversations.errors import (
    ConstraintBroken,
    StoreBusy,
    TransactionLost,
    ValueRefused,
)
from conversations.store.dialect import append_only, blank_only, from_json, to_json
from conversations.store.engine import Engine

Opener = Callable[[str], Engine]


class Fall(Exception):
    """Something goes wrong halfway."""


class Circle(StrEnum):
    """Two kinds of helper, as text in a column."""

    INFORMAL = "informal"
    FORMAL = "formal"


@pytest.fixture
def network(engine: Engine) -> Engine:
    """Open a database with helpers and what they do."""
    for statement in (
        """CREATE TABLE helpers (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            age INTEGER CHECK (age >= 0),
            details {json},
            photo {bytes}
        ) {strict}""",
        """CREATE TABLE tasks (
            id TEXT PRIMARY KEY,
            helper_id TEXT NOT NULL REFERENCES helpers (id)
        ) {strict}""",
    ):
        engine.execute(engine.dialect.spell(statement))
    return engine


def add(engine: Engine, name: str, age: int | None = 60) -> None:
    """Add one helper."""
    engine.execute(
        "INSERT INTO helpers (id, name, age) VALUES (:id, :name, :age)",
        id=f"id-{name}",
        name=name,
        age=age,
    )


def names(engine: Engine) -> list[str]:
    """Name the helpers, in order."""
    return [row["name"] for row in engine.query("SELECT name FROM helpers ORDER BY name")]


def test_a_helper_comes_back_as_written(network: Engine) -> None:
    network.execute(
        "INSERT INTO helpers (id, name, age, details, photo)"
        " VALUES (:id, :name, :age, :details, :photo)",
        id="1",
        name="Łukasz van 't Hart 👵🏽 '%' :name ::text",
        age=None,
        details=to_json({"taken": ["koken"], "telefoon": None}),
        photo=b"\x00\xff",
    )

    (row,) = network.query("SELECT * FROM helpers WHERE id = :id", id="1")

    assert row | {"details": from_json(row["details"])} == {
        "id": "1",
        "name": "Łukasz van 't Hart 👵🏽 '%' :name ::text",
        "age": None,
        "details": {"taken": ["koken"], "telefoon": None},
        "photo": b"\x00\xff",
    }


def test_a_number_and_a_flag_and_a_choice_are_kept(network: Engine) -> None:
    network.execute("CREATE TABLE marks (big BIGINT, flag INTEGER, choice TEXT)")
    network.execute(
        "INSERT INTO marks VALUES (:big, :flag, :choice)",
        big=2**62,
        flag=True,
        choice=Circle.INFORMAL,
    )

    assert network.query("SELECT * FROM marks WHERE flag = :flag", flag=True) == [
        {"big": 2**62, "flag": 1, "choice": "informal"}
    ]


def test_colons_and_percents_in_quotes_are_left_alone(engine: Engine) -> None:
    rows = engine.query(
        "SELECT ':name' AS a, '100%' AS b, 'it''s :x' AS c, CAST(:x AS TEXT) AS d -- :nobody's",
        x="hoi",
    )

    assert rows == [{"a": ":name", "b": "100%", "c": "it's :x", "d": "hoi"}]


def test_a_word_in_json_can_be_asked_for(network: Engine) -> None:
    network.execute(
        "INSERT INTO helpers (id, name, details) VALUES ('1', 'Anna', :details)",
        details=to_json({"kind": "mantelzorger"}),
    )

    assert network.query("SELECT details ->> 'kind' AS kind FROM helpers") == [
        {"kind": "mantelzorger"}
    ]


def test_what_was_touched_is_counted(network: Engine) -> None:
    add(network, "Anna")
    add(network, "Bram")

    assert network.execute("UPDATE helpers SET age = :age", age=61) == 2
    assert network.execute("DELETE FROM helpers WHERE name = 'Carla'") == 0
    assert network.query("DELETE FROM helpers WHERE name = 'Anna'") == []


def test_a_row_is_given_back_by_the_statement_that_writes_it(
    url: str, network: Engine, opened: Opener
) -> None:
    written = network.query(
        "INSERT INTO helpers (id, name) VALUES ('1', 'Anna')"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name RETURNING id, name"
    )

    assert written == [{"id": "1", "name": "Anna"}]
    assert names(opened(url)) == ["Anna"]


def test_all_of_a_block_is_seen_by_others_or_none(
    url: str, network: Engine, opened: Opener
) -> None:
    beside = opened(url)
    with network.atomic():
        add(network, "Anna")
        seen_before = names(beside)

    assert (seen_before, names(beside)) == ([], ["Anna"])


@pytest.mark.parametrize("fault", [Fall, KeyboardInterrupt])
def test_a_block_that_fails_leaves_nothing(network: Engine, fault: type[BaseException]) -> None:
    def half() -> None:
        with network.atomic():
            add(network, "Anna")
            raise fault

    with pytest.raises(fault):
        half()

    assert names(network) == []


def test_an_inner_block_can_fail_on_its_own(network: Engine) -> None:
    def double() -> None:
        with network.atomic():
            add(network, "Bram")
            add(network, "Anna")

    with network.atomic():
        add(network, "Anna")
        with pytest.raises(ConstraintBroken):
            double()
        add(network, "Carla")

    assert names(network) == ["Anna", "Carla"]


def test_an_outer_block_that_fails_takes_the_inner_along(network: Engine) -> None:
    def outer() -> None:
        with network.atomic():
            with network.atomic(), network.atomic():
                add(network, "Anna")
            raise Fall

    with pytest.raises(Fall):
        outer()

    assert names(network) == []


def test_nothing_more_is_written_after_a_fault_in_the_same_block(network: Engine) -> None:
    def go_on_regardless() -> None:
        with network.atomic():
            add(network, "Anna")
            with pytest.raises(ConstraintBroken):
                add(network, "Anna")
            add(network, "Bram")

    with pytest.raises(TransactionLost):
        go_on_regardless()

    assert names(network) == []


def test_a_fault_that_is_swallowed_still_undoes_the_block(network: Engine) -> None:
    def swallow() -> None:
        with network.atomic(), pytest.raises(ConstraintBroken):
            add(network, "Anna", age=-1)

    with pytest.raises(TransactionLost):
        swallow()

    add(network, "Bram")
    assert names(network) == ["Bram"]


def test_a_fault_swallowed_in_an_inner_block_undoes_that_block(network: Engine) -> None:
    def swallow() -> None:
        with network.atomic():
            add(network, "Bram")
            with pytest.raises(ConstraintBroken):
                add(network, "Bram")

    with network.atomic():
        add(network, "Anna")
        with pytest.raises(TransactionLost):
            swallow()

    assert names(network) == ["Anna"]


def test_threads_share_one_engine_without_losing_a_row(network: Engine) -> None:
    def work(who: int) -> None:
        for number in range(20):
            with network.atomic():
                add(network, f"{who}-{number}")
                names(network)

    threads = [threading.Thread(target=work, args=(who,)) for who in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(names(network)) == 8 * 20


def test_a_thread_does_not_see_the_unfinished_block_of_another(network: Engine) -> None:
    written, go_on = threading.Event(), threading.Event()

    def half() -> None:
        with network.atomic():
            add(network, "Anna")
            written.set()
            go_on.wait(5)
            raise Fall

    def fails() -> None:
        with pytest.raises(Fall):
            half()

    writer = threading.Thread(target=fails)
    writer.start()
    written.wait(5)
    seen: list[list[str]] = []
    reader = threading.Thread(target=lambda: seen.append(names(network)))
    reader.start()
    go_on.set()
    writer.join()
    reader.join()

    assert seen == [[]]


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("INSERT INTO helpers (id, name) VALUES ('2', 'Anna')", "unique"),
        ("INSERT INTO helpers (id, name) VALUES ('id-Anna', 'Bram')", "unique"),
        ("INSERT INTO helpers (id, name, age) VALUES ('2', 'Bram', -1)", "check"),
        ("INSERT INTO helpers (id, name) VALUES ('2', NULL)", "not null"),
        ("INSERT INTO helpers (id, name, age) VALUES ('2', 'Bram', 'oud')", "type"),
        ("INSERT INTO tasks VALUES ('1', 'nobody')", "foreign key"),
    ],
)
def test_a_broken_rule_is_named_without_the_words(
    network: Engine, statement: str, rule: str
) -> None:
    add(network, "Anna")

    with pytest.raises(ConstraintBroken) as refusal:
        network.execute(statement)

    assert refusal.value.rule == rule
    assert "Anna" not in str(refusal.value)
    assert refusal.value.__suppress_context__


def test_a_guarded_row_is_never_changed(network: Engine) -> None:
    guard = append_only("helpers")
    for statement in guard.sqlite if network.dialect.name == "sqlite" else guard.postgresql:
        network.execute(statement)
    add(network, "Anna")

    for change in ("UPDATE helpers SET age = 1", "DELETE FROM helpers"):
        with pytest.raises(ConstraintBroken, match="helpers is append-only") as refusal:
            network.execute(change)
        assert refusal.value.rule == "unchangeable"

    assert names(network) == ["Anna"]


def test_words_can_be_blanked_and_nothing_else(engine: Engine) -> None:
    engine.execute("CREATE TABLE texts (id TEXT, body TEXT, written_at TEXT, blanked_at TEXT)")
    guard = blank_only("texts")
    for statement in guard.sqlite if engine.dialect.name == "sqlite" else guard.postgresql:
        engine.execute(statement)
    engine.execute("INSERT INTO texts VALUES ('1', 'ik val vaak', '2026', NULL)")

    for change in (
        "UPDATE texts SET body = 'alles goed'",
        "UPDATE texts SET body = NULL, written_at = '2027'",
        "DELETE FROM texts",
    ):
        with pytest.raises(ConstraintBroken, match="texts can only be blanked"):
            engine.execute(change)
    engine.execute("UPDATE texts SET body = NULL, blanked_at = '2027'")

    assert engine.query("SELECT body, blanked_at FROM texts") == [
        {"body": None, "blanked_at": "2027"}
    ]


@pytest.mark.parametrize("name", ["Anna\0", "Anna \ud83d", datetime(2026, 11, 24, tzinfo=UTC)])
def test_what_cannot_be_kept_alike_is_refused(network: Engine, name: object) -> None:
    with pytest.raises(ValueRefused) as refusal:
        network.execute("INSERT INTO helpers (id, name) VALUES ('1', :name)", name=name)  # type: ignore[arg-type]  # on purpose

    assert "Anna" not in str(refusal.value)
    assert names(network) == []


def test_a_number_that_is_too_large_is_refused(network: Engine) -> None:
    with pytest.raises(ValueRefused):
        network.execute("INSERT INTO helpers (id, name, age) VALUES ('1', 'x', :age)", age=2**70)


def test_a_mistake_in_the_program_is_not_dressed_up(engine: Engine) -> None:
    with pytest.raises(Exception, match="nowhere") as mistake:
        engine.query("SELECT * FROM nowhere")

    assert not isinstance(mistake.value, StoreBusy)


def test_a_second_writer_waits_for_the_first(url: str, network: Engine, opened: Opener) -> None:
    beside = opened(url)
    started, waited = threading.Event(), threading.Event()

    def second() -> None:
        started.set()
        beside.execute("UPDATE helpers SET age = age + 1")
        waited.set()

    add(network, "Anna", age=60)
    with network.atomic():
        network.execute("UPDATE helpers SET age = 70")
        writer = threading.Thread(target=second)
        writer.start()
        started.wait(5)
        early = waited.wait(0.2)
    writer.join()

    assert not early
    assert network.query("SELECT age FROM helpers") == [{"age": 71}]


def test_closing_twice_does_no_harm(engine: Engine) -> None:
    engine.close()
    engine.close()
