"""The access log (NEN 7513:2018): who did what with whose data, on what ground, from where.

One row for each client and turn, in the turn's own transaction: where the row cannot be written
nothing is shown or changed. Kept at least five years; content of a file never goes in here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from conversations.effects import AccessAction, Purpose
from conversations.store import consents
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.instants import to_text
from knowledge.roles import Role

PROTOCOL: Final = "roles-and-rights 2026-11"  # the table in knowledge/roles.py
SOURCE: Final = "aanspreekpunt"
# Roles held towards this one client; desks act on a report that reached them, without that tie.
RELATED: Final = frozenset({Role.CLIENT, Role.CARER, Role.CASE_MANAGER, Role.DEPUTY, Role.TEAM})


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRow:
    client_id: str
    event: str
    action: AccessAction
    role: str
    objects: Sequence[str]  # none: the client's file as a whole
    refused: bool
    emergency: bool
    person_id: str
    person_name: str
    on_behalf_of: str  # who answers for it: the case manager, when a deputy acts; else who acts
    access_point_type: str
    access_point: str
    organisation: str
    trace_id: str


def log(engine: Engine, ids: Ids, row: AccessRow, now: datetime) -> None:
    """Write one row; the schema refuses a second one for the same client and turn.

    Whether the client consents is the client's own last word on sharing, not that of who acts.
    """
    engine.execute(
        """INSERT INTO access_log (id, at, event, action, outcome, authorised, relation, consented,
                emergency, person_id, person_name, on_behalf_of, role, purpose, protocol,
                access_point_type, access_point, client_id, object_type, object_ids, organisation,
                source, trace_id)
            VALUES (:id, :now, :event, :action, :outcome, :allowed, :relation, :consented,
                :emergency, :person, :name, :behalf, :role, :purpose, :protocol,
                :point_type, :point, :client, :object_type, :objects, :organisation,
                :source, :trace)""",
        id=ids.new(now),
        now=to_text(now),
        event=row.event,
        action=row.action.value,
        outcome="refused" if row.refused else "ok",
        allowed=int(not row.refused),
        relation=int(not row.refused and row.role in RELATED),
        consented=int(Purpose.SHARE in consents.granted(engine, row.client_id)),
        emergency=int(row.emergency),
        person=row.person_id,
        name=row.person_name,
        behalf=row.on_behalf_of or row.person_id,
        role=row.role,
        purpose="care",
        protocol=PROTOCOL,
        point_type=row.access_point_type,
        point=row.access_point,
        client=row.client_id,
        object_type=row.event.rpartition("_")[2],
        objects=" ".join(row.objects) or row.client_id,
        organisation=row.organisation,
        source=SOURCE,
        trace=row.trace_id,
    )
