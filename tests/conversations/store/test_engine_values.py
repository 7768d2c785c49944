"""What is written comes back alike from both engines, or is refused by both."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum

import pytest

from conversations.errors import (
    ValueRefused,
)
from conversations.store.dialect import from_json, to_json
from conversations.store.engine import Engine
from tests.conversations.store.little_network import add, names

Opener = Callable[[str], Engine]


class Circle(StrEnum):
    """Two kinds of helper, as text in a column."""

    INFORMAL = "informal"
    FORMAL = "formal"


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


@pytest.mark.parametrize("name", ["Anna\0", "Anna \ud83d", datetime(2026, 11, 24, tzinfo=UTC)])
def test_what_cannot_be_kept_alike_is_refused(network: Engine, name: object) -> None:
    with pytest.raises(ValueRefused) as refusal:
        network.execute("INSERT INTO helpers (id, name) VALUES ('1', :name)", name=name)  # type: ignore[arg-type]  # on purpose

    assert "Anna" not in str(refusal.value)
    assert names(network) == []


def test_a_number_that_is_too_large_is_refused(network: Engine) -> None:
    with pytest.raises(ValueRefused):
        network.execute("INSERT INTO helpers (id, name, age) VALUES ('1', 'x', :age)", age=2**70)
