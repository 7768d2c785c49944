"""Who is away, and who stands in for them at this moment.

Rules:
- every absence has a deputy, who holds a role that may handle reports and is not away too;
- a deputy's rights last as long as the absence and the deputy's own role, not a moment longer;
- when a deputy falls away as well, the deputy's deputy stands in for both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from conversations.context import Named
from conversations.errors import AbsenceRefused
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.instants import to_text
from conversations.store.people import roles_of
from knowledge.roles import Role

MAY_DEPUTISE: Final = (Role.CASE_MANAGER, Role.COORDINATOR, Role.TEAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Who is away at one moment."""

    people: frozenset[str]
    deputies: Mapping[str, Named]  # person away -> who stands in; absent when nobody does

    def replaced_by(self, deputy_id: str) -> tuple[str, ...]:
        """Give those for whom this person stands in."""
        return tuple(who for who, deputy in self.deputies.items() if deputy.id == deputy_id)


def record(
    engine: Engine,
    ids: Ids,
    person_id: str,
    deputy_id: str,
    *,
    since: datetime,
    until: datetime | None,
    now: datetime,
) -> str:
    """Record an absence from a moment up to another (the first moment back), and give its id."""
    if until is not None and until <= max(since, now):
        raise AbsenceRefused("The absence ends before it begins, or is over; give later dates.")
    with engine.atomic():
        _refuse_deputy(engine, person_id, deputy_id)
        if _away_between(engine, person_id, since, until):
            raise AbsenceRefused("There is an absence in that period already; end that one first.")
        if _away_between(engine, deputy_id, since, until):
            raise AbsenceRefused("The deputy is away in that period too; choose somebody else.")
        absence_id = ids.new(now)
        engine.execute(
            "INSERT INTO absences (id, person_id, deputy_id, since, until)"
            " VALUES (:id, :person, :deputy, :since, :until)",
            id=absence_id,
            person=person_id,
            deputy=deputy_id,
            since=to_text(since),
            until=None if until is None else to_text(until),
        )
    return absence_id


def come_back(engine: Engine, person_id: str, *, now: datetime) -> bool:
    """End the absence of this moment; False when there is none."""
    ended = engine.execute(
        "UPDATE absences SET until = :now WHERE person_id = :person AND since < :now"
        " AND (until IS NULL OR until > :now)",
        person=person_id,
        now=to_text(now),
    )
    return ended > 0


def cancel_planned(engine: Engine, person_id: str, *, now: datetime) -> bool:
    """Take back absences that have not begun; False when there are none."""
    taken_back = engine.execute(
        "DELETE FROM absences WHERE person_id = :person AND since >= :now",
        person=person_id,
        now=to_text(now),
    )
    return taken_back > 0


def away(engine: Engine, now: datetime) -> Away:
    """Say who is away at this moment and who stands in for each."""
    rows = engine.query(
        "SELECT a.person_id, a.deputy_id, d.name,"
        " CASE WHEN d.erased_at IS NULL AND EXISTS (SELECT 1 FROM roles r"
        "   WHERE r.person_id = a.deputy_id AND r.until IS NULL"
        "   AND r.role IN ('case_manager', 'coordinator', 'team')) THEN 1 ELSE 0 END AS able"
        " FROM absences a JOIN people d ON d.id = a.deputy_id"
        " WHERE a.since <= :now AND (a.until IS NULL OR a.until > :now)",
        now=to_text(now),
    )
    named = {row["person_id"]: Named(row["deputy_id"], row["name"]) for row in rows if row["able"]}
    people = frozenset(row["person_id"] for row in rows)
    present = {who: _present(who, named, people) for who in named}
    return Away(
        people=people,
        deputies={who: deputy for who, deputy in present.items() if deputy is not None},
    )


def _present(who: str, deputies: Mapping[str, Named], people: frozenset[str]) -> Named | None:
    """Follow deputies who are away themselves to the first who is there."""
    passed = {who}
    while (deputy := deputies.get(who)) and deputy.id not in passed:
        if deputy.id not in people:
            return deputy
        who = deputy.id
        passed.add(who)
    return None


def _refuse_deputy(engine: Engine, person_id: str, deputy_id: str) -> None:
    if person_id == deputy_id:
        raise AbsenceRefused("Nobody can be the own deputy; choose somebody else.")
    if not any(held.role in MAY_DEPUTISE for held in roles_of(engine, deputy_id)):
        raise AbsenceRefused(
            "The deputy holds none of the roles case_manager, coordinator and team;"
            " give one first, or choose somebody else."
        )


def _away_between(engine: Engine, person_id: str, since: datetime, until: datetime | None) -> bool:
    # An open end lasts longer than every moment that can be written.
    rows = engine.query(
        "SELECT 1 FROM absences WHERE person_id = :person AND since < :until"
        " AND (until IS NULL OR until > :since)",
        person=person_id,
        since=to_text(since),
        until="9999" if until is None else to_text(until),
    )
    return bool(rows)
