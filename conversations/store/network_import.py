"""Bringing a network file into the store: people are found or put on file, all of it or nothing.

A name that is on file already may be somebody else of that name. Who is taken for another sees a
network that is not theirs, so only professionals are found by name; everybody else by id.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from conversations.context import Named
from conversations.network_file import NEW, Reading, Row
from conversations.store import members, networks, people
from conversations.store.engine import Engine
from conversations.store.ids import WIDTH, Ids
from conversations.store.people import STAFF_ROLES, Person
from knowledge.care_network import Circle
from knowledge.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn:
    """What a file brought, or why it brought nothing; a fault per line, with what to do."""

    client: Named | None = None
    members: int = 0
    put_on_file: tuple[str, ...] = ()  # names
    faults: tuple[str, ...] = ()


def bring_in(engine: Engine, ids: Ids, reading: Reading, *, now: datetime) -> BroughtIn:
    """Open the network of a file that was read without a fault."""
    if reading.faults:
        return BroughtIn(faults=reading.faults)
    with engine.atomic():
        found = {row.line: _on_file(engine, row.person) for row in reading.rows if row.person}
        faults = tuple(_faults(engine, reading, found))
        if faults:
            return BroughtIn(faults=faults)
        return _write(engine, ids, reading, found, now)


def _on_file(engine: Engine, person: str) -> tuple[Person, ...]:
    """Give everybody who may be meant; nobody when somebody new is."""
    if person.casefold().startswith(NEW):
        return ()
    if len(person) == WIDTH and " " not in person:
        one = people.find(engine, person.upper())
        return () if one is None else (one,)
    return people.named_so(engine, person)


def _faults(
    engine: Engine, reading: Reading, found: Mapping[int, tuple[Person, ...]]
) -> Iterator[str]:
    for row in reading.rows:
        fault = _person_fault(row, found.get(row.line, ()))
        if fault:
            yield f"line {row.line}: persoon: {fault}"
    clients = found.get(reading.client.line, ())
    if len(clients) == 1 and networks.is_client(engine, clients[0].id):
        yield f"line {reading.client.line}: this client has a care network already; change that."


def _person_fault(row: Row, fitting: tuple[Person, ...]) -> str | None:
    named = row.person
    if row.member.circle is Circle.CLIENT and not named:
        return "this is empty; fill in the full name of the client."
    if len(named) == WIDTH and " " not in named and not fitting:
        return f"nobody has the id {named}; see: people list."
    if len(fitting) > 1:
        return f"{len(fitting)} people are called {named!r}; write the id of one of them."
    if row.member.case_manager and not any(p.holds(Role.CASE_MANAGER) for p in fitting):
        return f"{named!r} is not on file as a case manager; give the role with: people add."
    if fitting and fitting[0].id != named.upper() and not _colleague(row, fitting[0]):
        return (
            f"{named!r} is on file already; write the id {fitting[0].id} if it is this person,"
            f" or {NEW} {named}."
        )
    return None


def _colleague(row: Row, person: Person) -> bool:
    return row.member.circle is Circle.PROFESSIONAL and person.holds(*STAFF_ROLES)


def _write(
    engine: Engine,
    ids: Ids,
    reading: Reading,
    found: Mapping[int, tuple[Person, ...]],
    now: datetime,
) -> BroughtIn:
    known: dict[str, str] = {}  # a name that stands in two rows is one person
    new: list[str] = []
    for row in reading.rows:
        if row.person and row.person not in known:
            fitting = found[row.line]
            name = row.person[len(NEW) :] if row.person.casefold().startswith(NEW) else row.person
            if not fitting:
                new.append(" ".join(name.split()))
            known[row.person] = fitting[0].id if fitting else people.add(engine, ids, name, now=now)
    client_id = known[reading.client.person]
    networks.open_network(engine, client_id, now=now)
    _write_members(engine, ids, reading, client_id, known, now)
    client = people.find(engine, client_id)
    return BroughtIn(
        client=client.named if client else None, members=len(reading.rows), put_on_file=tuple(new)
    )


def _write_members(
    engine: Engine,
    ids: Ids,
    reading: Reading,
    client_id: str,
    known: Mapping[str, str],
    now: datetime,
) -> None:
    by_name = {row.member.name.casefold(): known.get(row.person) for row in reading.rows}
    written: dict[str, str] = {}
    for row in reading.rows:
        hidden = (by_name[name.casefold()] for name in row.hidden_from)
        member = replace(
            row.member,
            person_id=known.get(row.person),
            hidden_from=frozenset(person for person in hidden if person is not None),
        )
        written[row.member.name.casefold()] = members.add_member(
            engine, ids, client_id, member, now=now
        )
    for row in reading.rows:
        if row.stand_in:
            members.set_stand_in(
                engine,
                written[row.member.name.casefold()],
                written[row.stand_in.casefold()],
            )
