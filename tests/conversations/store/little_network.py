"""A little table of helpers and their tasks, to try engines on."""

from typing import Final

from conversations.store.engine import Engine

_TABLES: Final = (
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
)


def make_tables(engine: Engine) -> None:
    """Make both tables."""
    for statement in _TABLES:
        engine.execute(engine.dialect.spell(statement))


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
