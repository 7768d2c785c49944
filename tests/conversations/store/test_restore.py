"""A restored database starts anew: nothing old is sent, accepted or back from erasure."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conversations.errors import BackupRefused, SchemaNewer
from conversations.store.backup import backup
from conversations.store.engine import Engine, migrate, open_engine
from conversations.store.ids import Ids
from conversations.store.instants import to_text
from conversations.store.ledger import Erasure, append_erasure, ledger_of
from conversations.store.migration import Migration, bring_up_to_date
from conversations.store.migrations import MIGRATIONS
from conversations.store.restore import Epoch, Restored, restore

Opener = Callable[[str], Engine]

YESTERDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOW = YESTERDAY + timedelta(days=1)
THEN, TODAY = to_text(YESTERDAY), to_text(NOW)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Name the file of the database in use."""
    return tmp_path / "store.db"


@pytest.fixture
def copy(database: Path, tmp_path: Path) -> Path:
    """Make a copy of a database in which much was open yesterday."""
    engine = open_engine(str(database))
    migrate(engine)
    for statement in _YESTERDAY:
        engine.execute(statement, then=THEN, later=to_text(NOW + timedelta(days=2)))
    backup(engine, tmp_path / "copy.db")
    engine.execute("UPDATE people SET name = 'Anna van nu' WHERE id = 'ANNA'")
    engine.close()
    return tmp_path / "copy.db"


_PERSON = "INSERT INTO people (id, name, created_at) VALUES "
_WAITING = (
    "INSERT INTO outbox (id, conversation_id, channel, bot, seq, class, body, state, created_at)"
    " VALUES "
)
_INVITATION = (
    "INSERT INTO invitations (id, code_hash, person_id, role, made_at, expires_at,"
    " needs_confirmation) VALUES "
)
_YESTERDAY = (
    f"{_PERSON} ('ANNA', 'Anna', :then)",
    f"{_PERSON} ('BRAM', 'Bram', :then)",
    "INSERT INTO conversations (id, channel, bot, chat, state, created_at)"
    " VALUES ('CHAT', 'web', 'web', '1', '{}', :then)",
    f"{_WAITING} ('OUT1', 'CHAT', 'web', 'web', 1, 'answer', '{{}}', 'sent', :then)",
    f"{_WAITING} ('OUT2', 'CHAT', 'web', 'web', 2, 'answer', '{{}}', 'uncertain', :then)",
    f"{_WAITING} ('OUT3', 'CHAT', 'web', 'web', 3, 'danger', '{{}}', 'pending', :then)",
    f"{_INVITATION} ('USED', 'a', 'ANNA', 'client', :then, :later, 0)",
    f"{_INVITATION} ('OPEN', 'b', 'BRAM', 'carer', :then, :later, 0)",
    f"{_INVITATION} ('UNCONFIRMED', 'c', 'BRAM', 'carer', :then, :later, 1)",
    "INSERT INTO redemptions (invitation_id, conversation_id, at) VALUES ('USED', 'CHAT', :then)",
    "INSERT INTO redemptions (invitation_id, conversation_id, at)"
    " VALUES ('UNCONFIRMED', 'CHAT', :then)",
    "INSERT INTO sessions (id, token_hash, conversation_id, created_at, seen_at, expires_at)"
    " VALUES ('S', 'd', 'CHAT', :then, :then, :later)",
    "INSERT INTO numbering (kind, year, last) VALUES ('signal', 2026, 7)",
    "INSERT INTO lease (name, holder, taken_at, until_at) VALUES ('run', 'x', :then, :then)",
)


def blank(engine: Engine, _ids: Ids, person_id: str, now: datetime) -> None:
    """Erase what is kept of one person."""
    engine.execute(
        "UPDATE people SET name = '', erased_at = :now WHERE id = :id",
        id=person_id,
        now=to_text(now),
    )


def put_back(copy: Path, database: Path) -> Restored:
    """Restore as the command does."""
    return restore(copy, database, now=NOW, ids=Ids(), erase=blank)


def rows(place: Path, sql: str) -> list[tuple[object, ...]]:
    """Ask a database that is closed again at once."""
    engine = open_engine(str(place))
    found = [tuple(row.values()) for row in engine.query(sql)]
    engine.close()
    return found


def test_yesterdays_state_is_back_and_todays_is_kept_aside(copy: Path, database: Path) -> None:
    restored = put_back(copy, database)

    names = "SELECT name FROM people ORDER BY id"
    assert rows(database, names) == [("Anna",), ("Bram",)]
    assert restored.former is not None
    assert rows(restored.former, names) == [("Anna van nu",), ("Bram",)]
    assert restored.epoch == Epoch(set_aside=2, invitations=2, sessions=1, erased=0)
    assert restored.checked.rows["people"] == 2
    assert not list(database.parent.glob("*.restoring*"))


def test_no_old_message_is_sent_and_each_has_a_follow_up(copy: Path, database: Path) -> None:
    put_back(copy, database)

    assert rows(database, "SELECT id, state, error FROM outbox ORDER BY seq") == [
        ("OUT1", "sent", None),
        ("OUT2", "dead", "restored"),
        ("OUT3", "dead", "restored"),
    ]
    assert rows(
        database,
        "SELECT outbox_id, conversation_id, kind, created_at FROM follow_ups ORDER BY outbox_id",
    ) == [("OUT2", "CHAT", "undelivered", TODAY), ("OUT3", "CHAT", "undelivered", TODAY)]


