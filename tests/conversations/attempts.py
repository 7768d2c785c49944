"""Every right as something that a person in the chat tries, by every way in, and whether it works.

Who is denied tries it by command, in words, with a button of somebody else, with a forged one and
with a real one of their own from better days.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from conversations.effects import StepKind
from conversations.speech import Action
from conversations.store import buttons, people, report_records
from knowledge.roles import Right, Role
from tests.conversations.situations import (
    HEAVY,
    ans,
    answer,
    eva,
    many,
    newest,
    noor,
    one,
    signal_of_eva,
)
from tests.driver import Talker, Town

CANARY: Final = "kanariezwq"
# Only at the machine or in the console, so there is no way to try it in a chat.
NOT_IN_THE_CHAT: Final = frozenset({Right.INVITE, Right.SET_ABSENCE})
_BY_ROLE: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.TEAM: "Kim Fictief",
        Role.COORDINATOR: "Ada Fictief",
        Role.INTAKE_DESK: "Aanmeldpunt Voorbeeldzorg",
        Role.DUTY_LINE: "Dienst Voorbeeldzorg",
        Role.REPORTING_CODE: "Sam Fictief",
        Role.EDITOR: "Rik Fictief",
    }
)


def somebody(town: Town, role: Role) -> Talker:
    """A person who holds this role and no other."""
    match role:
        case Role.VISITOR:
            visitor = town.visitor("Wim")
            visitor.says("hallo")
            answer(visitor, "yes", "nl")
            return visitor
        case Role.CLIENT:
            return ans(town)
        case Role.CARER:
            return eva(town)
        case Role.CASE_MANAGER:
            return noor(town)
        case Role.DEPUTY:
            deputy = _new(town, Role.CASE_MANAGER)
            town.away(noor(town).name, deputy.name, days=3)
            return deputy
        case Role.ADMINISTRATOR:
            return _new(town, Role.ADMINISTRATOR)
    return town.person(_BY_ROLE[role])


def _new(town: Town, role: Role) -> Talker:
    person = people.add(town.engine, town.ids, f"Pim Fictief {role}", now=town.now, language="nl")
    people.give_role(town.engine, town.ids, person, role, now=town.now)
    return town.person(f"Pim Fictief {role}")


def id_of(talker: Talker) -> str:
    row = one(talker.town.engine, "conversations", talker.conversation)
    return str(row["person_id"] or "")


def plant(talker: Talker, do: str, with_: str) -> str:
    """A button that was really offered to this person, when they still had the right."""
    town = talker.town
    if not many(town.engine, "outbox") or not _said(talker):
        talker.says("hallo")
    (last,) = _said(talker)[-1:]
    id_ = town.ids.new(town.now)
    buttons.offer(town.engine, id_, talker.conversation, last, "", Action(do, with_), town.now)
    return id_


def _said(talker: Talker) -> list[str]:
    rows = talker.town.engine.query(
        "SELECT id FROM outbox WHERE conversation_id = :id ORDER BY seq", id=talker.conversation
    )
    return [row["id"] for row in rows]


@dataclass(frozen=True)
class Case:
    """What there is to see: a signal with secret words, told to this role where it can be."""

    town: Town
    talker: Talker
    role: Role
    signal: str
    invitation: str = ""


def prepared(town: Town, role: Role) -> Case:
    talker = somebody(town, role)
    signal = signal_of_eva(town, f"{HEAVY} {CANARY}")
    if role not in (Role.VISITOR, Role.CLIENT, Role.CARER):
        report_records.step(
            town.engine, town.ids, signal, StepKind.MOVED, town.now, actor=None,
            person=id_of(talker), told_as=role, text="", rung=None,
        )  # fmt: skip
    return Case(town, talker, role, signal)


def _everything_heard(case: Case, act: Callable[[], None]) -> str:
    case.talker.sees()
    before = set(_said(case.talker))
    act()
    rows = [
        str(one(case.town.engine, "outbox", id_)["body"])
        for id_ in _said(case.talker)
        if id_ not in before
    ]
    return "\n".join(rows)


def _steps(case: Case, kind: StepKind) -> int:
    return sum(
        row["kind"] == kind and row["actor_id"] == id_of(case.talker)
        for row in many(case.town.engine, "steps")
    )


def accesses(case: Case) -> list[str]:
    """Events that the log has of this person."""
    return [
        row["event"]
        for row in many(case.town.engine, "access_log")
        if row["person_id"] == id_of(case.talker)
    ]


# Each gives whether it worked, seen from the database and from what was said.
Attempt = Callable[[Case], bool]


def _asks(case: Case) -> bool:
    return "espijtzorg" in _everything_heard(case, lambda: case.talker.says("Wat is respijtzorg?"))


def _looks_at_own_data(case: Case) -> bool:
    return bool(_everything_heard(case, lambda: case.talker.says("/mijngegevens")))


def _tells(words: str, script: str, do: str = "") -> Attempt:
    def attempt(case: Case) -> bool:
        case.talker.says(words)
        if do:
            case.talker.taps_id(plant(case.talker, do, words))
        state = one(case.town.engine, "conversations", case.talker.conversation)["state"]
        return script in state

    return attempt


def _looks_at_own_reports(case: Case) -> bool:
    if case.role in (Role.VISITOR, Role.CLIENT):
        case.talker.says(f"{HEAVY} {CANARY}")
        for key in ("self", "yes"):
            _answer_if_asked(case.talker, key)
    return "S-2026" in _everything_heard(case, lambda: case.talker.says("/meldingen"))


def _answer_if_asked(talker: Talker, key: str) -> None:
    asked = talker.town.engine.query(
        "SELECT id, action FROM buttons WHERE conversation_id = :id AND used_at IS NULL"
        " ORDER BY id DESC",
        id=talker.conversation,
    )
    for row in [row for row in asked if f'"{key}"' in row["action"]][:1]:
        talker.taps_id(row["id"])


def _looks_at_the_network(case: Case) -> bool:
    ways: tuple[Callable[[], None], ...] = (
        lambda: case.talker.says("/netwerk"),
        lambda: case.talker.says("Wie doet de medicijnen?"),
        lambda: case.talker.taps_id(plant(case.talker, "network", "")),
        lambda: case.talker.taps_id(plant(case.talker, "network_today", "")),
    )
    before = len(accesses(case))
    heard = "".join(_everything_heard(case, way) for way in ways)
    shown = len(accesses(case)) > before
    assert shown == ("Fatma" in heard)
    return shown


def _ways_to(do: str, case: Case) -> tuple[Callable[[], None], ...]:
    """A button of somebody else, a forged one, and an own one from better days."""
    of_noor = plant(noor(case.town), do, case.signal)
    return (
        lambda: case.talker.taps_id(of_noor)
        if case.talker is not noor(case.town)
        else None,
        lambda: case.talker.taps_id(case.signal),
        lambda: case.talker.taps_id(f"{do}:{case.signal}"),
        lambda: case.talker.taps_id(plant(case.talker, do, case.signal)),
    )  # fmt: skip


def _reads(case: Case) -> bool:
    ways = (*_ways_to("open_report", case), lambda: case.talker.says("open S-2026-0001"))
    return CANARY in "".join(_everything_heard(case, way) for way in ways)


def _acknowledges(case: Case) -> bool:
    before = _steps(case, StepKind.TAKEN)
    for do in ("seen_report", "take_report"):
        for way in _ways_to(do, case):
            way()
    return _steps(case, StepKind.TAKEN) > before


def _answers(case: Case) -> bool:
    for way in _ways_to("answer_report", case):
        way()
        case.talker.says("Dank u, ik bel u morgen.")
    return _steps(case, StepKind.ANSWERED) > 0


def _closes(case: Case) -> bool:
    for way in _ways_to("close_report", case):
        way()
        case.talker.says("Het is geregeld.")
    closed = _steps(case, StepKind.CLOSED) > 0
    assert closed == (one(case.town.engine, "signals", case.signal)["state"] == "closed")
    return closed


def _looks_at_the_worklist(case: Case) -> bool:
    ways: tuple[Callable[[], None], ...] = (
        lambda: case.talker.says("/werk"),
        lambda: case.talker.says("werklijst"),
        lambda: case.talker.taps_id(plant(case.talker, "worklist", "")),
    )
    return "S-2026-0001" in "".join(_everything_heard(case, way) for way in ways)


def _confirms(case: Case) -> bool:
    town = case.town
    town.invites(eva(town).name, confirmed=False)
    town.visitor("Gast").says(f"/start {town.code}")
    invitation = newest(town.engine, "invitations")
    for do in ("open_invitation", "confirm_invitation"):
        case.talker.taps_id(plant(case.talker, do, invitation))
    return bool(many(town.engine, "confirmations", "1"))


ATTEMPTS: Final[Mapping[Right, Attempt]] = MappingProxyType(
    {
        Right.ASK: _asks,
        Right.SEE_OWN_DATA: _looks_at_own_data,
        Right.TELL_CONCERN: _tells(
            "Ik maak me zorgen over de medicijnen, niemand regelt dat.",
            "tell_concern",
            do="tell_concern",
        ),
        Right.SEND_SIGNAL: _tells(HEAVY, "pass_on_signal"),
        Right.SEE_OWN_REPORTS: _looks_at_own_reports,
        Right.SEE_NETWORK: _looks_at_the_network,
        Right.READ_REPORT: _reads,
        Right.ACKNOWLEDGE: _acknowledges,
        Right.ANSWER: _answers,
        Right.CLOSE: _closes,
        Right.SEE_WORKLIST: _looks_at_the_worklist,
        Right.CONFIRM_INVITATION: _confirms,
    }
)
