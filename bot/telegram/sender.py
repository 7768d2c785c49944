"""Messages out to Telegram: one call of `send` is one message, and every fault has a meaning."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

from telegram import Bot, LinkPreviewOptions
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.body import Body
from bot.delivery import Sent
from bot.errors import Flooded, Lost, Refused, SendError, Unreachable
from bot.telegram.entities import Part, parts
from bot.telegram.requests import BEFORE

log = logging.getLogger(__name__)

# Words of a refusal after which nothing will ever arrive in that chat, and our word for it.
_GONE: Final = (
    ("blocked", "blocked"),
    ("deactivated", "deactivated"),
    ("kicked", "kicked"),
    ("chat not found", "not_found"),
    ("user not found", "not_found"),
    ("peer_id_invalid", "not_found"),
    ("not enough rights", "not_allowed"),
    ("have no rights", "not_allowed"),
)
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_TAPS_AT_ONCE: Final = 50


class TelegramSender:
    """The channel Telegram, as delivery sees it."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._taps: set[asyncio.Task[None]] = set()

    async def send(self, chat: str, body: Body, part: int = 0) -> Sent:
        """Send one part; leaving a group comes after the last, as a part of its own."""
        cut = parts(body)
        if part < len(cut):
            ref = await self._text(chat, cut[part], body)
            return Sent(ref, more=part + 1 < len(cut) or body.leave)
        if body.leave:
            await self._leave(chat)
            return Sent("left")
        raise Refused("empty", gone=False)

    def acknowledge(self, tap: str) -> None:
        """End the button's waiting sign, beside all else; it may fail, no turn waits for it."""
        if len(self._taps) < _TAPS_AT_ONCE:
            task = asyncio.create_task(self._acknowledge(tap))
            self._taps.add(task)
            task.add_done_callback(self._taps.discard)

    async def close(self) -> None:
        for task in self._taps:
            task.cancel()
        await asyncio.gather(*self._taps, return_exceptions=True)

    async def _text(self, chat: str, part: Part, body: Body) -> str:
        try:
            with _meanings():
                # Not `send_message`: it reads the whole message that comes back, which takes a
                # fifth of the time of sending, and we need its number only.
                sent = await self._bot.do_api_request(
                    "sendMessage",
                    api_kwargs={
                        "chat_id": chat,
                        "text": part.text,
                        "entities": part.entities,
                        "reply_markup": part.keyboard,
                        "protect_content": body.protect,
                        "link_preview_options": _NO_PREVIEW,
                    },
                )
        except Refused:
            if not body.leave:
                raise
            return "unsaid"  # a group where we may not speak is left without a word
        return _number(sent)

    async def _leave(self, chat: str) -> None:
        try:
            with _meanings():
                await self._bot.leave_chat(chat_id=chat)
        except Refused as no:
            log.info("telegram.left_before", extra={"reason": no.reason})

    async def _acknowledge(self, tap: str) -> None:
        try:
            await self._bot.answer_callback_query(callback_query_id=tap)
        except TelegramError as fault:
            log.info("telegram.tap_unanswered", extra={"fault": type(fault).__name__})


def _number(sent: Any) -> str:
    if not isinstance(sent, dict) or not isinstance(sent.get("message_id"), int):
        raise Lost("unreadable")
    return str(sent["message_id"])


@contextmanager
def _meanings() -> Iterator[None]:
    try:
        yield
    except TelegramError as error:
        raise _meaning(error) from error


def _meaning(error: TelegramError) -> SendError:
    match error:
        case RetryAfter():
            return Flooded(_seconds(error.retry_after))
        case ChatMigrated():
            return Refused("migrated", gone=True)
        case Forbidden():
            return Refused(_reason(error) or "forbidden", gone=True)
        case BadRequest():
            reason = _reason(error)
            return Refused(reason or "bad_request", gone=reason is not None)
        case InvalidToken() | EndPointNotFound():
            return Unreachable("token")
        case NetworkError():
            return _broken(error)
        case _:
            return Lost("unreadable")


def _broken(error: NetworkError) -> SendError:
    cause = error.__cause__
    if isinstance(cause, BEFORE):
        return Unreachable("connection")
    if isinstance(cause, Exception) or "(504)" in error.message:
        return Lost("answer")
    return Unreachable("server")


def _reason(error: TelegramError) -> str | None:
    words = error.message.lower()
    return next((reason for phrase, reason in _GONE if phrase in words), None)


def _seconds(retry_after: int | timedelta) -> float:
    return retry_after.total_seconds() if isinstance(retry_after, timedelta) else retry_after
