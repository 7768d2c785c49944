"""Who was erased is remembered beside the database, by id only."""

import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conversations.errors import BackupRefused
from conversations.store.engine import Engine
from conversations.store.ledger import (
    Erasure,
    append_erasure,
    erased_since,
    ledger_of,
    remember_erasure,
)

Opener = Callable[[str], Engine]

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANNA = Erasure(person_id="ANNA", at=NOON)
BRAM = Erasure(person_id="BRAM", at=NOON + timedelta(hours=1))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Name the ledger of a database."""
    return ledger_of(tmp_path / "store.db")


def test_the_ledger_lies_beside_the_database_for_this_user_only(ledger: Path) -> None:
    append_erasure(ledger, ANNA)

    assert ledger.name == "store.db.erasures"
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o600


def test_erased_people_are_read_back_in_order(ledger: Path) -> None:
    append_erasure(ledger, ANNA)
    append_erasure(ledger, BRAM)

    assert erased_since(ledger) == (ANNA, BRAM)
    assert erased_since(ledger, NOON) == (BRAM,)


def test_an_erasure_in_a_file_is_remembered_beside_it(ledger: Path, opened: Opener) -> None:
    remember_erasure(opened(str(ledger.with_name("store.db"))), "ANNA", NOON)
    remember_erasure(opened(":memory:"), "BRAM", NOON)

    assert erased_since(ledger) == (ANNA,)


def test_nobody_was_erased_yet(ledger: Path) -> None:
    assert erased_since(ledger) == ()


def test_a_line_that_broke_off_spoils_no_other_line(ledger: Path) -> None:
    append_erasure(ledger, ANNA)
    with ledger.open("a") as file:
        file.write('{"person_id": "CAR')
    append_erasure(ledger, BRAM)

    with pytest.raises(BackupRefused, match=r"Line 3 of .* cannot be read; repair it"):
        erased_since(ledger)
    whole = [line for line in ledger.read_text().splitlines() if line.endswith("}")]
    ledger.write_text("\n".join(whole))

    assert erased_since(ledger) == (ANNA, BRAM)
