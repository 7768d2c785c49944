"""The buttons that were offered: what each does, to whom, and whether it was used.

A button carries an opaque id and nothing else; whatever else somebody sends opens nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from conversations.speech import Action
from conversations.store.dialect import from_json, to_json
from conversations.store.engine import Engine
from conversations.store.instants import to_text


@dataclass(frozen=True, slots=True)
class Offered:
    action: Action
    spent: bool  # it, or another button of the same question, was tapped


def offer(
    engine: Engine,
    id_: str,
    conversation: str,
    outbox_id: str,
    question: str,
    action: Action,
    now: datetime,
) -> None:
    """Keep what a button does, under the message that carries it."""
    engine.execute(
        """INSERT INTO buttons (id, conversation_id, outbox_id, question, action, offered_at)
            VALUES (:id, :conversation, :outbox, :question, :action, :now)""",
        id=id_,
        conversation=conversation,
        outbox=outbox_id,
        question=question,
        action=to_json({"do": action.do, "with": str(action.with_), "more": action.more}),
        now=to_text(now),
    )


def find(engine: Engine, id_: str, conversation: str) -> Offered | None:
    """What a button does, if it was offered in this very conversation."""
    rows = engine.query(
        """SELECT b.action, b.used_at, b.question,
                (SELECT count(*) FROM buttons s WHERE s.conversation_id = b.conversation_id
                    AND s.question = b.question AND s.question <> '' AND s.used_at IS NOT NULL)
                AS siblings
            FROM buttons b WHERE b.id = :id AND b.conversation_id = :conversation""",
        id=id_,
        conversation=conversation,
    )
    if not rows:
        return None
    action = from_json(rows[0]["action"])
    return Offered(
        Action(action["do"], action["with"], action["more"]),
        spent=rows[0]["used_at"] is not None or rows[0]["siblings"] > 0,
    )


def use(engine: Engine, id_: str, conversation: str, now: datetime) -> None:
    """Note the first tap."""
    engine.execute(
        """UPDATE buttons SET used_at = :now
            WHERE id = :id AND conversation_id = :conversation AND used_at IS NULL""",
        id=id_,
        conversation=conversation,
        now=to_text(now),
    )


def used(engine: Engine, conversation: str) -> set[str]:
    """The buttons of a conversation that were tapped, and their siblings of one question."""
    rows = engine.query(
        """SELECT id FROM buttons WHERE conversation_id = :conversation AND (used_at IS NOT NULL
            OR (question <> '' AND question IN (SELECT question FROM buttons
                WHERE conversation_id = :conversation AND used_at IS NOT NULL)))""",
        conversation=conversation,
    )
    return {row["id"] for row in rows}


def tapped(engine: Engine, conversation: str) -> set[str]:
    """The buttons of a conversation that were tapped themselves."""
    rows = engine.query(
        "SELECT id FROM buttons WHERE conversation_id = :conversation AND used_at IS NOT NULL",
        conversation=conversation,
    )
    return {row["id"] for row in rows}
