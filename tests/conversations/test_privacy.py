"""Words stay where they may be: not in logs, not in faults, not in notices to staff."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.worker import Worker
from conversations.store import outbox, people
from tests.conversations.canaries import CANARIES, agrees, tells_everything
from tests.conversations.situations import (
    HEAVY,
    ans,
    answer,
    bram,
    eva,
    noor,
    signal_of_eva,
    tap,
)
from tests.driver import Town


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
        tells_everything(agrees(town, "Wim"), words)
        tap(noor(town), "open_report")
        tap(noor(town), "answer_report")
        noor(town).says(f"Ik bel u over de {next(words)}.")
        town.pass_time(hours=48)
        while worker.take_some():
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
