"""Notices whose channel turned out dead go on by the person's next one, as soon as it is known."""

from datetime import datetime
from typing import Any

from conversations.store import conversations, outgoing
from conversations.store.conversations import ConversationRow
from conversations.store.dialect import from_json
from conversations.store.engine import Engine, Row
from conversations.store.ids import Ids
from conversations.store.instants import to_text


def reroute(engine: Engine, ids: Ids, now: datetime) -> int:
    """Copy what died undelivered to the next living channel of its person; once each."""
    rows = engine.query(
        """SELECT f.id, o.id AS outbox_id, o.class, o.body, c.person_id
            FROM follow_ups f JOIN outbox o ON o.id = f.outbox_id
            JOIN conversations c ON c.id = o.conversation_id
            WHERE f.kind = 'undelivered' AND f.done_at IS NULL AND c.person_id IS NOT NULL
                AND c.dead_at IS NOT NULL AND o.blanked_at IS NULL
            ORDER BY f.id LIMIT 100"""
    )
    return sum(_by_next_channel(engine, ids, row, now) for row in rows)


def _by_next_channel(engine: Engine, ids: Ids, row: Row, now: datetime) -> int:
    living = conversations.in_use(engine, row["person_id"])
    if not living:
        return 0  # stays in sight of staff, and is tried again when the person is back
    _copy(engine, ids, row, living[0], now)
    engine.execute("UPDATE follow_ups SET kind = 'rerouted' WHERE id = :id", id=row["id"])
    return 1


def _copy(engine: Engine, ids: Ids, row: Row, to: ConversationRow, now: datetime) -> None:
    body: dict[str, Any] = from_json(row["body"])
    outbox_id = ids.new(now)
    renamed = {b["id"]: ids.new(now) for line in body.get("buttons", []) for b in line}
    body["buttons"] = [
        [{**button, "id": renamed[button["id"]]} for button in line]
        for line in body.get("buttons", [])
    ]
    outgoing.add(engine, outbox_id, to, row["class"], body, now)
    for old, new in renamed.items():
        engine.execute(
            """INSERT INTO buttons (id, conversation_id, outbox_id, question, action, offered_at)
                SELECT :new, :conversation, :outbox, question, action, :now FROM buttons
                WHERE id = :old""",
            new=new,
            conversation=to.id,
            outbox=outbox_id,
            old=old,
            now=to_text(now),
        )
