"""Tables of words: texts, messages with versions, offered buttons, unanswered questions."""

from typing import Final

WORDS: Final = (
    """CREATE TABLE texts (
        id TEXT PRIMARY KEY,
        body TEXT,
        written_at TEXT NOT NULL,
        blanked_at TEXT,
        CHECK ((body IS NULL) = (blanked_at IS NOT NULL))
    ) {strict}""",
    """CREATE TABLE messages (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        person_id TEXT NOT NULL REFERENCES people (id),
        ref TEXT NOT NULL,
        said_at TEXT NOT NULL
    ) {strict}""",
    """CREATE INDEX messages_by_ref ON messages (conversation_id, ref)""",
    """CREATE INDEX messages_of_person ON messages (person_id, said_at)""",
    """CREATE TABLE message_versions (
        message_id TEXT NOT NULL REFERENCES messages (id),
        version INTEGER NOT NULL CHECK (version >= 1),
        text_id TEXT NOT NULL REFERENCES texts (id),
        at TEXT NOT NULL,
        PRIMARY KEY (message_id, version)
    ) {strict}""",
    """CREATE TABLE buttons (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        outbox_id TEXT NOT NULL REFERENCES outbox (id),
        question TEXT NOT NULL,
        action {json} NOT NULL,
        offered_at TEXT NOT NULL,
        used_at TEXT
    ) {strict}""",
    """CREATE INDEX buttons_of_conversation ON buttons (conversation_id, question)""",
    """CREATE TABLE unanswered (
        id TEXT PRIMARY KEY,
        text_id TEXT NOT NULL REFERENCES texts (id),
        person_id TEXT REFERENCES people (id),
        conversation_id TEXT REFERENCES conversations (id),
        language TEXT NOT NULL,
        region TEXT,
        reason TEXT NOT NULL CHECK (reason IN ('unknown', 'none_of_these', 'not_helpful')),
        topic TEXT,
        asked_at TEXT NOT NULL,
        answered_at TEXT,
        CHECK ((person_id IS NULL) = (conversation_id IS NULL))
    ) {strict}""",
)
