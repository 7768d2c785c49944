"""The access log (NEN 7513:2018): who did what with whose data, on what ground, from where.

One row for each client and turn, in the turn's own transaction: where the row cannot be written
nothing is shown or changed. Kept at least five years; content of a file never goes in here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from conversations.effects import AccessAction
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.instants import to_text

PROTOCOL: Final = "roles-and-rights 2026-11"  # the table in knowledge/roles.py
SOURCE: Final = "aanspreekpunt"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRow:
    client_id: str
    event: str
    action: AccessAction
    role: str
    objects: Sequence[str]
    refused: bool
    emergency: bool
    consented: bool
    person_id: str
    person_name: str
    on_behalf_of: str
    access_point_type: str
    access_point: str
    organisation: str
    trace_id: str


def log(engine: Engine, ids: Ids, row: AccessRow, now: datetime) -> None:
    """Write one row; the schema refuses a second one for the same client and turn."""
    engine.execute(
        """INSERT INTO access_log (id, at, event, action, outcome, authorised, relation, consented,
                emergency, person_id, person_name, on_behalf_of, role, purpose, protocol,
                access_point_type, access_point, client_id, object_type, object_ids, organisation,
                source, trace_id)
            VALUES (:id, :now, :event, :action, :outcome, :allowed, :allowed, :consented,
                :emergency, :person, :name, :behalf, :role, :purpose, :protocol,
                :point_type, :point, :client, :object_type, :objects, :organisation,
                :source, :trace)""",
        id=ids.new(now),
        now=to_text(now),
        event=row.event,
        action=row.action.value,
        outcome="refused" if row.refused else "ok",
        allowed=int(not row.refused),
        consented=int(row.consented),
        emergency=int(row.emergency),
        person=row.person_id,
        name=row.person_name,
        behalf=row.on_behalf_of,
        role=row.role,
        purpose="care",
        protocol=PROTOCOL,
        point_type=row.access_point_type,
        point=row.access_point,
        client=row.client_id,
        object_type=row.event.rpartition("_")[2],
        objects=" ".join(row.objects),
        organisation=row.organisation,
        source=SOURCE,
        trace=row.trace_id,
    )
