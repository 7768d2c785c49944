"""The reports a member of staff may handle now, and by which role; read anew on every turn.

- whoever has it, or took it up;
- the case manager of the client, or the deputy as long as the absence lasts;
- whoever was told of it by the ladder or the danger table, while still holding a staff role.

Never the accused, never the sender. Abuse at home is not shared beyond whoever was told.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from conversations.reports import Report
from conversations.store import reports
from conversations.store.engine import Engine
from knowledge.roles import Role

_DESKS = (
    Role.DUTY_LINE,
    Role.REPORTING_CODE,
    Role.INTAKE_DESK,
    Role.COORDINATOR,
    Role.TEAM,
    Role.CASE_MANAGER,
)


def of_staff(
    engine: Engine,
    person: str,
    staff_roles: Collection[Role],
    managed: Collection[str],
    deputised: Collection[str],
    now: datetime,
    limit: int,
) -> tuple[Report, ...]:
    """Open reports for this person, danger first and then by deadline.

    `managed` and `deputised` are the clients of whom the person is case manager or deputy today.
    """
    if not staff_roles:
        return ()
    found: dict[str, str] = {}
    desk = next((role for role in _DESKS if role in staff_roles), None)
    if desk is not None:
        found |= dict.fromkeys(_told(engine, person), desk.value)
    for client in managed:
        found |= dict.fromkeys(_of_client(engine, client), Role.CASE_MANAGER.value)
    for client in deputised:
        found |= dict.fromkeys(_of_client(engine, client), Role.DEPUTY.value)
    readable = [
        replace(report, as_role=found[report.id])
        for report in reports.by_ids(engine, list(found))
        if person not in (report.accused_id, report.sender_id)
    ]
    return tuple(sorted(readable, key=_urgency))[:limit]


def _urgency(report: Report) -> tuple[bool, bool, datetime]:
    return (
        report.route != "now",
        report.route != "today",
        report.deadline or report.created_at,
    )


def _told(engine: Engine, person: str) -> list[str]:
    rows = engine.query(
        """SELECT id FROM signals WHERE state = 'open' AND (with_id = :person OR owner_id = :person
                OR id IN (SELECT signal_id FROM steps WHERE person_id = :person
                    AND signal_id IS NOT NULL))
            UNION SELECT id FROM concerns WHERE state NOT IN ('closed', 'withdrawn')
                AND shared_with <> 'nobody' AND (with_id = :person OR owner_id = :person
                OR id IN (SELECT concern_id FROM steps WHERE person_id = :person
                    AND concern_id IS NOT NULL))""",
        person=person,
    )
    return [row["id"] for row in rows]


def _of_client(engine: Engine, client: str) -> list[str]:
    rows = engine.query(
        """SELECT id FROM signals WHERE client_id = :client AND state = 'open' AND sensitive = 0
            UNION SELECT id FROM concerns WHERE client_id = :client
                AND state NOT IN ('closed', 'withdrawn') AND shared_with = 'case_manager'""",
        client=client,
    )
    return [row["id"] for row in rows]
