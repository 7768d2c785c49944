"""Care networks as they are read: one client's network, and what one person is to which clients.

Who may see what follows from these rows on every turn; a membership that has ended, a role that
was taken away and an absence that is over open nothing any more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from conversations.context import Named
from conversations.errors import NetworkRefused
from conversations.store.absences import Away, away
from conversations.store.dialect import from_json
from conversations.store.engine import Engine, Row
from conversations.store.instants import to_text
from conversations.store.people import roles_of
from knowledge.care_network import CareNetwork, Circle, Member, Period, Task, Visit
from knowledge.roles import Role

# Volunteers and professionals see a network through their own organisation, not through us.
CARING: Final = (Circle.INFORMAL, Circle.LEGAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """What somebody is to one client at this moment, and who handles that client's reports."""

    client_id: str
    client_name: str
    roles: frozenset[Role]
    case_manager: Named | None
    deputy: Named | None  # who replaces the case manager at this moment
    team: tuple[Named, ...] = ()


def open_network(
    engine: Engine, client_id: str, *, now: datetime, team_id: str | None = None
) -> None:
    """Make somebody on file a client, with a network that is still empty."""
    opened = engine.execute(
        "INSERT INTO networks (client_id, team_id, created_at) VALUES (:client, :team, :now)"
        " ON CONFLICT (client_id) DO NOTHING",
        client=client_id,
        team=team_id,
        now=to_text(now),
    )
    if not opened:
        raise NetworkRefused("This person has a care network already.")


def assign_team(engine: Engine, client_id: str, team_id: str) -> None:
    """Say which team takes over for this client when case manager and deputy are silent."""
    engine.execute(
        "UPDATE networks SET team_id = :team WHERE client_id = :client",
        client=client_id,
        team=team_id,
    )


def is_client(engine: Engine, person_id: str) -> bool:
    """Whether somebody has a care network that has not ended."""
    rows = engine.query(
        "SELECT 1 FROM networks WHERE client_id = :person AND ended_at IS NULL", person=person_id
    )
    return bool(rows)


def load(
    engine: Engine, client_id: str, today: date, reader_id: str, *, now: datetime
) -> CareNetwork:
    """Read a network as this reader may see it: every period, with who is away at this moment."""
    (client,) = engine.query("SELECT name FROM people WHERE id = :client", client=client_id)
    rows = engine.query(
        "SELECT * FROM members WHERE client_id = :client ORDER BY id", client=client_id
    )
    tasks = _by_member(
        engine.query(
            "SELECT t.* FROM tasks t JOIN members m ON m.id = t.member_id"
            " WHERE m.client_id = :client ORDER BY t.id",
            client=client_id,
        )
    )
    visits = _by_member(
        engine.query(
            "SELECT v.* FROM visits v JOIN members m ON m.id = v.member_id"
            " WHERE m.client_id = :client ORDER BY v.weekday, v.starts, v.id",
            client=client_id,
        )
    )
    absent = away(engine, now)
    members = tuple(
        _member(row, tasks.get(row["id"], ()), visits.get(row["id"], ()), absent) for row in rows
    )
    network = CareNetwork(client_id=client_id, client_name=client["name"], members=members)
    return network.seen_by(reader_id)


def ties_of(engine: Engine, person_id: str, today: date, *, now: datetime) -> tuple[Bond, ...]:
    """Give the clients of whom somebody is client, carer, case manager or deputy, by name."""
    absent = away(engine, now)
    roles: defaultdict[str, set[Role]] = defaultdict(set)
    managers: dict[str, Named] = {}
    clients = {row["client_id"]: row for row in _clients(engine, person_id, today)}
    for row in clients.values():
        roles[row["client_id"]].update(_own_roles(engine, person_id, row))
    for replaced in absent.replaced_by(person_id):
        for row in _managed(engine, replaced, today):
            clients.setdefault(row["client_id"], row)
            roles[row["client_id"]].add(Role.DEPUTY)
            managers[row["client_id"]] = Named(replaced, row["manager_name"])
    return tuple(
        _bond(engine, row, frozenset(roles[row["client_id"]]), managers, absent, today)
        for row in sorted(clients.values(), key=lambda row: (row["name"], row["client_id"]))
        if roles[row["client_id"]]
    )


def case_manager_of(engine: Engine, client_id: str, today: date) -> Named | None:
    """Give the case manager of a client, away or not; none without the role to be one."""
    rows = engine.query(
        "SELECT p.id, p.name FROM members m JOIN people p ON p.id = m.person_id"
        " WHERE m.client_id = :client AND m.case_manager = 1 AND m.since <= :today"
        " AND (m.until IS NULL OR m.until >= :today) AND p.erased_at IS NULL"
        " AND EXISTS (SELECT 1 FROM roles r WHERE r.person_id = p.id"
        "   AND r.role = 'case_manager' AND r.until IS NULL)"
        " ORDER BY m.id DESC",
        client=client_id,
        today=today.isoformat(),
    )
    return Named(rows[0]["id"], rows[0]["name"]) if rows else None


