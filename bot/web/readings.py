"""What a page reads from the store about conversations: both sides, and the buttons pressed."""

from dataclasses import dataclass

from bot.body import read_body
from bot.web.bubbles import Answer, Pressed, Words
from conversations.store import buttons, outbox, words
from conversations.store.engine import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A conversation as it is now."""

    answers: tuple[Answer, ...]
    words: tuple[Words, ...]  # what was typed, as far as we may keep it
    pressed: Pressed


def read(engine: Engine, conversation_id: str) -> Reading:
    """Read all of a conversation."""
    return Reading(
        answers=answers(engine, conversation_id, after=""),
        words=tuple(
            Words(ref=own.id, text=own.text, at=own.said_at)
            for own in words.own(engine, conversation_id)
        ),
        pressed=pressed(engine, conversation_id),
    )


def answers(engine: Engine, conversation_id: str, after: str) -> tuple[Answer, ...]:
    """Give what was said in a conversation after that row, in order; '' is from the start."""
    return tuple(
        Answer(id=row.id, body=read_body(row.body), at=row.created_at)
        for row in outbox.since(engine, [conversation_id], after)
    )


def pressed(engine: Engine, conversation_id: str) -> Pressed:
    """Give the buttons that were pressed, and those that no longer can be."""
    return Pressed(
        chosen=frozenset(buttons.tapped(engine, conversation_id)),
        spent=frozenset(buttons.used(engine, conversation_id)),
    )
