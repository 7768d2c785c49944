"""Loads what one turn may know, from the database, for this sender, at this moment."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from conversations import commands
from conversations.context import (
    Context,
    Invitation,
    Knowledge,
    Organisation,
    OwnData,
    Sender,
    Tie,
)
from conversations.effects import Subject
from conversations.messages import Edited, Incoming, Said, Tapped
from conversations.reports import Report
from conversations.store import (
    absences,
    buttons,
    consents,
    inbox,
    invitations,
    networks,
    people,
    questions,
    report_records,
    reports,
    words,
    worklist,
    wrong_codes,
)
from conversations.store.conversations import ConversationRow
from conversations.store.engine import Engine
from conversations.store.ids import WIDTH
from conversations.store.people import Person
from conversations.wording import spoken
from knowledge.regions import Region
from knowledge.roles import STAFF, Role

_OWN_REPORTS: Final = 20
_WORKLIST: Final = 50
_MINUTE: Final = timedelta(minutes=1)
_HURRIED: Final = 20  # messages a minute; nobody types faster
_HOME: Final = frozenset({Role.CLIENT, Role.CARER})


def staffed(engine: Engine, organisation: Organisation) -> Organisation:
    """Give the organisation with whoever holds its roles at this moment."""
    trained, leading = people.holders(engine, Role.REPORTING_CODE, Role.COORDINATOR)
    return replace(organisation, reporting_code=trained, coordinators=leading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """Loads contexts; the knowledge and the organisation are those of this moment."""

    engine: Engine
    knowledge: Knowledge
    organisation: Organisation

    def context(self, row: ConversationRow, incoming: Incoming, now: datetime) -> Context:
        person = people.find(self.engine, row.person_id) if row.person_id else None
        sender = self._sender(row, person)
        ties = self._ties(sender, now)
        offered = self._offered(row, incoming)
        asked = self._hold(row, offered)
        typed = commands.command(_words(incoming)) or ("", "")
        code = typed[1] if typed[0] == "start" else ""
        return Context(
            conversation_id=row.id,
            channel=row.channel,
            sender=sender,
            met=row.met,
            muted=row.muted,
            language=_language(row, incoming),
            stored_language=row.language,
            region=Region(row.region) if row.region else self.organisation.region,
            languages=spoken(),
            knowledge=self.knowledge,
            organisation=self.organisation,
            ties=ties,
            reports=self._own_reports(row, sender, ties, asked),
            worklist=self._worklist(sender, ties, asked),
            message_ref=incoming.ref,
            offered=offered.action if offered else None,
            spent=offered.spent if offered else False,
            invitation=self._invitation(code, offered, now),
            slow_down=bool(code) and wrong_codes.too_many(self.engine, row.id, now),
            hurried=isinstance(incoming.message, Said)
            and inbox.recent(self.engine, row.id, now - _MINUTE) > _HURRIED,
            edited=self._edited(row, incoming),
            own_data=self._own_data(sender) if typed[0] == "mijngegevens" else None,
        )

    def tie_of_client(self, client_id: str | None, now: datetime) -> Tie | None:
        """Who handles the reports of a client at this moment; for rounds, which have no sender."""
        if client_id is None:
            return None
        today = now.astimezone(self.organisation.zone).date()
        manager = networks.case_manager_of(self.engine, client_id, today)
        absent = absences.away(self.engine, now)
        network = networks.load(self.engine, client_id, today, "", now=now)
        return Tie(
            client_id=client_id,
            client_name=network.client_name,
            roles=frozenset(),
            network=network,
            case_manager=manager,
            deputy=absent.deputies.get(manager.id) if manager else None,
            team=networks.team_of_client(self.engine, client_id),
            manager_away=manager is not None and manager.id in absent.people,
        )

    def _sender(self, row: ConversationRow, person: Person | None) -> Sender:
        if person is None:
            return Sender(person_id=None, name="", staff_roles=frozenset(), consents=frozenset())
        waiting = invitations.waits(self.engine, row.id)
        roles = frozenset(held.role for held in person.roles) & STAFF
        return Sender(
            person_id=person.id,
            name=person.name,
            staff_roles=frozenset() if waiting else roles,
            consents=consents.granted(self.engine, person.id),
            waiting=waiting,
        )

    def _ties(self, sender: Sender, now: datetime) -> tuple[Tie, ...]:
        if sender.person_id is None or sender.waiting:
            return ()
        today = now.astimezone(self.organisation.zone).date()
        absent = absences.away(self.engine, now)
        bonds = networks.ties_of(self.engine, sender.person_id, today, now=now, absent=absent)
        shown = networks.load_all(
            self.engine, [bond.client_id for bond in bonds], sender.person_id, absent
        )
        return tuple(
            Tie(
                client_id=bond.client_id,
                client_name=bond.client_name,
                roles=bond.roles,
                network=network,
                case_manager=bond.case_manager,
                deputy=bond.deputy,
                team=bond.team,
                manager_away=bond.case_manager is not None
                and bond.case_manager.id in absent.people,
            )
            for bond, network in zip(bonds, shown, strict=True)
        )

    def _own_reports(
        self, row: ConversationRow, sender: Sender, ties: Collection[Tie], asked: Collection[str]
    ) -> tuple[Report, ...]:
        """What about a client only as long as the sender belongs to that client."""
        home = {tie.client_id for tie in ties if tie.roles & _HOME}
        own = reports.of_sender(
            self.engine, sender.person_id, row.id, limit=_OWN_REPORTS, asked=asked
        )
        return tuple(
            report
            for report in own
            if report.client_id in home or report.subject is not Subject.CLIENT
        )

    def _worklist(
        self, sender: Sender, ties: Collection[Tie], asked: Collection[str]
    ) -> tuple[Report, ...]:
        if sender.person_id is None or not sender.staff_roles:
            return ()
        return worklist.of_staff(
            self.engine,
            sender.person_id,
            sender.staff_roles,
            [tie.client_id for tie in ties if Role.CASE_MANAGER in tie.roles],
            [tie.client_id for tie in ties if Role.DEPUTY in tie.roles],
            limit=_WORKLIST,
            asked=asked,
        )

    def _hold(self, row: ConversationRow, offered: buttons.Offered | None) -> Collection[str]:
        """The reports that this turn may decide on, kept from others before they are read."""
        told = {str(offered.action.with_)} if offered and _names_a_row(offered) else set()
        told |= {talk.given["report"] for talk in row.state.talks if "report" in talk.given}
        report_records.hold(self.engine, told)
        return told

    def _offered(self, row: ConversationRow, incoming: Incoming) -> buttons.Offered | None:
        if not isinstance(incoming.message, Tapped):
            return None
        return buttons.find(self.engine, incoming.message.button, row.id)

    def _invitation(
        self, code: str, offered: buttons.Offered | None, now: datetime
    ) -> Invitation | None:
        """The one a typed code opens, or the one a tapped button is about."""
        if code:
            return invitations.by_code(self.engine, code, now)
        if offered is not None and offered.action.do in _ABOUT_INVITATION:
            return invitations.by_id(self.engine, str(offered.action.with_), now)
        return None

    def _edited(self, row: ConversationRow, incoming: Incoming) -> Report | None:
        if not isinstance(incoming.message, Edited):
            return None
        message = words.by_ref(self.engine, row.id, incoming.ref)
        return reports.by_message(self.engine, message) if message else None

    def _own_data(self, sender: Sender) -> OwnData | None:
        if sender.person_id is None:
            return None
        messages, made, asked = questions.counts(self.engine, sender.person_id)
        return OwnData(messages=messages, reports=made, questions=asked)


_ABOUT_INVITATION: Final = frozenset({"open_invitation", "confirm_invitation", "refuse_invitation"})


def _names_a_row(offered: buttons.Offered) -> bool:
    return len(str(offered.action.with_)) == WIDTH


def _language(row: ConversationRow, incoming: Incoming) -> str:
    """What the person chose, here or elsewhere, else what the channel says, else Dutch."""
    hint = (incoming.language or "").split("-")[0]
    return next((wish for wish in (row.language, hint) if wish in spoken()), "nl")


def _words(incoming: Incoming) -> str:
    return incoming.message.text.strip() if isinstance(incoming.message, Said) else ""
