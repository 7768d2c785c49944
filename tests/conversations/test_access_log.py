"""Whoever reads or changes something of a client leaves one complete row (NEN 7513:2018)."""

from collections.abc import Callable
from typing import Final

import pytest

from bot.demo_network import CASE_MANAGER, CLIENT, DEPUTY
from conversations.effects import Purpose
from conversations.store import consents, people
from conversations.store.engine import Row
from knowledge.roles import Role
from tests.conversations.situations import (
    HEAVY,
    ans,
    answer,
    bram,
    eva,
    many,
    newest,
    noor,
    signal_of_eva,
    tap,
)
from tests.driver import Talker, Town

CANARY: Final = "kanariezwq"
# What stands in the client's network or in a report; seen in an answer it must be in the log.
OF_THE_CLIENT: Final = (CANARY, "Fatma", "06-00 00 00")


def _rows(town: Town) -> list[Row]:
    return many(town.engine, "access_log")


def _row_of(town: Town, act: Callable[[], None]) -> Row:
    """The one row that this leaves."""
    before = len(_rows(town))
    act()
    (row,) = _rows(town)[before:]
    return row


def _steps(town: Town) -> list[tuple[Talker, Callable[[Talker], None]]]:
    """A day on which everything is read and changed, by everybody."""
    client, carer, manager, deputy = ans(town), eva(town), noor(town), bram(town)
    eva_tells = f"{HEAVY} {CANARY}"
    return [
        (client, lambda who: who.says("/netwerk")),
        (client, lambda who: who.says("Wie doet de medicijnen?")),
        (client, lambda who: tap(who, "network_today")),
        (client, lambda who: who.says("/mijngegevens")),
        (carer, lambda who: who.says("Wie heeft het voortouw?")),
        (carer, lambda who: who.says("Ik wil een mens spreken")),
        (carer, lambda who: who.says("stop")),
        (carer, lambda who: who.says(eva_tells)),
        (carer, lambda who: answer(who, town.named(CLIENT).id)),
        (carer, lambda who: answer(who, "yes")),
        (carer, lambda who: who.says("/meldingen")),
        (carer, lambda who: tap(who, "own_report")),
        (manager, lambda who: who.says("/werk")),
        (manager, lambda who: tap(who, "open_report")),
        (manager, lambda who: tap(who, "seen_report")),
        (manager, lambda who: tap(who, "take_report")),
        (manager, lambda who: tap(who, "answer_report")),
        (manager, lambda who: who.says(f"Ik bel u over {CANARY}.")),
        (carer, lambda who: tap(who, "add_to_report")),
        (carer, lambda who: who.says(f"Nog iets: {CANARY} is op.")),
        (manager, lambda who: who.says("/netwerk")),
        (deputy, lambda who: who.says("/netwerk")),
        (deputy, lambda who: who.says("/werk")),
        (manager, lambda who: tap(who, "close_report")),
        (manager, lambda who: who.says(f"{CANARY} is geregeld.")),
        (carer, lambda who: tap(who, "not_solved")),
        (client, lambda who: who.says("wat is respijtzorg?")),
    ]


def test_an_answer_with_something_of_a_client_stands_in_the_log_once(any_town: Town) -> None:
    seen = 0
    for who, act in _steps(any_town):
        said_before = {row["id"] for row in many(any_town.engine, "outbox")}
        rows_before = len(_rows(any_town))

        act(who)

        said = [row for row in many(any_town.engine, "outbox") if row["id"] not in said_before]
        shows = any(word in str(row["body"]) for row in said for word in OF_THE_CLIENT)
        logged = _rows(any_town)[rows_before:]
        assert len(logged) in ((1,) if shows else (0, 1)), (who.name, said)
        assert {row["trace_id"] for row in logged} <= {newest(any_town.engine, "inbox")}
        seen += shows
    assert seen >= 10


