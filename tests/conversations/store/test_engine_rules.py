"""Rules of the schema are kept by both engines, and told alike."""

import pytest

from conversations.errors import (
    ConstraintBroken,
    StoreError,
)
from conversations.store.dialect import append_only, blank_only
from conversations.store.engine import Engine
from tests.conversations.store.little_network import add, names


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


def test_a_mistake_in_the_program_is_not_dressed_up(engine: Engine) -> None:
    with pytest.raises(Exception, match="nowhere") as mistake:
        engine.query("SELECT * FROM nowhere")

    assert not isinstance(mistake.value, StoreError)
