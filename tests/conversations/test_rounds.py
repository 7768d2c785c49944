"""What happens without anybody writing, and that it happens at once where nobody can act."""

from datetime import timedelta

import pytest

from bot.demo_network import CASE_MANAGER, CLIENT, DEPUTY
from conversations.errors import ConstraintBroken
from conversations.membership import EndReason
from conversations.store import conversations, members, people
from conversations.store.instants import to_text
from knowledge.roles import Role
from tests.conversations.situations import (
    HEAVY,
    answer,
    bram,
    dies,
    eva,
    many,
    noor,
    one,
    signal_of_eva,
    tap,
)
from tests.driver import Talker, Town, knowledge


def _has(town: Town, signal: str) -> str:
    row = one(town.engine, "signals", signal)
    holder = row["owner_id"] or row["with_id"]
    return str(one(town.engine, "people", holder)["name"])


def _minute(town: Town) -> None:
    """One round of `run`, within a minute."""
    town.now += timedelta(seconds=30)
    town.rounds.reroute(town.now)
    town.rounds.climb_due(knowledge(), town.now)


def test_a_case_manager_without_a_channel_is_passed_by_at_once(any_town: Town) -> None:
    signal = signal_of_eva(any_town)
    dies(noor(any_town))

    _minute(any_town)

    assert _has(any_town, signal) == DEPUTY  # of the client's own team
    assert "S-2026-0001" in "\n".join(bram(any_town).sees())
    assert "doorgegeven aan Bram Fictief" in "\n".join(eva(any_town).sees())
    (todo,) = many(any_town.engine, "follow_ups")
    assert (todo["kind"], todo["done_at"]) == ("undelivered", None)


def test_whoever_never_had_a_channel_becomes_work_for_staff_and_is_passed_by(
    any_town: Town,
) -> None:
    conversations.bind(any_town.engine, noor(any_town).conversation, None)
    signal = signal_of_eva(any_town)

    _minute(any_town)

    assert _has(any_town, signal) == DEPUTY
    (todo,) = many(any_town.engine, "follow_ups")
    assert (todo["kind"], todo["assignee_id"]) == ("no_channel", any_town.named(CASE_MANAGER).id)


def test_where_nobody_can_be_reached_a_report_waits_for_the_first_who_can(town: Town) -> None:
    staff = [person for person in people.everyone(town.engine) if person.roles]
    for person in staff:
        conversations.died(town.engine, town.person(person.name).conversation, "gone", town.now)
    signal = signal_of_eva(town)

    for _ in range(3):
        _minute(town)
    held = _has(town, signal)
    conversations.revive(town.engine, town.person("Ada Fictief").conversation)
    _minute(town)

    assert held == CASE_MANAGER
    assert _has(town, signal) == "Ada Fictief"
    assert "S-2026-0001" in "\n".join(town.person("Ada Fictief").sees())


def test_a_coordinator_who_is_appointed_while_it_runs_gets_what_nobody_else_can(
    town: Town,
) -> None:
    for person in people.everyone(town.engine):
        if person.roles:
            conversations.died(town.engine, town.person(person.name).conversation, "gone", town.now)
    signal = signal_of_eva(town)
    _minute(town)
    mia = people.add(town.engine, town.ids, "Mia Fictief", now=town.now)
    people.give_role(town.engine, town.ids, mia, Role.COORDINATOR, now=town.now)
    reads = town.person("Mia Fictief")

    _minute(town)

    assert _has(town, signal) == "Mia Fictief"
    assert "S-2026-0001" in "\n".join(reads.sees())


def test_a_report_goes_to_the_deputy_as_soon_as_the_case_manager_goes_away(town: Town) -> None:
    signal = signal_of_eva(town)
    tap(noor(town), "open_report")
    tap(noor(town), "take_report")
    town.away(CASE_MANAGER, DEPUTY, days=3)

    _minute(town)

    assert _has(town, signal) == DEPUTY
    assert one(town.engine, "signals", signal)["owner_id"] is None
    heard = "\n".join(eva(town).sees())
    assert "Noor Fictief kan niet verder met uw melding S-2026-0001" in heard


