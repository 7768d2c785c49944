"""Who is on file, by what name, in which team, and which roles they hold for the installation.

A role towards one client (client, carer, case manager of ...) is no row here: it follows from the
network. A role that was given and ended stays in the history; only an open one counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Final

from conversations.context import Named
from conversations.errors import NameUnclear, RoleRefused
from conversations.store.engine import Engine, Row
from conversations.store.ids import WIDTH, Ids
from conversations.store.instants import to_text
from knowledge.regions import Region
from knowledge.roles import Role

STAFF_ROLES: Final = (
    Role.CASE_MANAGER,
    Role.TEAM,
    Role.COORDINATOR,
    Role.INTAKE_DESK,
    Role.DUTY_LINE,
    Role.REPORTING_CODE,
    Role.EDITOR,
    Role.ADMINISTRATOR,
)
LONGEST_NAME: Final = 200
_MOST_CHOICES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """A role somebody holds now; `team` is a name, empty for all roles but that of team."""

    role: Role
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on file, with the roles held now."""

    id: str
    name: str
    language: str | None
    region: Region | None
    roles: tuple[HeldRole, ...] = ()

    @property
    def named(self) -> Named:
        return Named(self.id, self.name)

    def holds(self, *roles: Role) -> bool:
        """Whether one of these roles is held for the installation."""
        return any(held.role in roles for held in self.roles)


def add(
    engine: Engine,
    ids: Ids,
    name: str,
    *,
    now: datetime,
    language: str | None = None,
    region: Region | None = None,
) -> str:
    """Put somebody on file and give the id; two people may have one name."""
    person_id = ids.new(now)
    engine.execute(
        "INSERT INTO people (id, name, language, region, created_at)"
        " VALUES (:id, :name, :language, :region, :now)",
        id=person_id,
        name=" ".join(name.split())[:LONGEST_NAME],
        language=language,
        region=region,
        now=to_text(now),
    )
    return person_id


def everyone(engine: Engine) -> tuple[Person, ...]:
    """List who is on file with their open roles, by name; who was erased is not among them."""
    people = engine.query(
        "SELECT id, name, language, region FROM people WHERE erased_at IS NULL ORDER BY id"
    )
    held: dict[str, list[HeldRole]] = {}
    for row in engine.query(
        "SELECT r.person_id, r.role, t.name AS team FROM roles r"
        " LEFT JOIN teams t ON t.id = r.team_id WHERE r.until IS NULL ORDER BY r.role"
    ):
        held.setdefault(row["person_id"], []).append(_held(row))
    found = [_person(row, held.get(row["id"], ())) for row in people]
    return tuple(sorted(found, key=lambda person: _folded(person.name)))


def find(engine: Engine, person_id: str) -> Person | None:
    """Give the person of an id, unless unknown or erased."""
    rows = engine.query(
        "SELECT id, name, language, region FROM people WHERE id = :id AND erased_at IS NULL",
        id=person_id,
    )
    return _person(rows[0], roles_of(engine, person_id)) if rows else None


def find_by_name(engine: Engine, name: str) -> Person:
    """Give the one person of this name (capitals and spaces do not matter), or of this id.

    Raise NameUnclear when there is none, with names that come near, or more than one, with ids.
    """
    rows = engine.query("SELECT id, name FROM people WHERE erased_at IS NULL ORDER BY id")
    wanted = _folded(name)
    fitting = [row["id"] for row in rows if wanted and wanted == _folded(row["name"])]
    if len(wanted) == WIDTH and not fitting:
        fitting = [row["id"] for row in rows if row["id"].casefold() == wanted]
    if len(fitting) > 1:
        raise NameUnclear(name, tuple(fitting), known=True)
    person = find(engine, fitting[0]) if fitting else None
    if person is None:
        names = {_folded(row["name"]): row["name"] for row in rows}
        near = [each for each in names if wanted and wanted in each][:_MOST_CHOICES]
        near = near or get_close_matches(wanted, names, n=_MOST_CHOICES, cutoff=0.7)
        raise NameUnclear(name, tuple(names[each] for each in near), known=False)
    return person


