"""Open reports with somebody who cannot be reached or may no longer act, and who can be reached.

By the role in which somebody got a report that role must still be held; case manager and deputy
only towards this client, and not while away.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from conversations.reports import Report
from conversations.store import reports
from conversations.store.engine import Engine
from conversations.store.instants import to_text

_CASE: Final = """(coalesce(x.told_as, 'case_manager') IN ('case_manager', 'deputy') AND (
    EXISTS (SELECT 1 FROM absences a JOIN roles h ON h.person_id = a.deputy_id
        WHERE a.deputy_id = p.id AND a.since <= :now AND (a.until IS NULL OR a.until > :now)
            AND h.role IN ('case_manager', 'coordinator', 'team') AND h.until IS NULL)
    OR (EXISTS (SELECT 1 FROM members m JOIN roles h ON h.person_id = m.person_id
            WHERE m.client_id = r.client_id AND m.person_id = p.id AND m.case_manager = 1
                AND m.since <= :today AND (m.until IS NULL OR m.until >= :today)
                AND h.role = 'case_manager' AND h.until IS NULL)
        AND NOT EXISTS (SELECT 1 FROM absences a WHERE a.person_id = p.id AND a.since <= :now
            AND (a.until IS NULL OR a.until > :now)))))"""
_OTHER: Final = """EXISTS (SELECT 1 FROM roles h WHERE h.person_id = p.id AND h.until IS NULL
    AND h.role = x.told_as AND x.told_as <> 'case_manager')"""
_STRANDED: Final = f"""SELECT r.id FROM {{table}} r
    JOIN people p ON p.id = coalesce(r.owner_id, r.with_id)
    LEFT JOIN steps x ON x.id = (SELECT max(t.id) FROM steps t WHERE t.{{step}} = r.id
        AND t.person_id = p.id AND t.told_as IS NOT NULL)
    WHERE {{live}} {{others}} AND (p.erased_at IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM conversations c WHERE c.person_id = p.id
            AND c.dead_at IS NULL)
        OR NOT ({_CASE} OR {_OTHER}))
    ORDER BY r.id LIMIT 1"""  # noqa: S608 - fixed texts
_TABLES: Final = (
    ("signals", "signal_id", "r.state = 'open'"),
    ("concerns", "concern_id", "r.state NOT IN ('closed', 'withdrawn', 'answered')"),
)


def waits(engine: Engine, now: datetime, today: date) -> bool:
    """Whether there is one at all; asked every few seconds, so without holding anybody up."""
    return bool(_found(engine, now, today, (), lock=""))


def claim(
    engine: Engine, now: datetime, today: date, passed: Collection[str] = ()
) -> Report | None:
    """One such report that is not among those `passed`, locked until the transaction ends."""
    found = _found(engine, now, today, passed, engine.dialect.lock_skipping("r"))
    return next(iter(reports.by_ids(engine, found)), None)


def _found(
    engine: Engine, now: datetime, today: date, passed: Collection[str], lock: str
) -> list[str]:
    names = {f"passed_{place}": id_ for place, id_ in enumerate(passed)}
    others = f"AND r.id NOT IN ({', '.join(f':{name}' for name in names)})" if names else ""
    for table, step, live in _TABLES:
        sql = _STRANDED.format(table=table, step=step, live=live, others=others)
        rows = engine.query(f"{sql} {lock}", now=to_text(now), today=today.isoformat(), **names)
        if rows:
            return [row["id"] for row in rows]
    return []


def reachable(engine: Engine, people: Collection[str]) -> set[str]:
    """Those of these who have a channel that works."""
    return {
        person
        for person in people
        if engine.query(
            """SELECT 1 AS one FROM conversations c JOIN people p ON p.id = c.person_id
                WHERE c.person_id = :person AND c.dead_at IS NULL AND p.erased_at IS NULL
                LIMIT 1""",
            person=person,
        )
    }
