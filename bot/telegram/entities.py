"""From a message's blocks to Telegram texts: marked by offset, split at paragraphs, never parsed.

Offsets and the limit of 4096 count UTF-16 code units, as Telegram does. Words of people go in as
they are: with no parse mode there is nothing in them that could be taken for markup.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.body import Block, Body
from bot.direction import marked
from conversations.speech import BlockKind, Speaker

LIMIT: Final = 4096

_MARKS: Final = {
    BlockKind.PLAIN: None,
    BlockKind.TITLE: MessageEntity.BOLD,
    BlockKind.QUOTE: MessageEntity.BLOCKQUOTE,
    BlockKind.SMALL: MessageEntity.ITALIC,
    BlockKind.CALL: MessageEntity.PHONE_NUMBER,
}
# What Telegram takes out by itself (and with it our offsets), and what turns text around.
_UNSHOWN: Final = re.compile("[\0-\b\v-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PARAGRAPH, _LINE = "\n\n", "\n"
_BREAKS: Final = ("\n\n", "\n", ". ", " ")


@dataclass(frozen=True, slots=True)
class Part:
    """One message as Telegram takes it."""

    text: str
    entities: tuple[MessageEntity, ...]
    keyboard: InlineKeyboardMarkup | None = None  # on the last part only


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of text with one mark, and what stands between it and the one before."""

    text: str
    mark: str | None
    gap: str


def parts(body: Body, *, limit: int = LIMIT) -> tuple[Part, ...]:
    """Cut a message into as few parts as fit; none when it says nothing."""
    batches: list[list[_Run]] = []
    used = 0
    for run in _runs(body):
        for piece in _pieces(run, limit):
            size = units(piece.gap) + units(piece.text)
            if not batches or used + size > limit:
                batches.append([])
                used = -units(piece.gap)
            batches[-1].append(piece)
            used += size
    made = [_part(batch) for batch in batches]
    if made:
        made[-1] = Part(made[-1].text, made[-1].entities, _keyboard(body))
    return tuple(made)


def units(text: str) -> int:
    """Count as Telegram does: a character beyond the first 65,536 takes two."""
    return len(text) + sum(character > "\uffff" for character in text)


def _runs(body: Body) -> Iterator[_Run]:
    if body.speaker is not Speaker.BOT and body.speaker_name:
        yield from _run(body.speaker_name, MessageEntity.BOLD)
    for block in body.blocks:
        yield from _block(block, block.language or body.language)
    if body.reference and not any(body.reference in block.text for block in body.blocks):
        yield from _run(body.reference, MessageEntity.ITALIC)


def _block(block: Block, language: str) -> Iterator[_Run]:
    if block.kind is BlockKind.QUOTE:
        yield from _run(block.text, _MARKS[block.kind])
        return
    if block.kind is not BlockKind.CALL:
        yield from _run(marked(block.text, language), _MARKS[block.kind])
        return
    number = block.number or block.text
    if block.text.strip() == number.strip():
        yield from _run(number, MessageEntity.PHONE_NUMBER)
        return
    label = list(_run(marked(block.text, language), None))
    yield from label
    yield from _run(number, MessageEntity.PHONE_NUMBER, _LINE if label else _PARAGRAPH)


def _run(text: str, mark: str | None, gap: str = _PARAGRAPH) -> Iterator[_Run]:
    shown = _UNSHOWN.sub("", text.replace("\r\n", "\n")).strip()
    if shown:
        yield _Run(shown, mark, gap)


def _pieces(run: _Run, limit: int) -> Iterator[_Run]:
    """Cut what is longer than one message where it hurts least."""
    rest, gap = run.text, run.gap
    while units(rest) > limit:
        cut = _cut(rest, limit)
        if head := rest[:cut].rstrip():
            yield _Run(head, run.mark, gap)
        rest, gap = rest[cut:].lstrip(), _LINE
    if rest:
        yield _Run(rest, run.mark, gap)


def _cut(text: str, limit: int) -> int:
    room = _fitting(text, limit)
    for mark in _BREAKS:
        at = text.rfind(mark, room // 2, room + 1)  # the space after it need not fit
        if at > 0:
            return at + len(mark)
    return room


def _fitting(text: str, limit: int) -> int:
    """How many characters fit; never half of one."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return index
    return len(text)


def _part(batch: list[_Run]) -> Part:
    text = ""
    entities = []
    for run in batch:
        text += run.gap if text else ""
        if run.mark is not None:
            entities.append(MessageEntity(run.mark, units(text), units(run.text)))
        text += run.text
    return Part(text, tuple(entities))


def _keyboard(body: Body) -> InlineKeyboardMarkup | None:
    if not body.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(button.label, callback_data=button.id) for button in row]
            for row in body.buttons
        ]
    )
