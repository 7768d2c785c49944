"""The words in which SQLite and PostgreSQL differ, and the triggers that guard rows.

Everything else is one SQL text for both. `Dialect.spell` writes out the words in braces: `{json}`,
`{bytes}` and `{strict}` in a migration, `{skip_locked}` or `{skip_locked c}` at the end of a query
that claims rows (those of table `c` of a join). JSON is written with `to_json` and read with
`from_json`; both engines hand it back as text.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

_WORD: Final = re.compile(r"\{([a-z_]+)(?: (\w+))?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One engine's word for each thing that the two say differently."""

    name: Literal["sqlite", "postgresql"]
    json: str
    bytes: str
    strict: str  # stands after the closing bracket of CREATE TABLE
    skip_locked: str  # stands at the end of a SELECT that claims rows

    def lock_skipping(self, alias: str) -> str:
        """Lock only the rows of one table of a join; empty where one writer is the rule."""
        return self.skip_locked.replace("UPDATE", f"UPDATE OF {alias}")

    def spell(self, statement: str) -> str:
        """Replace the words in braces; a word this table does not know is an error."""
        return _spelled(self, statement)


@lru_cache(maxsize=1024)
def _spelled(dialect: Dialect, statement: str) -> str:
    words = {
        "json": dialect.json,
        "bytes": dialect.bytes,
        "strict": dialect.strict,
        "skip_locked": dialect.skip_locked,
    }
    return _WORD.sub(
        lambda word: dialect.lock_skipping(word[2]) if word[2] else words[word[1]], statement
    )


SQLITE: Final = Dialect(name="sqlite", json="TEXT", bytes="BLOB", strict="STRICT", skip_locked="")
POSTGRESQL: Final = Dialect(
    name="postgresql",
    json="JSONB",
    bytes="BYTEA",
    strict="",
    skip_locked="FOR UPDATE SKIP LOCKED",
)


def to_json(value: Any) -> str:
    """Write a value for a `{json}` column; NUL and lone surrogates must be gone by now."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def from_json(value: str) -> Any:
    """Read a `{json}` column; PostgreSQL keeps neither the order of keys nor doubled ones."""
    return json.loads(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """The triggers that keep a table's rows as they are, per engine."""

    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]


def append_only(table: str) -> Guard:
    """Refuse every UPDATE, DELETE and TRUNCATE with 'TABLE is append-only'."""
    refusal = f"{table} is append-only"
    return Guard(
        sqlite=(
            _refuse_on_sqlite(table, "UPDATE", refusal),
            _refuse_on_sqlite(table, "DELETE", refusal),
        ),
        postgresql=(
            _REFUSE,
            _refuse_on_postgresql(table, "UPDATE OR DELETE", refusal),
            _refuse_all_on_postgresql(table, refusal),
        ),
    )


def blank_only(table: str) -> Guard:
    """Let `body` of a row become NULL, once and for all; refuse every other change."""
    refusal = f"{table} can only be blanked"
    changed = "new.body IS NOT NULL OR new.id <> old.id OR new.written_at <> old.written_at"
    return Guard(
        sqlite=(
            _refuse_on_sqlite(table, "UPDATE", refusal, when=changed),
            _refuse_on_sqlite(table, "DELETE", refusal),
        ),
        postgresql=(
            _REFUSE,
            _refuse_on_postgresql(table, "UPDATE", refusal, when=changed),
            _refuse_on_postgresql(table, "DELETE", refusal),
            _refuse_all_on_postgresql(table, refusal),
        ),
    )


def _refuse_on_sqlite(table: str, event: str, refusal: str, *, when: str = "1") -> str:
    return (
        f"CREATE TRIGGER {table}_refuses_{event.lower()} BEFORE {event} ON {table} "
        f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )


# One function serves all tables; the trigger tells it what to say.
_REFUSE: Final = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], "
    "ERRCODE = 'integrity_constraint_violation'; END $$"
)


def _refuse_on_postgresql(table: str, event: str, refusal: str, *, when: str = "true") -> str:
    name = event.lower().replace(" ", "_")
    return (
        f"CREATE TRIGGER {table}_refuses_{name} BEFORE {event} ON {table} FOR EACH ROW "
        f"WHEN ({when}) EXECUTE FUNCTION refuse_change('{refusal}')"
    )


def _refuse_all_on_postgresql(table: str, refusal: str) -> str:
    return (
        f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{refusal}')"
    )
