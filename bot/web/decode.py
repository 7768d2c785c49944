"""What a page sends, as the inbox keeps it (JSON), and how that is read back into a message."""

import json
import re
from typing import Any, Final

from bot.errors import Undecodable
from conversations.messages import Edited, Incoming, Said, Tapped

LONGEST: Final = 4096  # signs; the same as in Telegram, so that a message fits everywhere
_BREAKS: Final = re.compile("\r\n?")
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


def said(text: str, ref: str, language: str | None) -> str:
    """Write down what was typed."""
    return _write(kind="said", text=text, ref=ref, language=language)


def tapped(button: str, language: str | None) -> str:
    """Write down which button was pressed."""
    return _write(kind="tapped", button=button, language=language)


def edited(text: str, ref: str, language: str | None) -> str:
    """Write down the new words of an earlier message."""
    return _write(kind="edited", text=text, ref=ref, language=language)


def decode(payload: str) -> Incoming:
    """Read what `said` or `tapped` wrote; anything else is Undecodable."""
    try:
        stored = json.loads(payload)
    except (ValueError, RecursionError) as broken:
        raise Undecodable(None, "not JSON") from broken
    if not isinstance(stored, dict):
        raise Undecodable(None, "not an object")
    language = _text(stored, "language") or None
    match stored.get("kind"):
        case "said":
            said = Said(text=_text(stored, "text"))
            return Incoming(message=said, ref=_text(stored, "ref"), language=language)
        case "edited":
            new = Edited(text=_text(stored, "text"))
            return Incoming(message=new, ref=_text(stored, "ref"), language=language)
        case "tapped":
            return Incoming(message=Tapped(button=_text(stored, "button")), language=language)
        case _:
            raise Undecodable(None, "of no known kind")


def tidy(text: str) -> str:
    """Take out what no database keeps and write every line break the same way; nothing else."""
    return _BREAKS.sub("\n", _UNSTORABLE.sub("", text))


def _write(**fields: str | None) -> str:
    return json.dumps(fields, sort_keys=True, ensure_ascii=True)


def _text(stored: dict[str, Any], name: str) -> str:
    value = stored.get(name) or ""
    if not isinstance(value, str):
        raise Undecodable(None, f"{name} is not text")
    return tidy(value)
