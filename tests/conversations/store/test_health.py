"""The doctor says what is well and what to do."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conversations.errors import StoreUnreadable
from conversations.store.engine import Engine, migrate
from conversations.store.health import Finding, examine, has_wal_reset_bug, refuse_damaged
from conversations.store.migration import Migration, bring_up_to_date

Opener = Callable[[str], Engine]


def ill(engine: Engine) -> dict[str, str]:
    """Keep what is not well."""
    return {finding.subject: finding.line for finding in examine(engine) if not finding.well}


def test_a_new_database_is_well(engine: Engine) -> None:
    migrate(engine)

    refuse_damaged(engine)

    assert ill(engine) == {}
    assert examine(engine)[-1] == Finding(
        subject="schema", well=True, line=f"Up to date ({engine.applied()[-1]})."
    )


@pytest.mark.parametrize(
    ("version", "buggy"),
    [
        ("3.6.23", False),
        ("3.7.0", True),
        ("3.40.1", True),
        ("3.50.6", True),
        ("3.50.7", False),
        ("3.51.0", True),
        ("3.51.2", True),
        ("3.51.3", False),
        ("3.53.4", False),
    ],
)
def test_versions_that_can_damage_the_file_are_known(version: str, buggy: bool) -> None:
    assert has_wal_reset_bug(version) is buggy


def test_a_database_that_is_behind_is_told(engine: Engine) -> None:
    assert "the next start brings it up to date" in ill(engine)["schema"]


def test_a_database_that_is_ahead_is_told(engine: Engine) -> None:
    bring_up_to_date(engine, (Migration(name="9999-later", statements=()),))

    assert ill(engine)["schema"] == (
        "Written by a newer version (it has 9999-later); start that version."
    )


def test_a_file_that_others_can_read_is_told(tmp_path: Path, opened: Opener) -> None:
    engine = opened(str(tmp_path / "store.db"))
    migrate(engine)
    (tmp_path / "store.db").chmod(0o644)

    assert list(ill(engine)) == ["file rights"]


def test_unsafe_settings_are_told(tmp_path: Path, opened: Opener) -> None:
    engine = opened(str(tmp_path / "store.db"))
    migrate(engine)
    engine.query("PRAGMA synchronous = NORMAL")
    engine.query("PRAGMA journal_mode = DELETE")

    assert list(ill(engine)) == ["journal mode", "power cuts"]


def test_rows_that_hang_loose_are_told(tmp_path: Path, opened: Opener) -> None:
    engine = opened(str(tmp_path / "store.db"))
    migrate(engine)
    engine.query("PRAGMA foreign_keys = OFF")
    engine.execute("INSERT INTO networks (client_id, created_at) VALUES ('nobody', '2026')")

    assert list(ill(engine)) == ["references"]


def test_damage_is_told_and_refused_at_start(tmp_path: Path, opened: Opener) -> None:
    engine = opened(str(tmp_path / "store.db"))
    migrate(engine)
    for number in range(2000):
        engine.execute("INSERT INTO meta VALUES (:name, 'x')", name=f"naam {number}")
    engine.query("PRAGMA wal_checkpoint(TRUNCATE)")
    with (tmp_path / "store.db").open("r+b") as file:
        file.seek(-4096, os.SEEK_END)
        file.write(b"\xff" * 4096)
    damaged = opened(str(tmp_path / "store.db"))

    with pytest.raises(StoreUnreadable, match="put a backup back with: restore COPY"):
        refuse_damaged(damaged)
    assert ill(damaged)["integrity"].endswith("put a backup back with: restore COPY.")
