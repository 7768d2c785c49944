"""A client with a case manager and people around them, for tests of networks and invitations."""

from datetime import UTC, date, datetime, timedelta

from conversations.membership import Agreement, Ground, NewMember
from conversations.store import absences, members, networks, people
from conversations.store.engine import Engine, migrate
from conversations.store.ids import Ids
from knowledge.care_network import Circle, Period
from knowledge.roles import Role

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SINCE = Period(since=date(2026, 1, 1))
IDS = Ids()


def member(name: str, person_id: str | None = None, **changes: object) -> NewMember:
    fields: dict[str, object] = {
        "name": name,
        "person_id": person_id,
        "role": "buurvrouw",
        "circle": Circle.INFORMAL,
        "period": SINCE,
        "agreement": Agreement(
            agreed_with="Ans Voorbeeld", agreed_on=date(2026, 1, 1), client_agrees=True
        ),
        "ground": Ground.CONSENT,
        "confirmed_on": date(2026, 11, 1),
        "confirmed_by": "Noor Fictief",
        "recorded_by": "Noor Fictief",
    }
    return NewMember(**(fields | changes))  # type: ignore[arg-type]  # the fields of one test


class Town:
    """A client with a case manager, and people around them."""

    def __init__(self, store: Engine) -> None:
        self.store = store
        migrate(store)
        self.ans, self.eva, self.noor, self.bram = (
            people.add(store, IDS, name, now=NOW)
            for name in ("Ans Voorbeeld", "Eva Voorbeeld", "Noor Fictief", "Bram Fictief")
        )
        for person in (self.noor, self.bram):
            people.give_role(store, IDS, person, Role.CASE_MANAGER, now=NOW)
        networks.open_network(store, self.ans, now=NOW)
        self.manages = self.joins("Noor", self.noor, case_manager=True, contact="0800 0000")

    def joins(self, name: str, person_id: str | None = None, **changes: object) -> str:
        if changes.get("case_manager"):
            changes = {"role": "casemanager", "circle": Circle.PROFESSIONAL, **changes}
        new = member(name, person_id, **changes)
        return members.add_member(self.store, IDS, self.ans, new, now=NOW)

    def is_to_ans(self, person_id: str, at: datetime = NOW) -> frozenset[Role]:
        ties = networks.ties_of(self.store, person_id, at.date(), now=at)
        return frozenset().union(*(tie.roles for tie in ties))

    def goes_away(self, person_id: str, deputy_id: str, days: int = 7) -> None:
        until = NOW + timedelta(days=days)
        absences.record(self.store, IDS, person_id, deputy_id, since=NOW, until=until, now=NOW)
