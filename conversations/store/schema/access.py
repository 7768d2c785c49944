"""The access log, with the fields of NEN 7513:2018 chapters 5-9; none may be null."""

from typing import Final

ACCESS: Final = (
    """CREATE TABLE access_log (
        id TEXT PRIMARY KEY,
        at TEXT NOT NULL,
        event TEXT NOT NULL,
        action TEXT NOT NULL CHECK (action IN ('C', 'R', 'U', 'D', 'E')),
        outcome TEXT NOT NULL CHECK (outcome IN ('ok', 'refused', 'failed')),
        authorised INTEGER NOT NULL CHECK (authorised IN (0, 1)),
        relation INTEGER NOT NULL CHECK (relation IN (0, 1)),
        consented INTEGER NOT NULL CHECK (consented IN (0, 1)),
        emergency INTEGER NOT NULL CHECK (emergency IN (0, 1)),
        person_id TEXT NOT NULL,
        person_name TEXT NOT NULL,
        on_behalf_of TEXT NOT NULL,
        role TEXT NOT NULL,
        purpose TEXT NOT NULL,
        protocol TEXT NOT NULL,
        access_point_type TEXT NOT NULL,
        access_point TEXT NOT NULL,
        client_id TEXT NOT NULL,
        object_type TEXT NOT NULL,
        object_ids TEXT NOT NULL,
        organisation TEXT NOT NULL,
        source TEXT NOT NULL,
        trace_id TEXT NOT NULL
    ) {strict}""",
    """CREATE INDEX access_of_client ON access_log (client_id, at)""",
    """CREATE INDEX access_by_person ON access_log (person_id, at)""",
    """CREATE UNIQUE INDEX access_once_a_turn ON access_log (trace_id, client_id)""",
)
