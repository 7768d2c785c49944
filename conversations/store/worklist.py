"""The reports a member of staff may handle now, and by which role; read anew on every turn.

- the case manager of the client, or the deputy as long as the absence lasts;
- whoever was told of it by the ladder or the danger table, as long as the role in which they were
  told is still theirs (a team: the client's own).

Never the accused, never the sender. Abuse at home is not shared beyond whoever was told.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from conversations.reports import Report
from conversations.store import reports
from conversations.store.engine import Engine, Row
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
    ("signals", "signal_id", "r.state = 'open'", "r.sensitive = 0", "r.route"),
    (
        "concerns",
        "concern_id",
        "r.state NOT IN ('closed', 'withdrawn') AND r.shared_with <> 'nobody'",
        "r.shared_with = 'case_manager'",
        "'log'",
    ),
)
_COLUMNS: Final = "r.id, r.accused_id, r.sender_id, r.next_deadline, r.created_at"


def of_staff(
    engine: Engine,
    person: str,
    staff_roles: Collection[Role],
    managed: Collection[str],
    deputised: Collection[str],
    *,
    limit: int,
    asked: Collection[str] = (),
) -> tuple[Report, ...]:
    """Open reports for this person, danger first and then by deadline.

    `managed` and `deputised` are the clients of whom the person is case manager or deputy today.
    Those `asked` for are among them however many there are.
    """
    found: dict[str, Row] = {}
    desks = [role for role in _DESKS if role in staff_roles]
    if desks:
        found |= _told(engine, person, desks)
    for clients, role in ((managed, Role.CASE_MANAGER), (deputised, Role.DEPUTY)):
        if clients:
            found |= _of_clients(engine, person, clients, role)
    by_urgency = sorted(
        (id_ for id_, row in found.items() if person not in (row["accused_id"], row["sender_id"])),
        key=lambda id_: _urgency(found[id_]),
    )
    chosen = [id_ for place, id_ in enumerate(by_urgency) if place < limit or id_ in asked]
    return tuple(
        replace(report, as_role=found[report.id]["as_role"])
        for report in reports.by_ids(engine, chosen)
    )


def _urgency(row: Row) -> tuple[bool, bool, str]:
    return (
        row["route"] != "now",
        row["route"] != "today",
        row["next_deadline"] or row["created_at"],
    )


def _told(engine: Engine, person: str, desks: Collection[Role]) -> dict[str, Row]:
    """What somebody was told of in a role that is still theirs, with that role."""
    names = {f"desk_{place}": role.value for place, role in enumerate(desks)}
    rows = [
        row
        for table, step, live, _, route in _TABLES
        for row in engine.query(
            f"""SELECT DISTINCT {_COLUMNS}, {route} AS route, x.told_as AS as_role
                FROM steps x JOIN {table} r ON r.id = x.{step}
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
    by_rank = sorted(rows, key=lambda row: _DESKS.index(Role(row["as_role"])), reverse=True)
    return {row["id"]: row for row in by_rank}


def _of_clients(
    engine: Engine, person: str, clients: Collection[str], role: Role
) -> dict[str, Row]:
    """Everything about these clients, unless it is kept to whoever was told."""
    names = {f"client_{place}": client for place, client in enumerate(clients)}
    return {
        row["id"]: row
        for table, step, live, shared, route in _TABLES
        for row in engine.query(
            f"""SELECT {_COLUMNS}, {route} AS route, CAST(:role AS TEXT) AS as_role FROM {table} r
                WHERE r.client_id IN ({", ".join(f":{name}" for name in names)}) AND {live}
                    AND ({shared} OR EXISTS (SELECT 1 FROM steps x WHERE x.{step} = r.id
                        AND x.person_id = :person AND x.told_as = :role))""",  # noqa: S608
            person=person,
            role=role.value,
            **names,
        )
    }
