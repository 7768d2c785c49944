"""Tables of content: topics with versions, and what people thought of them."""

from typing import Final

CONTENT: Final = (
    """CREATE TABLE topics (
        slug TEXT NOT NULL,
        version INTEGER NOT NULL CHECK (version >= 1),
        state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
        origin TEXT NOT NULL CHECK (origin IN ('shipped', 'staff')),
        body TEXT NOT NULL,
        digest TEXT NOT NULL,
        editor_id TEXT REFERENCES people (id),
        created_at TEXT NOT NULL,
        PRIMARY KEY (slug, version)
    ) {strict}""",
    """CREATE UNIQUE INDEX topics_one_published ON topics (slug) WHERE state = 'published'""",
    """CREATE TABLE feedback (
        id TEXT PRIMARY KEY,
        slug TEXT NOT NULL,
        version INTEGER NOT NULL,
        helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
        person_id TEXT REFERENCES people (id),
        at TEXT NOT NULL
    ) {strict}""",
    """CREATE INDEX feedback_of_topic ON feedback (slug, version)""",
)