def test_a_report_comes_back_when_the_deputy_no_longer_stands_in(town: Town) -> None:
    people.end_role(town.engine, town.named(DEPUTY).id, Role.TEAM, now=town.now)
    town.away(CASE_MANAGER, DEPUTY, days=3)
    signal = signal_of_eva(town)
    held = _has(town, signal)

    town.now += timedelta(days=3, minutes=1)
    _minute(town)

    assert (held, _has(town, signal)) == (DEPUTY, CASE_MANAGER)


def test_a_report_of_somebody_who_lost_the_role_is_passed_on_at_once(town: Town) -> None:
    signal = signal_of_eva(town)
    tap(noor(town), "open_report")
    tap(noor(town), "take_report")
    members.end_memberships(
        town.engine, town.named(CLIENT).id, town.named(CASE_MANAGER).id, EndReason.STOPPED,
        today=town.now.date(),
    )  # fmt: skip

    _minute(town)

    assert _has(town, signal) == DEPUTY


def test_a_concern_is_passed_on_like_a_signal(town: Town) -> None:
    carer = eva(town)
    carer.says("Ik maak me zorgen over de medicijnen, niemand weet wie ze regelt.")
    answer(carer, town.named(CLIENT).id)
    for key in ("geen-aanspreekpunt", "yes"):
        _answer_if_asked(carer, key)
    (concern,) = many(town.engine, "concerns")
    dies(noor(town))

    _minute(town)

    assert one(town.engine, "concerns", concern["id"])["with_id"] == town.named(DEPUTY).id


def _answer_if_asked(talker: Talker, key: str) -> None:
    found = [
        row["id"]
        for row in many(talker.town.engine, "buttons")
        if row["conversation_id"] == talker.conversation and f'"{key}"' in row["action"]
    ]
    for id_ in found[-1:]:
        talker.taps_id(id_)


def test_abuse_at_home_stays_with_those_trained_for_it(town: Town) -> None:
    signal = signal_of_eva(town)
    duty = town.organisation.duty_line
    town.engine.execute(
        "UPDATE signals SET sensitive = 1, with_id = :duty, route = 'today' WHERE id = :id",
        duty=duty.id,
        id=signal,
    )
    conversations.died(town.engine, town.person(duty.name).conversation, "gone", town.now)
    eva(town).sees().clear()

    _minute(town)

    assert _has(town, signal) == "Sam Fictief"  # has the meldcode task
    assert "S-2026-0001" not in "\n".join(eva(town).sees())  # others may read along


def test_a_report_that_cannot_be_moved_keeps_no_other_from_moving(any_town: Town) -> None:
    first, second = signal_of_eva(any_town), _another(any_town)
    any_town.engine.execute(
        "UPDATE signals SET next_deadline = :now", now=to_text(any_town.now - timedelta(hours=1))
    )
    any_town.engine.execute(
        "INSERT INTO steps (id, signal_id, kind, at, rung) VALUES ('X', :id, 'reminded', :now, 1)",
        id=first,
        now=to_text(any_town.now),
    )

    with pytest.raises(ConstraintBroken):
        any_town.rounds.climb_due(knowledge(), any_town.now)
    any_town.rounds.climb_due(knowledge(), any_town.now)  # seconds later

    rungs = {row["id"]: row["rung"] for row in many(any_town.engine, "signals")}
    assert rungs == {first: 0, second: 1}


def _another(town: Town) -> str:
    town.now += timedelta(hours=2)
    return signal_of_eva(town, f"{HEAVY} Nog steeds.")


def test_a_round_on_a_database_that_is_gone_says_so(town: Town) -> None:
    town.engine.execute("ALTER TABLE steps RENAME TO gone")

    with pytest.raises(Exception, match="steps"):
        town.rounds.climb_due(knowledge(), town.now)
