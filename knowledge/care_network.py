"""A client's care network: who is in it, what each does and when, and who stands in today.

Rules (personal care network, Zorgnetwerken; the product's own choices beside them):
- the client is a member, not a subject;
- members, tasks and visits have periods: nothing is overwritten, an ended one leaves the overview
  and stays in the history;
- old facts are shown as unconfirmed, never as certain: six months after the last confirmation;
- whoever has no emergency service is never shown as someone to call in an emergency.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

CONFIRMED_FOR: Final = timedelta(days=183)


class Circle(StrEnum):
    CLIENT = "client"
    INFORMAL = "informal"
    VOLUNTEER = "volunteer"
    LEGAL = "legal"
    PROFESSIONAL = "professional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From a day up to and including another; an open end has none."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a member does, in plain words: 'zet de medicijnen klaar'."""

    label: str
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    weekday: int  # ISO: Monday is 1
    starts: time
    ends: time
    period: Period

    def on(self, day: date) -> bool:
        return day.isoweekday() == self.weekday and self.period.covers(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    id: str
    person_id: str | None  # None: does not use the chat
    name: str  # as the client calls them
    role: str  # plain words: 'wijkverpleegkundige', 'dochter'
    organisation: str  # empty for informal members
    circle: Circle
    lead: bool  # voortouw
    case_manager: bool
    stand_in: str | None  # id of the member who replaces this one
    contact: str
    best_moment: str
    emergency: bool
    period: Period
    confirmed_on: date
    tasks: tuple[Task, ...] = ()
    visits: tuple[Visit, ...] = ()
    hidden_from: frozenset[str] = frozenset()  # ids of people who may not see this member
    away: bool = False  # absent today, by a recorded absence
    deputy: str | None = None  # name of whoever replaces an absent case manager today

    def unconfirmed(self, day: date) -> bool:
        return day - self.confirmed_on > CONFIRMED_FOR

    def tasks_on(self, day: date) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.period.covers(day))


@dataclass(frozen=True, slots=True, kw_only=True)
class CareNetwork:
    client_id: str
    client_name: str
    members: tuple[Member, ...]  # every period, ended ones included

    def on(self, day: date) -> tuple[Member, ...]:
        """Who belongs to it that day; whoever has the lead first, then by circle and name."""
        return tuple(
            sorted(
                (member for member in self.members if member.period.covers(day)),
                key=lambda member: (
                    not member.lead,
                    not member.case_manager,
                    member.name.casefold(),
                ),
            )
        )

    def lead(self, day: date) -> Member | None:
        return next((member for member in self.on(day) if member.lead), None)

    def case_manager(self, day: date) -> Member | None:
        return next((member for member in self.on(day) if member.case_manager), None)

    def member(self, member_id: str | None) -> Member | None:
        return next((member for member in self.members if member.id == member_id), None)

    def visits(self, day: date) -> tuple[tuple[Visit, Member], ...]:
        """Who comes that day, in the order of the clock."""
        return tuple(sorted(_visits(self.on(day), day), key=lambda pair: pair[0].starts))

    def seen_by(self, person_id: str) -> "CareNetwork":
        """The same network without those who are hidden from this person, for safety."""
        return CareNetwork(
            client_id=self.client_id,
            client_name=self.client_name,
            members=tuple(m for m in self.members if person_id not in m.hidden_from),
        )


def _visits(members: Iterable[Member], day: date) -> Iterator[tuple[Visit, Member]]:
    for member in members:
        for visit in member.visits:
            if visit.on(day):
                yield visit, member
