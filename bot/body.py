"""What one outbox row says, as every channel reads it from the stored JSON: blocks and buttons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conversations.speech import BlockKind, Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    text: str
    kind: BlockKind = BlockKind.PLAIN
    number: str = ""  # of a CALL
    language: str = ""  # where it is another than that of the message


@dataclass(frozen=True, slots=True)
class Button:
    id: str  # opaque, at most 64 bytes
    label: str
    language: str = ""  # where it is another than that of the message


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    blocks: tuple[Block, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()  # rows
    speaker: Speaker = Speaker.BOT
    speaker_name: str = ""
    language: str = "nl"
    protect: bool = False  # not to be forwarded
    reference: str = ""  # shown on every copy of the message
    leave: bool = False  # say this and leave the group


def read_body(stored: Mapping[str, Any]) -> Body:
    """Read the JSON of a row; what is missing is as little as it can be."""
    return Body(
        blocks=tuple(
            Block(
                text=block.get("text", ""),
                kind=BlockKind(block.get("kind", "plain")),
                number=block.get("number") or "",
                language=block.get("language") or "",
            )
            for block in stored.get("blocks", ())
        ),
        buttons=tuple(
            tuple(
                Button(button["id"], button["label"], button.get("language") or "")
                for button in row
            )
            for row in stored.get("buttons", ())
        ),
        speaker=Speaker(stored.get("speaker", "bot")),
        speaker_name=stored.get("speaker_name") or "",
        language=stored.get("language") or "nl",
        protect=bool(stored.get("protect")),
        reference=stored.get("reference") or "",
        leave=bool(stored.get("leave")),
    )
