"""Moments as the database keeps them: UTC text of fixed width, so that text order is time order."""

from datetime import UTC, datetime
from typing import Final

from conversations.errors import MomentUnclear

_WIDTH: Final = len("2026-11-24T05:54:58.123456Z")


def to_text(moment: datetime) -> str:
    """Write an aware moment as `2026-11-24T05:54:58.123456Z`; refuse one without a zone."""
    if moment.utcoffset() is None:
        raise MomentUnclear("A moment without a time zone cannot be kept; give it one.")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def from_text(text: str) -> datetime:
    """Read what `to_text` wrote; refuse anything of another shape."""
    if len(text) != _WIDTH or text[-1] != "Z":
        raise MomentUnclear(f"Not a moment as the store writes it: {text!r}.")
    return datetime.fromisoformat(text)