def named_so(engine: Engine, name: str) -> tuple[Person, ...]:
    """Give everybody of this name; none is an answer too."""
    rows = engine.query("SELECT id, name FROM people WHERE erased_at IS NULL ORDER BY id")
    found = (find(engine, row["id"]) for row in rows if _folded(row["name"]) == _folded(name))
    return tuple(person for person in found if person is not None)


def roles_of(engine: Engine, person_id: str) -> tuple[HeldRole, ...]:
    """Give the roles somebody holds now for the installation."""
    rows = engine.query(
        "SELECT r.person_id, r.role, t.name AS team FROM roles r"
        " LEFT JOIN teams t ON t.id = r.team_id"
        " WHERE r.person_id = :person AND r.until IS NULL ORDER BY r.role",
        person=person_id,
    )
    return tuple(_held(row) for row in rows)


def holders(engine: Engine, *roles: Role) -> tuple[tuple[Named, ...], ...]:
    """Give for each of these roles who holds it now, whoever got it first coming first."""
    rows = engine.query(
        "SELECT r.role, p.id, p.name FROM roles r JOIN people p ON p.id = r.person_id"
        " WHERE r.until IS NULL AND p.erased_at IS NULL ORDER BY r.id"
    )
    return tuple(
        tuple(Named(row["id"], row["name"]) for row in rows if row["role"] == role)
        for role in roles
    )


def give_role(
    engine: Engine,
    ids: Ids,
    person_id: str,
    role: Role,
    *,
    now: datetime,
    team: str | None = None,
) -> bool:
    """Give a role for the installation; False when it is held already. A team is made if new."""
    if role not in STAFF_ROLES:
        raise RoleRefused(
            f"The role {role} belongs to one client; give it with the care network of that client."
        )
    if role is Role.TEAM and not team:
        raise RoleRefused("The role team needs a team; name it with --team.")
    with engine.atomic():
        team_id = None if team is None else team_called(engine, ids, team, now)
        given = engine.execute(
            "INSERT INTO roles (id, person_id, role, team_id, since)"
            " VALUES (:id, :person, :role, :team, :now)"
            " ON CONFLICT (person_id, role) WHERE until IS NULL DO NOTHING",
            id=ids.new(now),
            person=person_id,
            role=role,
            team=team_id,
            now=to_text(now),
        )
    return given == 1


def end_role(engine: Engine, person_id: str, role: Role, *, now: datetime) -> bool:
    """End a role from this moment; False when it was not held. The history keeps it."""
    ended = engine.execute(
        "UPDATE roles SET until = :now WHERE person_id = :person AND role = :role"
        " AND until IS NULL",
        person=person_id,
        role=role,
        now=to_text(now),
    )
    return ended == 1


def team_called(engine: Engine, ids: Ids, name: str, now: datetime) -> str:
    """Give the id of a team by its name; make the team when there is none of that name."""
    cleaned = " ".join(name.split())
    engine.execute(
        "INSERT INTO teams (id, name, created_at) VALUES (:id, :name, :now)"
        " ON CONFLICT (name) DO NOTHING",
        id=ids.new(now),
        name=cleaned,
        now=to_text(now),
    )
    (row,) = engine.query("SELECT id FROM teams WHERE name = :name", name=cleaned)
    return str(row["id"])


def _person(row: Row, roles: Sequence[HeldRole]) -> Person:
    return Person(
        id=row["id"],
        name=row["name"],
        language=row["language"],
        region=None if row["region"] is None else Region(row["region"]),
        roles=tuple(roles),
    )


def _held(row: Row) -> HeldRole:
    return HeldRole(role=Role(row["role"]), team=row["team"] or "")


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
