"""Tables of transport: lease, numbering, people, conversations, inbox and outbox."""

from typing import Final

TRANSPORT: Final = (
    """CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) {strict}""",
    """CREATE TABLE lease (
        name TEXT PRIMARY KEY,
        holder TEXT NOT NULL,
        taken_at TEXT NOT NULL,
        until_at TEXT NOT NULL
    ) {strict}""",
    """CREATE TABLE numbering (
        kind TEXT NOT NULL,
        year INTEGER NOT NULL,
        last INTEGER NOT NULL,
        PRIMARY KEY (kind, year)
    ) {strict}""",
    """CREATE TABLE people (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        language TEXT,
        region TEXT CHECK (region IN ('nl', 'be')),
        created_at TEXT NOT NULL,
        erased_at TEXT
    ) {strict}""",
    """CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        channel TEXT NOT NULL,
        bot TEXT NOT NULL,
        chat TEXT NOT NULL,
        person_id TEXT REFERENCES people (id),
        language TEXT,
        region TEXT CHECK (region IN ('nl', 'be')),
        state {json} NOT NULL,
        state_until TEXT,
        next_seq INTEGER NOT NULL DEFAULT 1,
        met_at TEXT,
        heard_at TEXT,
        muted_at TEXT,
        dead_at TEXT,
        dead_reason TEXT,
        created_at TEXT NOT NULL,
        UNIQUE (channel, bot, chat)
    ) {strict}""",
    """CREATE INDEX conversations_of_person ON conversations (person_id)
        WHERE person_id IS NOT NULL""",
    """CREATE INDEX conversations_unfinished ON conversations (state_until)
        WHERE state_until IS NOT NULL""",
    """CREATE TABLE inbox (
        id TEXT PRIMARY KEY,
        channel TEXT NOT NULL,
        bot TEXT NOT NULL,
        update_id TEXT NOT NULL,
        digest TEXT NOT NULL,
        conversation_id TEXT REFERENCES conversations (id),
        payload TEXT,
        received_at TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('new', 'done', 'aside')),
        attempts INTEGER NOT NULL DEFAULT 0,
        error TEXT,
        done_at TEXT,
        blanked_at TEXT,
        UNIQUE (channel, bot, update_id, digest),
        CHECK (state <> 'new' OR conversation_id IS NOT NULL),
        CHECK (state <> 'new' OR payload IS NOT NULL),
        CHECK ((payload IS NULL) = (blanked_at IS NOT NULL))
    ) {strict}""",
    """CREATE INDEX inbox_new ON inbox (id) WHERE state = 'new'""",
    """CREATE INDEX inbox_new_of_conversation ON inbox (conversation_id, id) WHERE state = 'new'""",
    """CREATE INDEX inbox_of_conversation ON inbox (conversation_id, received_at)""",
    """CREATE INDEX inbox_of_channel ON inbox (channel, bot, id)""",
    """CREATE INDEX inbox_unblanked ON inbox (received_at) WHERE payload IS NOT NULL""",
    """CREATE TABLE outbox (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        channel TEXT NOT NULL,
        bot TEXT NOT NULL,
        seq INTEGER NOT NULL,
        class TEXT NOT NULL CHECK (class IN ('answer', 'notice', 'alert', 'danger')),
        body {json} NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'uncertain', 'sent', 'dead')),
        attempts INTEGER NOT NULL DEFAULT 0,
        parts_sent INTEGER NOT NULL DEFAULT 0,
        interrupted INTEGER NOT NULL DEFAULT 0,
        not_before TEXT,
        created_at TEXT NOT NULL,
        started_at TEXT,
        sent_at TEXT,
        provider_ref TEXT,
        error TEXT,
        blanked_at TEXT,
        UNIQUE (conversation_id, seq)
    ) {strict}""",
    """CREATE INDEX outbox_open ON outbox (channel, bot, conversation_id, seq)
        WHERE state IN ('pending', 'sending', 'uncertain')""",
    """CREATE INDEX outbox_queue ON outbox (channel, bot, class, id)
        WHERE state IN ('pending', 'sending', 'uncertain')""",
    """CREATE INDEX outbox_unblanked ON outbox (created_at) WHERE blanked_at IS NULL""",
)
