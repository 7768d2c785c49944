"""What has ended opens nothing any more, old buttons included: membership, role, absence."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest

from conversations.membership import EndReason
from conversations.store import absences, members, people
from conversations.store.instants import to_text
from knowledge.roles import RIGHTS, Right, Role
from tests.conversations.attempts import ATTEMPTS, CANARY, accesses, id_of, prepared
from tests.conversations.situations import HEAVY, ans, eva, many, noor, one, signal_of_eva, tap
from tests.driver import Talker, Town

_OF_CLIENTS: Final = (
    Right.SEE_NETWORK,
    Right.READ_REPORT,
    Right.ACKNOWLEDGE,
    Right.ANSWER,
    Right.CLOSE,
    Right.SEE_WORKLIST,
)


def _membership_ends(town: Town, talker: Talker) -> None:
    ended = members.end_memberships(
        town.engine, town.named(ans(town).name).id, id_of(talker), EndReason.STOPPED,
        today=town.now.date(),
    )  # fmt: skip
    assert ended


def _role_ends(role: Role) -> Callable[[Town, Talker], None]:
    def end(town: Town, talker: Talker) -> None:
        assert people.end_role(town.engine, id_of(talker), role, now=town.now)

    return end


def _absence_ends(town: Town, talker: Talker) -> None:
    town.now += timedelta(minutes=1)
    assert absences.come_back(town.engine, town.named(noor(town).name).id, now=town.now)


def _absence_passes(town: Town, talker: Talker) -> None:
    town.now += timedelta(days=4)


_ENDS: Final = (
    (Role.CARER, _membership_ends),
    (Role.CASE_MANAGER, _membership_ends),
    (Role.CASE_MANAGER, _role_ends(Role.CASE_MANAGER)),
    (Role.DEPUTY, _absence_ends),
    (Role.DEPUTY, _absence_passes),
    (Role.DEPUTY, _role_ends(Role.CASE_MANAGER)),
    *(
        (role, _role_ends(role))
        for role in (
            Role.TEAM,
            Role.COORDINATOR,
            Role.INTAKE_DESK,
            Role.DUTY_LINE,
            Role.REPORTING_CODE,
        )
    ),
)


@pytest.mark.parametrize("right", _OF_CLIENTS, ids=lambda right: right.value)
@pytest.mark.parametrize(("role", "ends"), _ENDS)
def test_what_has_ended_opens_nothing_any_more(
    town: Town, role: Role, ends: Callable[[Town, Talker], None], right: Right
) -> None:
    case = prepared(town, role)
    if role in RIGHTS[Right.SEE_WORKLIST]:
        case.talker.says("/werk")
        tap(case.talker, "open_report")
        tap(case.talker, "take_report")
    if role in RIGHTS[Right.SEE_NETWORK]:
        case.talker.says("/netwerk")
    ends(town, case.talker)
    before, steps = len(accesses(case)), len(many(town.engine, "steps"))

    worked = ATTEMPTS[right](case)

    assert not worked
    assert len(accesses(case)) == before
    assert len(many(town.engine, "steps")) == steps


def test_a_carer_who_left_reads_no_report_about_the_client_any_more(town: Town) -> None:
    signal_of_eva(town, f"{HEAVY} {CANARY}")
    carer = eva(town)
    carer.says("/meldingen")
    _membership_ends(town, carer)
    before = len(many(town.engine, "access_log"))

    carer.says("/meldingen")
    heard = list(carer.sees())
    tap(carer, "own_report")
    heard += carer.sees()

    assert CANARY not in "\n".join(heard)
    assert "S-2026" not in "\n".join(heard)
    assert len(many(town.engine, "access_log")) == before


def test_nobody_reads_or_handles_a_report_about_themselves(town: Town) -> None:
    signal = signal_of_eva(town, f"{HEAVY} {CANARY}")
    town.engine.execute(
        "UPDATE signals SET accused_id = :noor, with_id = NULL, next_deadline = :soon",
        noor=town.named(noor(town).name).id,
        soon=to_text(town.now),
    )

    noor(town).says("/werk")
    tap(noor(town), "open_report")

    assert CANARY not in "\n".join(noor(town).sees())
    assert one(town.engine, "signals", signal)["owner_id"] is None
