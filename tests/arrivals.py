"""Reads what arrives in tests: what the page can send, and what only other channels bring."""

import json

from bot.web.decode import decode
from conversations.messages import Attached, AttachmentKind, Ignored, Incoming, Left, Message, Said


def decoded(payload: str) -> Incoming:
    """What the page can send, and beside it what only other channels bring."""
    stored = json.loads(payload)
    text, ref = stored.get("text") or "", stored.get("ref") or ""
    private = stored.get("kind") != "group"
    message: Message
    match stored.get("kind"):
        case "forwarded":
            message = Said(text=text, forwarded=True)
        case "attached":
            message = Attached(kind=AttachmentKind(stored["attachment"]), caption=text)
        case "left":
            message = Left()
        case "group":
            message = Said(text=text)
        case "poll":
            message = Ignored(kind="poll")
        case _:
            return decode(payload)
    return Incoming(message=message, ref=ref, private=private)
