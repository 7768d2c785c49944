"""The one stream of a page (server-sent events): each message of its conversations, as it comes.

The id of an event is the cursor: for each conversation of the page the last row that was shown
(joined by dots when there are several). A page that was away asks for what came after it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.web.channel import WebChannel

# A sign of life this often; also how late news of another process may be.
PULSE_SECONDS: Final = 10.0
_PULSE: Final = ": here\n\n"
_CLOSED: Final = "event: closed\ndata:\n\n"

Cursor: TypeAlias = tuple[str, ...]  # row ids, '' where nothing was shown yet


@dataclass(frozen=True, slots=True)
class News:
    cursor: Cursor  # when this has been shown
    html: str


# Gives what came after a cursor; None when the conversation may no longer be read.
Reader: TypeAlias = Callable[[Cursor], Sequence[News] | None]


async def events(
    channel: WebChannel,
    chats: Sequence[str],
    read: Reader,
    cursor: Cursor,
    pulse: float = PULSE_SECONDS,
) -> AsyncIterator[str]:
    """Tell what there is after the cursor and go on until the channel closes."""
    with channel.listening(chats) as bell:
        yield _PULSE
        while not channel.closed:
            found = await asyncio.to_thread(read, cursor)
            if found is None:
                yield _CLOSED
                return
            for news in found:
                yield event(news)
                cursor = news.cursor
            if not await bell.heard(pulse):
                yield _PULSE


def event(news: News) -> str:
    """Write one event; each line of the HTML, empty ones too, is a line of data."""
    lines = "".join(f"data: {line}\n" for line in news.html.replace("\r", "").split("\n"))
    return f"id: {write(news.cursor)}\n{lines}\n"


def write(cursor: Cursor) -> str:
    return ".".join(cursor)


def read(text: str, conversations: int) -> Cursor:
    """Read what `write` wrote; anything else is the beginning."""
    parts = tuple(text.split("."))
    return parts if len(parts) == conversations else ("",) * conversations
