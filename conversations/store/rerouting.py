"""Notices that a dead channel did not deliver go on by the person's next one, once it is known.

A reply belongs to its chat: like all else it goes on there when the person is back. What was
refused for what it is, in a chat that lives, is not tried again.
"""

from datetime import datetime
from typing import Any, Final

from conversations.store import conversations, outgoing
from conversations.store.conversations import ConversationRow
from conversations.store.dialect import from_json
from conversations.store.engine import Engine, Row
from conversations.store.ids import Ids
from conversations.store.instants import to_text

_UNDELIVERED: Final = """
    SELECT f.id, o.id AS outbox_id, o.class, o.body, c.person_id
    FROM follow_ups f JOIN outbox o ON o.id = f.outbox_id
    JOIN conversations c ON c.id = o.conversation_id
    WHERE f.kind = 'undelivered' AND f.done_at IS NULL AND o.blanked_at IS NULL
        AND c.dead_at IS NOT NULL AND o.error = c.dead_reason
"""
_LOUD: Final = ("alert", "danger")  # what is never muted


def reroute(engine: Engine, ids: Ids, now: datetime) -> int:
    """Copy what died undelivered to the next living channel of its person; once each."""
    rows = engine.query(
        f"""{_UNDELIVERED} AND o.class <> 'answer' AND EXISTS (SELECT 1 FROM conversations n
                WHERE n.person_id = c.person_id AND n.dead_at IS NULL
                    AND (n.muted_at IS NULL OR o.class IN ('alert', 'danger')))
            ORDER BY f.id LIMIT 100 {engine.dialect.lock_skipping("f")}"""  # noqa: S608 - words of our own
    )
    for row in rows:
        loud = row["class"] in _LOUD
        living = conversations.in_use(engine, row["person_id"])
        for to in [each for each in living if loud or not each.muted][:1]:
            _move(engine, ids, row, to, now)
    return len(rows)


def resume(engine: Engine, ids: Ids, back: ConversationRow, now: datetime) -> None:
    """Say again what could not be delivered here; the person is back."""
    rows = engine.query(
        f"""{_UNDELIVERED} AND c.id = :conversation
            ORDER BY o.seq LIMIT 100""",
        conversation=back.id,
    )
    for row in rows:
        _move(engine, ids, row, back, now)
    conversations.revive(engine, back.id)


def _move(engine: Engine, ids: Ids, row: Row, to: ConversationRow, now: datetime) -> None:
    _copy(engine, ids, row, to, now)
    engine.execute(
        "UPDATE follow_ups SET kind = 'rerouted', done_at = :now WHERE id = :id",
        id=row["id"],
        now=to_text(now),
    )


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
