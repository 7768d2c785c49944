"""Tables of cases: concerns, signals, their steps, and follow-ups for staff."""

from typing import Final

CASES: Final = (
    """CREATE TABLE concerns (
        id TEXT PRIMARY KEY,
        number TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('concern', 'complaint')),
        sender_id TEXT NOT NULL REFERENCES people (id),
        sender_role TEXT NOT NULL,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        client_id TEXT REFERENCES networks (client_id),
        subject TEXT NOT NULL CHECK (subject IN ('self', 'client', 'other')),
        bottleneck TEXT,
        text_id TEXT NOT NULL REFERENCES texts (id),
        message_id TEXT REFERENCES messages (id),
        shared_with TEXT NOT NULL CHECK (shared_with IN ('nobody', 'case_manager', 'intake_desk')),
        accused_id TEXT REFERENCES people (id),
        state TEXT NOT NULL CHECK (state IN ('new', 'seen', 'in_progress', 'question', 'answered',
            'closed', 'reopened', 'withdrawn')),
        with_id TEXT REFERENCES people (id),
        owner_id TEXT REFERENCES people (id),
        next_deadline TEXT,
        rung INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL,
        CHECK (shared_with = 'nobody' OR state IN ('closed', 'withdrawn', 'answered')
            OR owner_id IS NOT NULL OR next_deadline IS NOT NULL)
    ) {strict}""",
    """CREATE INDEX concerns_of_sender ON concerns (sender_id, id)""",
    """CREATE INDEX concerns_of_client ON concerns (client_id, id)""",
    """CREATE INDEX concerns_due ON concerns (next_deadline) WHERE next_deadline IS NOT NULL""",
    """CREATE TABLE signals (
        id TEXT PRIMARY KEY,
        number TEXT NOT NULL UNIQUE,
        route TEXT NOT NULL CHECK (route IN ('case_manager', 'today', 'now')),
        sender_id TEXT REFERENCES people (id),
        sender_role TEXT NOT NULL,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        client_id TEXT REFERENCES networks (client_id),
        subject TEXT NOT NULL CHECK (subject IN ('self', 'client', 'other')),
        danger TEXT,
        sensitive INTEGER NOT NULL CHECK (sensitive IN (0, 1)),
        text_id TEXT NOT NULL REFERENCES texts (id),
        message_id TEXT REFERENCES messages (id),
        accused_id TEXT REFERENCES people (id),
        shared_with TEXT NOT NULL CHECK (shared_with IN ('nobody', 'case_manager', 'intake_desk')),
        state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
        with_id TEXT REFERENCES people (id),
        owner_id TEXT REFERENCES people (id),
        next_deadline TEXT,
        rung INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL,
        closed_at TEXT,
        CHECK (state = 'closed' OR owner_id IS NOT NULL OR next_deadline IS NOT NULL),
        CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
        CHECK (accused_id IS NULL OR with_id IS NULL OR accused_id <> with_id),
        CHECK (accused_id IS NULL OR owner_id IS NULL OR accused_id <> owner_id)
    ) {strict}""",
    """CREATE INDEX signals_of_sender ON signals (sender_id, id)""",
    """CREATE INDEX signals_of_client ON signals (client_id, id)""",
    """CREATE INDEX signals_due ON signals (next_deadline)
        WHERE state = 'open' AND next_deadline IS NOT NULL""",
    """CREATE INDEX signals_with ON signals (with_id) WHERE state = 'open'""",
    """CREATE INDEX signals_owned ON signals (owner_id) WHERE state = 'open'""",
    """CREATE TABLE signal_indicators (
        signal_id TEXT NOT NULL REFERENCES signals (id),
        slug TEXT NOT NULL,
        PRIMARY KEY (signal_id, slug)
    ) {strict}""",
    """CREATE TABLE steps (
        id TEXT PRIMARY KEY,
        concern_id TEXT REFERENCES concerns (id),
        signal_id TEXT REFERENCES signals (id),
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        actor_id TEXT REFERENCES people (id),
        person_id TEXT REFERENCES people (id),
        told_as TEXT,
        text_id TEXT REFERENCES texts (id),
        rung INTEGER,
        CHECK ((concern_id IS NULL) <> (signal_id IS NULL)),
        CHECK (kind NOT IN ('sent', 'moved') OR (person_id IS NOT NULL AND told_as IS NOT NULL))
    ) {strict}""",
    """CREATE INDEX steps_of_concern ON steps (concern_id, id) WHERE concern_id IS NOT NULL""",
    """CREATE INDEX steps_of_signal ON steps (signal_id, id) WHERE signal_id IS NOT NULL""",
    """CREATE INDEX steps_told ON steps (person_id) WHERE person_id IS NOT NULL""",
    """CREATE UNIQUE INDEX steps_one_a_rung_of_signal ON steps (signal_id, rung)
        WHERE signal_id IS NOT NULL AND rung IS NOT NULL""",
    """CREATE UNIQUE INDEX steps_one_a_rung_of_concern ON steps (concern_id, rung)
        WHERE concern_id IS NOT NULL AND rung IS NOT NULL""",
    """CREATE TABLE follow_ups (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        assignee_id TEXT REFERENCES people (id),
        conversation_id TEXT REFERENCES conversations (id),
        outbox_id TEXT UNIQUE REFERENCES outbox (id),
        concern_id TEXT REFERENCES concerns (id),
        signal_id TEXT REFERENCES signals (id),
        created_at TEXT NOT NULL,
        done_at TEXT,
        done_by TEXT REFERENCES people (id),  -- nobody: it solved itself
        CHECK (done_by IS NULL OR done_at IS NOT NULL)
    ) {strict}""",
    """CREATE INDEX follow_ups_open ON follow_ups (assignee_id) WHERE done_at IS NULL""",
)
