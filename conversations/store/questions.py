"""What could not be answered, and what people thought of an answer; for the editors."""

from datetime import datetime

from conversations.effects import KeepQuestion
from conversations.store import words
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.instants import to_text


def keep(
    engine: Engine,
    ids: Ids,
    effect: KeepQuestion,
    *,
    person: str | None,
    conversation: str,
    language: str,
    region: str | None,
    now: datetime,
) -> None:
    """Keep a question; without a person who agreed, nobody can be found from it."""
    engine.execute(
        """INSERT INTO unanswered (id, text_id, person_id, conversation_id, language, region,
                reason, topic, asked_at)
            VALUES (:id, :text, :person, :conversation, :language, :region, :reason, :topic, :now)
        """,
        id=ids.new(now),
        text=words.write(engine, ids, effect.words, now),
        person=person,
        conversation=conversation if person else None,
        language=language,
        region=region,
        reason=effect.reason.value,
        topic=effect.topic or None,
        now=to_text(now),
    )


def rate(
    engine: Engine, ids: Ids, slug: str, person: str | None, now: datetime, *, helpful: bool
) -> None:
    """A thumb up or down for the version that is shown now."""
    rows = engine.query(
        "SELECT version FROM topics WHERE slug = :slug AND state = 'published'", slug=slug
    )
    engine.execute(
        """INSERT INTO feedback (id, slug, version, helpful, person_id, at)
            VALUES (:id, :slug, :version, :helpful, :person, :now)""",
        id=ids.new(now),
        slug=slug,
        version=rows[0]["version"] if rows else 0,
        helpful=int(helpful),
        person=person,
        now=to_text(now),
    )


def counts(engine: Engine, person: str) -> tuple[int, int, int]:
    """How many messages, reports and unanswered questions we keep of a person."""
    sql = """
        SELECT (SELECT count(*) FROM messages m JOIN message_versions v ON v.message_id = m.id
                JOIN texts t ON t.id = v.text_id
                WHERE m.person_id = :person AND v.version = 1 AND t.body IS NOT NULL) AS messages,
            (SELECT count(*) FROM signals WHERE sender_id = :person)
                + (SELECT count(*) FROM concerns WHERE sender_id = :person) AS reports,
            (SELECT count(*) FROM unanswered WHERE person_id = :person) AS questions
    """
    row = engine.query(sql, person=person)[0]
    return row["messages"], row["reports"], row["questions"]
