"""The waist to the database: one SQL text for SQLite and PostgreSQL behind four verbs.

How to write for both:
- Parameters are named (`:name`) and values are text, whole or floating numbers, bytes or None;
  yes/no is 0 or 1, times and ids are text, JSON passes through `to_json` and `from_json`.
- Nothing is cleaned here. Text with NUL or half a surrogate pair is refused (ValueRefused): what
  comes in from outside is cleaned where it is decoded.
- One engine may be shared by all threads of a process. `atomic` makes the others wait, so nothing
  slow belongs inside it: no network, no waiting for a person.
- After an error inside `atomic` that block is lost on both engines. To go on after, say, a
  ConstraintBroken, put the statement in an `atomic` of its own and catch around that.
- `:name IS NULL` needs `CAST(:name AS TEXT) IS NULL`, as PostgreSQL cannot guess a type there;
  LIKE minds capitals on PostgreSQL only, so compare with `lower()` on both sides.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from conversations.errors import StoreUnreadable, ValueRefused
from conversations.store.migration import Migration, bring_up_to_date
from conversations.store.migrations import MIGRATIONS

if TYPE_CHECKING:
    from conversations.store.dialect import Dialect

Value: TypeAlias = str | int | float | bytes | None
Row: TypeAlias = dict[str, Any]

# How long one call waits for another process (or thread) that holds the database.
PATIENCE: Final = timedelta(seconds=5)


class Engine(Protocol):
    """A database in which all of the store is written, once."""

    @property
    def dialect(self) -> "Dialect":
        """The words in which this engine differs from the other."""

    def query(self, sql: str, **values: Value) -> list[Row]:
        """Run one statement and return its rows; none when it has no rows to give."""

    def execute(self, sql: str, **values: Value) -> int:
        """Run one statement and return how many rows it touched."""

    def atomic(self) -> AbstractContextManager[None]:
        """Do all of the block or none of it; a block within a block can fail on its own."""

    def applied(self) -> tuple[str, ...]:
        """Name the migrations this database has had, oldest first."""

    def apply(self, migrations: Sequence[Migration]) -> None:
        """Apply the pending ones of these, all or nothing."""

    def close(self) -> None:
        """Let go of the database; closing twice does no harm."""


def open_engine(url: str, *, patience: timedelta = PATIENCE) -> Engine:
    """Open `sqlite:///FILE`, a plain path or `postgresql://...`; the schema is left as it is.

    `sqlite:///a.db` lies in the working directory, `sqlite:////srv/a.db` does not. `:memory:`
    is a database that is gone when closed. A call that has to wait longer than `patience` for
    whoever holds the database is given up with StoreBusy.
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        return _sqlite(url, patience)
    if scheme == "sqlite":
        return _sqlite(rest.removeprefix("/"), patience)
    if scheme in ("postgresql", "postgres"):
        return _postgresql(url, patience)
    raise StoreUnreadable(
        f"A database cannot be opened as {scheme}://; use sqlite:///FILE or postgresql://HOST/NAME."
    )


def migrate(engine: Engine) -> None:
    """Bring the schema up to date, all or nothing; a newer one is refused with SchemaNewer."""
    bring_up_to_date(engine, MIGRATIONS)


def refuse_unstorable(values: Mapping[str, Value]) -> None:
    """Refuse what one of the engines would change or choke on, before either sees it."""
    for name, value in values.items():
        if isinstance(value, str):
            if "\0" in value:
                raise ValueRefused(f"The text in :{name} holds a NUL; clean it when decoding.")
        elif value is not None and not isinstance(value, int | float | bytes):
            raise ValueRefused(f"A {type(value).__name__} in :{name} cannot be stored; convert it.")


def _sqlite(place: str, patience: timedelta) -> Engine:
    from conversations.store.sqlite import SqliteEngine

    if not place:
        raise StoreUnreadable("No database file was named; use sqlite:///FILE.")
    return SqliteEngine(Path(place), patience)


def _postgresql(url: str, patience: timedelta) -> Engine:
    try:
        from conversations.store.postgres import PostgresEngine
    except ModuleNotFoundError as missing:
        if missing.name != "psycopg":
            raise
        raise StoreUnreadable(
            "PostgreSQL needs an extra part: pip install 'aanspreekpunt[postgresql]'."
        ) from missing
    return PostgresEngine(url, patience)
