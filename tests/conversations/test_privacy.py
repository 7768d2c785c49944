"""Words stay where they may be: not in logs, not in notices, and nowhere once they are erased."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from bot.worker import Worker
from conversations.store import erasing, outbox, people
from conversations.store.backup import backup
from conversations.store.engine import Engine, open_engine
from conversations.store.ids import Ids
from conversations.store.ledger import erased_since, ledger_of
from conversations.store.restore import restore
from tests.conversations.situations import (
    HEAVY,
    ans,
    answer,
    bram,
    eva,
    many,
    noor,
    offered,
    one,
    signal_of_eva,
    tap,
)
from tests.driver import Talker, Town

CANARIES: Final = tuple(f"kanarie{number:03}zwq" for number in range(100))


def _delivered(engine: Engine) -> None:
    engine.execute("UPDATE outbox SET state = 'sent' WHERE state = 'pending'")


def _hits(database: Path, words: tuple[str, ...]) -> set[str]:
    """Which of these words stand in the file or its log, in any spelling the store uses."""
    files = [path for path in database.parent.iterdir() if path.name.startswith(database.name)]
    held = b"".join(path.read_bytes() for path in files)
    return {word for word in words if word.encode() in held}


def _agrees(town: Town, name: str) -> Talker:
    visitor = town.visitor(name)
    visitor.says("hallo")
    answer(visitor, "yes", "nl")
    return visitor


def _tells_everything(visitor: Talker, words: Iterator[str]) -> None:
    """Every way in which words can be left with us, except letting them be passed on."""
    for _ in range(35):
        visitor.says(f"wat is een {next(words)}?")
    visitor.edits(f"ik bedoelde {next(words)}")
    visitor.forwards(f"Zij schreef: de {next(words)} is kwijt")
    visitor.says(f"ik weet niet {next(words)} hoor")
    visitor.says(f"Ik maak me zorgen om mijn {next(words)}, niemand regelt dat.")
    answer(visitor, "self")
    for key in ("no_overview", "nobody"):
        _answer_if_asked(visitor, key)
    visitor.says(
        f"Ik houd het niet meer vol met {next(words)}, ik ben de hele dag aan het regelen."
    )


def _answer_if_asked(visitor: Talker, key: str) -> None:
    asked = visitor.town.engine.query(
        "SELECT id, action FROM buttons WHERE conversation_id = :id AND used_at IS NULL"
        " ORDER BY id",
        id=visitor.conversation,
    )
    for row in [row for row in asked if json.loads(row["action"])["more"] == key][-1:]:
        visitor.taps_id(row["id"])


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def on_file(database: Path) -> Iterator[Town]:
    engine = open_engine(str(database))
    yield Town(engine)
    engine.close()


def test_of_fifty_words_of_an_erased_person_none_is_left_in_the_file(
    on_file: Town, database: Path
) -> None:
    wim = _agrees(on_file, "Wim")
    _tells_everything(wim, iter(CANARIES))
    told = tuple(word for word in CANARIES if word in str(many(on_file.engine, "texts")))
    assert len(told) >= 35
    assert _hits(database, CANARIES)

    wim.says("/vergeetmij")
    _delivered(on_file.engine)
    answer(wim, "yes")
    _delivered(on_file.engine)
    erasing.fold_away(on_file.engine)

    assert _hits(database, CANARIES) == set()
    assert len(many(on_file.engine, "messages")) >= 35  # that there were words stays countable


def test_words_of_an_erased_person_that_wait_to_be_sent_are_gone_a_day_later(
    on_file: Town, database: Path
) -> None:
    wim = _agrees(on_file, "Wim")
    _tells_everything(wim, iter(CANARIES))
    wim.says("/vergeetmij")
    answer(wim, "yes")
    _delivered(on_file.engine)

    on_file.now += timedelta(hours=25)
    on_file.rounds.forget(on_file.now)

    assert _hits(database, CANARIES) == set()


def test_the_words_of_somebody_who_never_agreed_are_gone_a_day_later(
    on_file: Town, database: Path
) -> None:
    wim = on_file.visitor("Wim")
    wim.says(f"hallo {CANARIES[0]}")
    answer(wim, "no", "nl")
    wim.forwards(f"Zij schreef: de {CANARIES[1]} is kwijt")
    wim.says(f"Ik maak me zorgen om mijn {CANARIES[2]}, niemand regelt dat.")
    _delivered(on_file.engine)

    on_file.now += timedelta(hours=25)
    on_file.rounds.forget(on_file.now)

    assert _hits(database, CANARIES) == set()


def test_a_chat_is_gone_after_thirty_days_and_a_report_is_not(
    on_file: Town, database: Path
) -> None:
    signal_of_eva(on_file, f"{HEAVY} {CANARIES[0]}")
    eva(on_file).says(f"wat is respijtzorg, {CANARIES[1]}?")
    _delivered(on_file.engine)

    on_file.now += timedelta(days=31)
    on_file.rounds.forget(on_file.now)

    assert _hits(database, CANARIES) == {CANARIES[0]}


def test_a_report_that_a_care_provider_has_keeps_its_words(any_town: Town) -> None:
    signal = signal_of_eva(any_town, f"{HEAVY} {CANARIES[0]}")
    carer = eva(any_town)
    carer.says("/vergeetmij")
    answer(carer, "yes")

    tap(noor(any_town), "open_report")

    assert CANARIES[0] in "\n".join(noor(any_town).sees())
    assert one(any_town.engine, "signals", signal)["state"] == "open"


def test_an_erased_person_is_nobody_from_then_on(any_town: Town) -> None:
    engine, carer = any_town.engine, eva(any_town)
    person = any_town.named(carer.name).id
    signal_of_eva(any_town)
    old = offered(carer, "own_report") if _has(carer, "own_report") else ""

    carer.says("/vergeetmij")
    answer(carer, "yes")
    log = len(many(engine, "access_log"))
    carer.says("/netwerk")
    carer.says("/meldingen")
    if old:
        carer.taps_id(old)

    assert people.find(engine, person) is None
    assert len(many(engine, "access_log")) == log
    assert "S-2026" not in "\n".join(carer.sees())
    row = one(engine, "people", person)
    assert (row["name"], row["language"]) == (carer.name, None)  # the care file's name for them


def _has(talker: Talker, do: str) -> bool:
    return do in str(many(talker.town.engine, "buttons"))


def test_somebody_in_no_network_loses_the_name_too(any_town: Town) -> None:
    wim = _agrees(any_town, "Wim")
    person = one(any_town.engine, "conversations", wim.conversation)["person_id"]
    any_town.engine.execute("UPDATE people SET name = 'Wim Echtnaam' WHERE id = :id", id=person)

    wim.says("/vergeetmij")
    answer(wim, "yes")

    assert one(any_town.engine, "people", person)["name"] == ""


def test_what_was_being_told_is_erased_with_the_rest(any_town: Town) -> None:
    wim = _agrees(any_town, "Wim")
    wim.says(f"Ik maak me zorgen om mijn {CANARIES[0]}, niemand regelt dat.")
    wim.says("/vergeetmij")
    answer(wim, "yes")

    assert CANARIES[0] not in str(many(any_town.engine, "conversations"))


def test_whoever_puts_back_an_old_copy_erases_again(
    on_file: Town, database: Path, tmp_path: Path
) -> None:
    wim = _agrees(on_file, "Wim")
    wim.says(f"wat is een {CANARIES[0]}?")
    person = one(on_file.engine, "conversations", wim.conversation)["person_id"]
    _delivered(on_file.engine)
    backup(on_file.engine, tmp_path / "copy.db")
    wim.says("/vergeetmij")
    answer(wim, "yes")
    on_file.engine.close()
    assert [each.person_id for each in erased_since(ledger_of(database))] == [person]

    now = on_file.now + timedelta(hours=1)
    done = restore(tmp_path / "copy.db", database, now=now, ids=Ids(), erase=erasing.erase)

    assert done.epoch.erased == 1
    restored = open_engine(str(database))
    assert one(restored, "people", person)["erased_at"] is not None
    assert CANARIES[0] not in str(many(restored, "texts"))
    restored.close()


def test_an_erasure_that_is_undone_by_a_fault_is_asked_for_again(
    on_file: Town, database: Path
) -> None:
    wim = _agrees(on_file, "Wim")
    wim.says("/vergeetmij")
    yes = offered(wim, "answer", "yes")
    on_file.engine.execute("CREATE TRIGGER no_erasing BEFORE INSERT ON erasures BEGIN"
                           " SELECT RAISE(ABORT, 'no'); END")  # fmt: skip

    with pytest.raises(Exception, match="refused"):
        wim.taps_id(yes)

    assert erased_since(ledger_of(database)) == ()


@contextmanager
def _everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG):
        yield


def test_no_log_holds_what_people_say_or_who_they_are(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    words = iter(CANARIES)
    names = [person.name for person in people.everyone(town.engine)]
    worker = Worker(town.turns, clock=lambda: town.now, taken=lambda: None)

    with _everything_logged(caplog):
        signal_of_eva(town, f"{HEAVY} {next(words)}")
        _tells_everything(_agrees(town, "Wim"), words)
        tap(noor(town), "open_report")
        tap(noor(town), "answer_report")
        noor(town).says(f"Ik bel u over de {next(words)}.")
        town.pass_time(hours=48)
        while worker._take_some():
            pass

    logged = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert [word for word in (*CANARIES, *names) if word in logged] == []


@pytest.mark.parametrize("broken", ["texts", "outbox", "messages", "access_log", "steps"])
def test_no_fault_of_the_store_quotes_what_people_say(
    any_town: Town, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    engine, carer = any_town.engine, eva(any_town)
    carer.says(f"{HEAVY} {CANARIES[0]}")
    answer(carer, any_town.named(ans(any_town).name).id)
    engine.execute(f"DROP TABLE {broken} CASCADE" if engine.dialect.name == "postgresql"
                   else f"ALTER TABLE {broken} RENAME TO gone")  # fmt: skip

    with caplog.at_level(logging.DEBUG), pytest.raises(Exception, match=broken) as caught:
        answer(carer, "yes")

    told = f"{caught.value!r} {caught.value} {caplog.text}"
    assert CANARIES[0] not in told
    assert carer.name not in told


def test_a_notice_to_staff_names_nobody_and_quotes_nothing(any_town: Town) -> None:
    signal_of_eva(any_town, f"{HEAVY} {CANARIES[0]}")
    eva(any_town).edits(f"{HEAVY} {CANARIES[1]}")
    eva(any_town).says(f"Mijn moeder ademt niet meer {CANARIES[2]}")
    any_town.away(noor(any_town).name, bram(any_town).name, days=3)
    any_town.pass_time(hours=80)

    names = {person.name for person in people.everyone(any_town.engine)}
    staff = [any_town.person(name) for name in names if "Voorbeeld" not in name or "zorg" in name]
    notices = [
        str(row.body)
        for talker in staff
        for row in outbox.shown(any_town.engine, talker.conversation)
    ]
    assert len(notices) > 10
    private = (*CANARIES, ans(any_town).name, eva(any_town).name)
    assert [word for word in private for notice in notices if word in notice] == []
