"""What the server refuses to send on: sizes, keyboards and entities.

Stricter than Telegram, never laxer: overlapping or empty entities are refused, not repaired.
"""

import json
from collections.abc import Mapping
from typing import Any

from tests.fakes.bot_api.refusals import bad_request

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
BUTTON_BYTES = 64


def units(text: str) -> int:
    """Length as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def check_text(params: Mapping[str, Any]) -> str:
    text = str(params.get("text", ""))
    if not text.strip():
        raise bad_request("message text is empty")
    if units(text) > TEXT_UNITS:
        raise bad_request("message is too long")
    return text


def check_caption(params: Mapping[str, Any]) -> str:
    caption = str(params.get("caption", ""))
    if units(caption) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return caption


def check_entities(text: str, raw: str | None) -> list[dict[str, Any]]:
    entities: list[dict[str, Any]] = json.loads(raw) if raw else []
    inside = _inside_pairs(text)
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if start < 0 or entity["length"] < 1 or end > units(text):
            raise bad_request("ENTITY_BOUNDS_INVALID")
        if start in inside or end in inside:
            raise bad_request("entity begins or ends in the middle of a UTF-16 symbol")
    _refuse_overlap(entities)
    return entities


def check_keyboard(raw: str | None) -> dict[str, Any] | None:
    if not raw:
        return None
    markup: dict[str, Any] = json.loads(raw)
    for row in markup.get("inline_keyboard", []):
        for button in row:
            _check_button(button)
    return markup


def _check_button(button: Mapping[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("text of an inline keyboard button must be non-empty")
    if "url" in button:
        return
    if not 1 <= len(str(button.get("callback_data", "")).encode()) <= BUTTON_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _inside_pairs(text: str) -> set[int]:
    inside, at = set(), 0
    for character in text:
        if ord(character) > 0xFFFF:
            inside.add(at + 1)
            at += 1
        at += 1
    return inside


def _refuse_overlap(entities: list[dict[str, Any]]) -> None:
    spans = sorted((e["offset"], -(e["offset"] + e["length"])) for e in entities)
    open_ends: list[int] = []
    for start, negative_end in spans:
        open_ends = [end for end in open_ends if end > start]
        if open_ends and -negative_end > open_ends[-1]:
            raise bad_request("entities overlap")
        open_ends.append(-negative_end)