def team_of(engine: Engine, team_id: str | None) -> tuple[Named, ...]:
    """Give who is in a team now."""
    if team_id is None:
        return ()
    rows = engine.query(
        "SELECT p.id, p.name FROM roles r JOIN people p ON p.id = r.person_id"
        " WHERE r.team_id = :team AND r.role = 'team' AND r.until IS NULL"
        " AND p.erased_at IS NULL ORDER BY r.id",
        team=team_id,
    )
    return tuple(Named(row["id"], row["name"]) for row in rows)


def team_of_client(engine: Engine, client_id: str) -> tuple[Named, ...]:
    """Give who is now in the team that takes over for a client."""
    rows = engine.query("SELECT team_id FROM networks WHERE client_id = :client", client=client_id)
    return team_of(engine, rows[0]["team_id"]) if rows else ()


def _clients(engine: Engine, person_id: str, today: date) -> list[Row]:
    """Give one row per client with whom this person has to do, and in what way."""
    return engine.query(
        "SELECT n.client_id, p.name, n.team_id,"
        " CASE WHEN n.client_id = :person THEN 1 ELSE 0 END AS client,"
        " coalesce(max(CASE WHEN m.circle IN ('informal', 'legal') THEN 1 ELSE 0 END), 0)"
        "   AS carer,"
        " coalesce(max(m.case_manager), 0) AS case_manager"
        " FROM networks n JOIN people p ON p.id = n.client_id"
        " LEFT JOIN members m ON m.client_id = n.client_id AND m.person_id = :person"
        "   AND m.since <= :today AND (m.until IS NULL OR m.until >= :today)"
        " WHERE n.ended_at IS NULL AND p.erased_at IS NULL"
        " AND (n.client_id = :person OR m.id IS NOT NULL)"
        " GROUP BY n.client_id, p.name, n.team_id",
        person=person_id,
        today=today.isoformat(),
    )


def _own_roles(engine: Engine, person_id: str, row: Row) -> Iterator[Role]:
    if row["client"]:
        yield Role.CLIENT
    elif row["carer"]:
        yield Role.CARER
    if row["case_manager"] and any(
        held.role is Role.CASE_MANAGER for held in roles_of(engine, person_id)
    ):
        yield Role.CASE_MANAGER


def _managed(engine: Engine, person_id: str, today: date) -> list[Row]:
    """Give the clients of one case manager."""
    return engine.query(
        "SELECT m.client_id, p.name, n.team_id, manager.name AS manager_name"
        " FROM members m JOIN networks n ON n.client_id = m.client_id"
        " JOIN people p ON p.id = m.client_id JOIN people manager ON manager.id = m.person_id"
        " WHERE m.person_id = :person AND m.case_manager = 1 AND m.since <= :today"
        " AND (m.until IS NULL OR m.until >= :today)"
        " AND n.ended_at IS NULL AND p.erased_at IS NULL"
        " AND EXISTS (SELECT 1 FROM roles r WHERE r.person_id = m.person_id"
        "   AND r.role = 'case_manager' AND r.until IS NULL)",
        person=person_id,
        today=today.isoformat(),
    )


def _bond(
    engine: Engine,
    row: Row,
    roles: frozenset[Role],
    managers: Mapping[str, Named],
    absent: Away,
    today: date,
) -> Bond:
    client_id = row["client_id"]
    manager = managers.get(client_id) or case_manager_of(engine, client_id, today)
    return Bond(
        client_id=client_id,
        client_name=row["name"],
        roles=roles,
        case_manager=manager,
        deputy=absent.deputies.get(manager.id) if manager else None,
        team=team_of(engine, row["team_id"]),
    )


def _by_member(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["member_id"]].append(row)
    return found


def _member(row: Row, tasks: Iterable[Row], visits: Iterable[Row], absent: Away) -> Member:
    person_id = row["person_id"]
    deputy = absent.deputies.get(person_id) if row["case_manager"] and person_id else None
    return Member(
        id=row["id"],
        person_id=person_id,
        name=row["display_name"],
        role=row["role"],
        organisation=row["organisation"],
        circle=Circle(row["circle"]),
        lead=bool(row["lead"]),
        case_manager=bool(row["case_manager"]),
        stand_in=row["stand_in_id"],
        contact=row["contact"],
        best_moment=row["best_moment"],
        emergency=bool(row["emergency"]),
        period=_period(row),
        confirmed_on=date.fromisoformat(row["confirmed_on"]),
        tasks=tuple(Task(label=each["label"], period=_period(each)) for each in tasks),
        visits=tuple(_visit(each) for each in visits),
        hidden_from=frozenset(from_json(row["hidden_from"])),
        away=person_id in absent.people,
        deputy=deputy.name if deputy else None,
    )


def _visit(row: Row) -> Visit:
    return Visit(
        weekday=row["weekday"],
        starts=time.fromisoformat(row["starts"]),
        ends=time.fromisoformat(row["ends"]),
        period=_period(row),
    )


def _period(row: Row) -> Period:
    until = row["until"]
    return Period(
        since=date.fromisoformat(row["since"]),
        until=None if until is None else date.fromisoformat(until),
    )