def test_no_field_of_a_row_is_left_open(any_town: Town) -> None:
    for who, act in _steps(any_town):
        act(who)
    any_town.pass_time(hours=60)

    rows = _rows(any_town)

    assert len(rows) > 15
    assert [(row["event"], name) for row in rows for name in row if row[name] in (None, "")] == []
    assert {row["client_id"] for row in rows} == {any_town.named(CLIENT).id}


def test_the_row_tells_who_did_what_from_where_on_what_ground(town: Town) -> None:
    signal = signal_of_eva(town)

    row = _row_of(town, lambda: tap(noor(town), "open_report"))

    noor_id = town.named(CASE_MANAGER).id
    assert row == {
        **row,
        "event": "view_report",
        "action": "R",
        "outcome": "ok",
        "authorised": 1,
        "relation": 1,
        "consented": 1,
        "emergency": 0,
        "person_id": noor_id,
        "person_name": CASE_MANAGER,
        "on_behalf_of": noor_id,
        "role": "case_manager",
        "purpose": "care",
        "access_point_type": "web",
        "access_point": noor(town).conversation,
        "client_id": town.named(CLIENT).id,
        "object_type": "report",
        "object_ids": signal,
        "organisation": "Voorbeeldzorg",
    }


def test_what_a_deputy_does_is_done_for_the_case_manager(town: Town) -> None:
    town.away(CASE_MANAGER, DEPUTY, days=3)
    signal_of_eva(town)

    row = _row_of(town, lambda: tap(bram(town), "open_report"))

    assert (row["role"], row["person_id"]) == ("deputy", town.named(DEPUTY).id)
    assert row["on_behalf_of"] == town.named(CASE_MANAGER).id


def test_a_deputy_who_confirms_an_invitation_does_so_for_the_case_manager(town: Town) -> None:
    town.away(CASE_MANAGER, DEPUTY, days=3)
    town.invites(eva(town).name, confirmed=False)
    town.visitor("Gast").says(f"/start {town.code}")

    row = _row_of(town, lambda: tap(bram(town), "open_invitation"))

    assert (row["role"], row["on_behalf_of"]) == ("deputy", town.named(CASE_MANAGER).id)


def test_the_consent_in_a_row_is_that_of_the_client(town: Town) -> None:
    consents.note(
        town.engine, town.ids, town.named(CLIENT).id, Purpose.SHARE, town.now,
        granted=False, wording="test",
    )  # fmt: skip

    row = _row_of(town, lambda: noor(town).says("/netwerk"))

    assert row["consented"] == 0


def test_danger_to_life_is_marked_as_an_emergency(town: Town) -> None:
    row = _row_of(town, lambda: eva(town).says("Mijn moeder ademt niet meer"))

    assert (row["event"], row["emergency"]) == ("add_signal", 1)


def test_a_ladder_that_climbs_leaves_a_row_of_its_own(town: Town) -> None:
    signal = signal_of_eva(town)

    rows_before = len(_rows(town))
    town.pass_time(hours=6)
    (row,) = _rows(town)[rows_before:]

    assert (row["person_id"], row["event"], row["object_ids"]) == (
        "system",
        "escalate_report",
        signal,
    )


def test_a_desk_reads_a_report_without_a_tie_to_the_client(town: Town) -> None:
    signal_of_eva(town)
    person = people.find_by_name(town.engine, town.organisation.intake_desk.name)
    assert person.holds(Role.INTAKE_DESK)
    town.pass_time(hours=24 * 6)  # case manager, team and then the desk

    row = _row_of(town, lambda: tap(town.person(person.name), "open_report"))

    assert (row["role"], row["authorised"], row["relation"]) == ("intake_desk", 1, 0)


@pytest.mark.parametrize("words", ["wat is respijtzorg?", "hallo", "/menu", "/taal"])
def test_what_is_not_about_a_client_leaves_no_row(town: Town, words: str) -> None:
    ans(town).says(words)

    assert _rows(town) == []
