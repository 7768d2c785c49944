"""The reports a member of staff may handle now, and by which role; read anew on every turn.

- the case manager of the client, or the deputy as long as the absence lasts;
- whoever was told of it by the ladder or the danger table, as long as the role in which they were
  told is still theirs (a team: the client's own).

Never the accused, never the sender. Abuse at home is not shared beyond whoever was told.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Final

from conversations.reports import Report
from conversations.store import reports
from conversations.store.engine import Engine
from knowledge.roles import Role

# What is held for the installation; the first that fits is the role in which somebody acts.
_DESKS: Final = (
    Role.DUTY_LINE,
    Role.REPORTING_CODE,
    Role.INTAKE_DESK,
    Role.COORDINATOR,
    Role.TEAM,
)
_TABLES: Final = (
    ("signals", "signal_id", "r.state = 'open'", "r.sensitive = 0"),
    (
        "concerns",
        "concern_id",
        "r.state NOT IN ('closed', 'withdrawn') AND r.shared_with <> 'nobody'",
        "r.shared_with = 'case_manager'",
    ),
)


def of_staff(
    engine: Engine,
    person: str,
    staff_roles: Collection[Role],
    managed: Collection[str],
    deputised: Collection[str],
    limit: int,
) -> tuple[Report, ...]:
    """Open reports for this person, danger first and then by deadline.

    `managed` and `deputised` are the clients of whom the person is case manager or deputy today.
    """
    found: dict[str, str] = {}
    desks = [role for role in _DESKS if role in staff_roles]
    if desks:
        found |= _told(engine, person, desks)
    for clients, role in ((managed, Role.CASE_MANAGER), (deputised, Role.DEPUTY)):
        if clients:
            found |= dict.fromkeys(_of_clients(engine, person, clients, role), role.value)
    readable = [
        replace(report, as_role=found[report.id])
        for report in reports.by_ids(engine, list(found))
        if person not in (report.accused_id, report.sender_id)
    ]
    return tuple(sorted(readable, key=_urgency)[:limit])


def _urgency(report: Report) -> tuple[bool, bool, datetime]:
    return (
        report.route != "now",
        report.route != "today",
        report.deadline or report.created_at,
    )


def _told(engine: Engine, person: str, desks: Collection[Role]) -> dict[str, str]:
    """What somebody was told of in a role that is still theirs, with that role."""
    names = {f"desk_{place}": role.value for place, role in enumerate(desks)}
    rows = [
        row
        for table, step, live, _ in _TABLES
        for row in engine.query(
            f"""SELECT DISTINCT r.id, x.told_as FROM steps x JOIN {table} r ON r.id = x.{step}
                WHERE x.person_id = :person AND {live}
                    AND x.told_as IN ({", ".join(f":{name}" for name in names)})
                    AND (x.told_as <> 'team' OR r.client_id IS NULL OR EXISTS (
                        SELECT 1 FROM roles h JOIN networks n ON n.team_id = h.team_id
                            WHERE h.person_id = :person AND h.role = 'team' AND h.until IS NULL
                                AND n.client_id = r.client_id))""",  # noqa: S608 - our own tables
            person=person,
            **names,
        )
    ]
    by_rank = sorted(rows, key=lambda row: _DESKS.index(Role(row["told_as"])), reverse=True)
    return {row["id"]: row["told_as"] for row in by_rank}


def _of_clients(engine: Engine, person: str, clients: Collection[str], role: Role) -> list[str]:
    """Everything about these clients, unless it is kept to whoever was told."""
    names = {f"client_{place}": client for place, client in enumerate(clients)}
    return [
        row["id"]
        for table, step, live, shared in _TABLES
        for row in engine.query(
            f"""SELECT r.id FROM {table} r
                WHERE r.client_id IN ({", ".join(f":{name}" for name in names)}) AND {live}
                    AND ({shared} OR EXISTS (SELECT 1 FROM steps x WHERE x.{step} = r.id
                        AND x.person_id = :person AND x.told_as = :role))
                ORDER BY r.id""",  # noqa: S608 - our own tables
            person=person,
            role=role.value,
            **names,
        )
    ]