def test_no_open_invitation_or_session_is_accepted(copy: Path, database: Path) -> None:
    put_back(copy, database)

    assert rows(database, "SELECT id, voided_at FROM invitations ORDER BY id") == [
        ("OPEN", TODAY),
        ("UNCONFIRMED", TODAY),
        ("USED", None),
    ]
    assert rows(database, "SELECT revoked_at FROM sessions") == [(TODAY,)]
    assert rows(database, "SELECT * FROM lease") == []


def test_a_number_told_to_someone_today_is_not_given_again(copy: Path, database: Path) -> None:
    put_back(copy, database)

    assert rows(database, "SELECT kind, year, last FROM numbering") == [("signal", 2026, 1007)]


def test_someone_erased_today_is_erased_again(copy: Path, database: Path) -> None:
    append_erasure(ledger_of(database), Erasure(person_id="ANNA", at=NOW))
    append_erasure(ledger_of(database), Erasure(person_id="CAME-TODAY", at=NOW))

    restored = put_back(copy, database)
    again = put_back(copy, database.with_name("elsewhere.db"))

    assert (restored.epoch.erased, again.epoch.erased) == (2, 0)
    assert rows(database, "SELECT id, name, erased_at FROM people ORDER BY id") == [
        ("ANNA", "", TODAY),
        ("BRAM", "Bram", None),
    ]
    assert rows(database, "SELECT person_id, at FROM erasures ORDER BY person_id") == [
        ("ANNA", TODAY),
        ("CAME-TODAY", TODAY),
    ]


def test_a_running_bot_is_not_pulled_from_under(copy: Path, database: Path) -> None:
    engine = open_engine(str(database))
    engine.execute("UPDATE lease SET until_at = :later", later=to_text(NOW + timedelta(seconds=9)))
    engine.close()

    with pytest.raises(BackupRefused, match="in use by a running bot"):
        put_back(copy, database)

    assert ("Anna van nu",) in rows(database, "SELECT name FROM people")


def test_a_database_that_any_program_has_open_is_left_alone(
    copy: Path, database: Path, opened: Opener
) -> None:
    beside = opened(str(database))

    with pytest.raises(BackupRefused, match="is in use; stop every program on it first"):
        put_back(copy, database)

    assert {"name": "Anna van nu"} in beside.query("SELECT name FROM people")


def test_a_damaged_database_is_replaced_and_kept(copy: Path, database: Path) -> None:
    database.write_bytes(b"\xff" * 8192)
    database.with_name("store.db-wal").write_bytes(b"oud")

    restored = put_back(copy, database)

    assert rows(database, "SELECT count(*) FROM people") == [(2,)]
    assert restored.former is not None
    assert restored.former.read_bytes() == b"\xff" * 8192


def test_a_lost_database_is_put_back(copy: Path, database: Path) -> None:
    database.unlink()

    assert put_back(copy, database).former is None
    assert rows(database, "SELECT count(*) FROM people") == [(2,)]


def test_a_copy_of_an_older_version_is_brought_up_to_date(database: Path, tmp_path: Path) -> None:
    engine = open_engine(str(tmp_path / "old.db"))
    bring_up_to_date(engine, MIGRATIONS[:1])
    engine.close()

    put_back(tmp_path / "old.db", database)

    engine = open_engine(str(database))
    assert engine.applied() == tuple(migration.name for migration in MIGRATIONS)
    engine.close()


def test_a_copy_of_a_newer_version_is_refused(copy: Path, database: Path, opened: Opener) -> None:
    newer = open_engine(str(copy))
    bring_up_to_date(newer, (*MIGRATIONS, Migration(name="9999-later", statements=())))
    newer.close()

    with pytest.raises(SchemaNewer):
        put_back(copy, database)

    assert ("Anna van nu",) in rows(database, "SELECT name FROM people")


@pytest.mark.parametrize(
    ("content", "line"),
    [(None, "is not there"), (b"een brief", "is not a database"), (b"", "is not a copy of")],
)
def test_what_is_no_copy_is_refused(
    copy: Path, database: Path, content: bytes | None, line: str
) -> None:
    wrong = copy.with_name("wrong.db")
    if content is not None:
        wrong.write_bytes(content)

    with pytest.raises(BackupRefused, match=line):
        put_back(wrong, database)

    assert ("Anna van nu",) in rows(database, "SELECT name FROM people")
    assert not list(database.parent.glob("*.restoring*"))


def test_a_database_is_not_put_back_over_itself(copy: Path, database: Path) -> None:
    with pytest.raises(BackupRefused, match="is the database itself"):
        put_back(database, database)


_RESTORE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from conversations.store.ids import Ids
from conversations.store.restore import restore
print("ready", flush=True)
restore(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime.now(UTC), ids=Ids(),
    erase=lambda engine, ids, person, now: None)
"""


@pytest.mark.edge
@pytest.mark.parametrize("milliseconds", [0, 3, 6, 9, 12, 15, 18, 21, 25, 30, 40, 60])
def test_a_kill_during_a_restore_leaves_the_old_state_or_the_new(
    copy: Path, database: Path, milliseconds: int
) -> None:
    process = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", _RESTORE, str(copy), str(database)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(milliseconds / 1000)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()

    state = (
        rows(database, "SELECT name FROM people WHERE id = 'ANNA'"),
        rows(database, "SELECT count(*) FROM outbox WHERE state = 'dead'"),
    )
    assert state in (([("Anna van nu",)], [(0,)]), ([("Anna",)], [(2,)]))
    assert put_back(copy, database).epoch.set_aside == 2
