"""Words that are erased, or kept long enough, are nowhere in the file; the rest stays."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.store import erasing, people
from conversations.store.backup import backup
from conversations.store.engine import Engine, open_engine
from conversations.store.ids import Ids
from conversations.store.ledger import erased_since, ledger_of
from conversations.store.restore import restore
from knowledge.regions import Region
from tests.conversations.canaries import CANARIES, agrees, tells_everything
from tests.conversations.situations import (
    HEAVY,
    answer,
    eva,
    many,
    noor,
    offered,
    one,
    signal_of_eva,
    tap,
)
from tests.driver import Talker, Town
from tests.learning import knowledge


def _delivered(engine: Engine) -> None:
    engine.execute("UPDATE outbox SET state = 'sent' WHERE state = 'pending'")


def _hits(database: Path, words: tuple[str, ...]) -> set[str]:
    """Which of these words stand in the file or its log, in any spelling the store uses."""
    files = [path for path in database.parent.iterdir() if path.name.startswith(database.name)]
    held = b"".join(path.read_bytes() for path in files)
    return {word for word in words if word.encode() in held}


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
    wim = agrees(on_file, "Wim")
    tells_everything(wim, iter(CANARIES))
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


def test_words_of_an_erased_person_leave_the_memory_of_the_program(on_file: Town) -> None:
    understander = knowledge().understander
    wim = agrees(on_file, "Wim")
    wim.says(CANARIES[0])
    remembered = understander.understand(CANARIES[0], region=Region.NL).reasons
    again = understander.understand(CANARIES[0], region=Region.NL).reasons

    wim.says("/vergeetmij")
    _delivered(on_file.engine)
    answer(wim, "yes")

    assert again is remembered
    assert understander.understand(CANARIES[0], region=Region.NL).reasons is not remembered


def test_words_of_an_erased_person_that_wait_to_be_sent_are_gone_a_day_later(
    on_file: Town, database: Path
) -> None:
    wim = agrees(on_file, "Wim")
    tells_everything(wim, iter(CANARIES))
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
    wim.forwards(f"Zij schreef: groetjes van {CANARIES[1]}")
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
    wim = agrees(any_town, "Wim")
    person = one(any_town.engine, "conversations", wim.conversation)["person_id"]
    any_town.engine.execute("UPDATE people SET name = 'Wim Echtnaam' WHERE id = :id", id=person)

    wim.says("/vergeetmij")
    answer(wim, "yes")

    assert one(any_town.engine, "people", person)["name"] == ""


def test_what_was_being_told_is_erased_with_the_rest(any_town: Town) -> None:
    wim = agrees(any_town, "Wim")
    wim.says(f"Ik maak me zorgen om mijn {CANARIES[0]}, niemand regelt dat.")
    wim.says("/vergeetmij")
    answer(wim, "yes")

    assert CANARIES[0] not in str(many(any_town.engine, "conversations"))


def test_whoever_puts_back_an_old_copy_erases_again(
    on_file: Town, database: Path, tmp_path: Path
) -> None:
    wim = agrees(on_file, "Wim")
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
    wim = agrees(on_file, "Wim")
    wim.says("/vergeetmij")
    yes = offered(wim, "answer", "yes")
    on_file.engine.execute("CREATE TRIGGER no_erasing BEFORE INSERT ON erasures BEGIN"
                           " SELECT RAISE(ABORT, 'no'); END")  # fmt: skip

    with pytest.raises(Exception, match="refused"):
        wim.taps_id(yes)

    assert erased_since(ledger_of(database)) == ()
