"""Care networks as they are read: one client's network, and what one person is to which clients.

Who may see what follows from these rows on every turn; a membership that has ended, a role that
was taken away and an absence that is over open nothing any more.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from conversations.context import Named
from conversations.errors import NetworkRefused
from conversations.store.absences import Away, away
from conversations.store.dialect import from_json
from conversations.store.engine import Engine, Row
from conversations.store.instants import to_text
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
    (network,) = load_all(engine, [client_id], reader_id, away(engine, now))
    return network


def load_all(
    engine: Engine, client_ids: Sequence[str], reader_id: str, absent: Away
) -> tuple[CareNetwork, ...]:
    """Read the networks of several clients, in this order, in few queries for any number."""
    if not client_ids:
        return ()
    among, names = _among(client_ids)
    clients = engine.query(f"SELECT id, name FROM people WHERE id IN ({among})", **names)  # noqa: S608
    members = engine.query(
        f"SELECT * FROM members WHERE client_id IN ({among}) ORDER BY id",  # noqa: S608
        **names,
    )
    tasks = engine.query(
        f"SELECT t.* FROM tasks t JOIN members m ON m.id = t.member_id"  # noqa: S608
        f" WHERE m.client_id IN ({among}) ORDER BY t.id",
        **names,
    )
    visits = engine.query(
        f"SELECT v.* FROM visits v JOIN members m ON m.id = v.member_id"  # noqa: S608
        f" WHERE m.client_id IN ({among}) ORDER BY v.weekday, v.starts, v.id",
        **names,
    )
    client_names = {row["id"]: row["name"] for row in clients}
    in_network, of_task, of_visit = (
        _grouped(members, "client_id"),
        _grouped(tasks, "member_id"),
        _grouped(visits, "member_id"),
    )
    return tuple(
        CareNetwork(
            client_id=client_id,
            client_name=client_names[client_id],
            members=tuple(
                _member(row, of_task.get(row["id"], ()), of_visit.get(row["id"], ()), absent)
                for row in in_network.get(client_id, ())
            ),
        ).seen_by(reader_id)
        for client_id in client_ids
    )


def ties_of(
    engine: Engine, person_id: str, today: date, *, now: datetime, absent: Away | None = None
) -> tuple[Bond, ...]:
    """Give the clients of whom somebody is client, carer, case manager or deputy, by name.

    `absent`: who is away at this moment, when the caller knows.
    """
    absent = absent or away(engine, now)
    roles: defaultdict[str, set[Role]] = defaultdict(set)
    clients = {row["client_id"]: row for row in _clients(engine, person_id, today)}
    for client_id, row in clients.items():
        roles[client_id].update(_own_roles(row))
    for replaced in absent.replaced_by(person_id):
        for row in _managed(engine, replaced, today):
            clients.setdefault(row["client_id"], row)
            roles[row["client_id"]].add(Role.DEPUTY)
    held = [client_id for client_id in clients if roles[client_id]]
    managers = _case_managers(engine, held, today)
    teams = _teams(engine, {clients[client_id]["team_id"] for client_id in held})
    bonds = [
        Bond(
            client_id=client_id,
            client_name=clients[client_id]["name"],
            roles=frozenset(roles[client_id]),
            case_manager=managers.get(client_id),
            deputy=absent.deputies.get(managers[client_id].id) if client_id in managers else None,
            team=teams.get(clients[client_id]["team_id"], ()),
        )
        for client_id in held
    ]
    return tuple(sorted(bonds, key=lambda bond: (bond.client_name, bond.client_id)))


def case_manager_of(engine: Engine, client_id: str, today: date) -> Named | None:
    """Give the case manager of a client, away or not; none without the role to be one."""
    return _case_managers(engine, [client_id], today).get(client_id)


def _case_managers(engine: Engine, client_ids: Sequence[str], today: date) -> dict[str, Named]:
    if not client_ids:
        return {}
    among, names = _among(client_ids)
    rows = engine.query(
        f"SELECT m.client_id, p.id, p.name FROM members m JOIN people p ON p.id = m.person_id"  # noqa: S608
        f" WHERE m.client_id IN ({among}) AND m.case_manager = 1 AND m.since <= :today"
        " AND (m.until IS NULL OR m.until >= :today) AND p.erased_at IS NULL"
        " AND EXISTS (SELECT 1 FROM roles r WHERE r.person_id = p.id"
        "   AND r.role = 'case_manager' AND r.until IS NULL)"
        " ORDER BY m.id",
        today=today.isoformat(),
        **names,
    )
    return {row["client_id"]: Named(row["id"], row["name"]) for row in rows}  # the last one counts


def _teams(engine: Engine, team_ids: Collection[str | None]) -> dict[str, tuple[Named, ...]]:
    wanted = sorted(team for team in team_ids if team is not None)
    if not wanted:
        return {}
    among, names = _among(wanted)
    rows = engine.query(
        f"SELECT r.team_id, p.id, p.name FROM roles r JOIN people p ON p.id = r.person_id"  # noqa: S608
        f" WHERE r.team_id IN ({among}) AND r.role = 'team' AND r.until IS NULL"
        " AND p.erased_at IS NULL ORDER BY r.id",
        **names,
    )
    teams = _grouped(rows, "team_id")
    return {id_: tuple(Named(row["id"], row["name"]) for row in teams[id_]) for id_ in teams}


def team_of_client(engine: Engine, client_id: str) -> tuple[Named, ...]:
    """Give who is now in the team that takes over for a client."""
    rows = engine.query("SELECT team_id FROM networks WHERE client_id = :client", client=client_id)
    return _teams(engine, [rows[0]["team_id"]]).get(rows[0]["team_id"], ()) if rows else ()


def _clients(engine: Engine, person_id: str, today: date) -> list[Row]:
    """Give one row per client with whom this person has to do, and in what way."""
    return engine.query(
        "SELECT n.client_id, p.name, n.team_id,"
        " CASE WHEN n.client_id = :person THEN 1 ELSE 0 END AS client,"
        " coalesce(max(CASE WHEN m.circle IN ('informal', 'legal') THEN 1 ELSE 0 END), 0)"
        "   AS carer,"
        " CASE WHEN coalesce(max(m.case_manager), 0) = 1 AND EXISTS (SELECT 1 FROM roles r"
        "   WHERE r.person_id = :person AND r.role = 'case_manager' AND r.until IS NULL)"
        "   THEN 1 ELSE 0 END AS case_manager"
        " FROM networks n JOIN people p ON p.id = n.client_id"
        " LEFT JOIN members m ON m.client_id = n.client_id AND m.person_id = :person"
        "   AND m.since <= :today AND (m.until IS NULL OR m.until >= :today)"
        " WHERE n.ended_at IS NULL AND p.erased_at IS NULL"
        " AND (n.client_id = :person OR m.id IS NOT NULL)"
        " GROUP BY n.client_id, p.name, n.team_id",
        person=person_id,
        today=today.isoformat(),
    )


def _own_roles(row: Row) -> Iterator[Role]:
    if row["client"]:
        yield Role.CLIENT
    elif row["carer"]:
        yield Role.CARER
    if row["case_manager"]:
        yield Role.CASE_MANAGER


def _managed(engine: Engine, person_id: str, today: date) -> list[Row]:
    """Give the clients of one case manager."""
    return engine.query(
        "SELECT m.client_id, p.name, n.team_id"
        " FROM members m JOIN networks n ON n.client_id = m.client_id"
        " JOIN people p ON p.id = m.client_id"
        " WHERE m.person_id = :person AND m.case_manager = 1 AND m.since <= :today"
        " AND (m.until IS NULL OR m.until >= :today)"
        " AND n.ended_at IS NULL AND p.erased_at IS NULL"
        " AND EXISTS (SELECT 1 FROM roles r WHERE r.person_id = m.person_id"
        "   AND r.role = 'case_manager' AND r.until IS NULL)",
        person=person_id,
        today=today.isoformat(),
    )


def _among(ids: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Spell out the parameters of `IN (...)`, and name their values."""
    names = {f"id_{place}": id_ for place, id_ in enumerate(ids)}
    return ", ".join(f":{name}" for name in names), names


def _grouped(rows: Iterable[Row], column: str) -> Mapping[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
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
