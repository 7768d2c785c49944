"""From one stored update to what a person did; pure, and each update on its own.

- Only private chats are read. Of a group or channel nothing is taken but that we are in it.
- Text of somebody else (forwarded, or made by another bot) is marked so: never the sender's own.
- NUL and lone surrogates are taken out here; nothing else of the words is changed or cut.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.errors import Undecodable
from conversations.messages import (
    Attached,
    AttachmentKind,
    Edited,
    Ignored,
    Incoming,
    Left,
    Said,
    Tapped,
)

# The kinds that carry a chat of ours. A business chat is between two others.
KINDS: Final = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "channel_post",
    "edited_channel_post",
)

# In this order: a game or video also carries the fields of simpler kinds.
_ATTACHMENTS: Final = (
    ("animation", AttachmentKind.OTHER),
    ("photo", AttachmentKind.PHOTO),
    ("voice", AttachmentKind.VOICE),
    ("document", AttachmentKind.DOCUMENT),
    ("location", AttachmentKind.LOCATION),
    ("contact", AttachmentKind.CONTACT),
    ("audio", AttachmentKind.OTHER),
    ("video", AttachmentKind.OTHER),
    ("video_note", AttachmentKind.OTHER),
    ("sticker", AttachmentKind.OTHER),
    ("poll", AttachmentKind.OTHER),
    ("dice", AttachmentKind.OTHER),
    ("game", AttachmentKind.OTHER),
    ("story", AttachmentKind.OTHER),
    ("paid_media", AttachmentKind.OTHER),
    ("checklist", AttachmentKind.OTHER),
)
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
_GONE: Final = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)

# All that reading JSON of any shape can raise. What is wrong is told by the name of the fault
# alone, as the message of a KeyError or ValueError may hold what somebody wrote.
_FAULTS: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


def decode(payload: str) -> Incoming:
    """Read one update as it was stored, or raise Undecodable with its number and no words."""
    number = None
    try:
        raw = json.loads(payload)
        number = int(raw["update_id"])
        return _incoming(Update.de_json(raw, None))
    except _FAULTS as fault:
        raise Undecodable(number, type(fault).__name__) from None


def chat_of(raw: Mapping[str, Any]) -> str | None:
    """Find the chat an update belongs to, also in one that cannot be decoded."""
    for kind in KINDS:
        found = raw.get(kind)
        if kind == "callback_query" and isinstance(found, dict):
            found = found.get("message")
        chat = found.get("chat") if isinstance(found, dict) else None
        number = chat.get("id") if isinstance(chat, dict) else None
        if isinstance(number, int) and not isinstance(number, bool):
            return str(number)
    return None


def _incoming(update: Update) -> Incoming:
    if update.message is not None:
        return _message(update.message)
    if update.edited_message is not None:
        return _edited(update.edited_message)
    if update.callback_query is not None:
        return _tap(update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    post = update.channel_post or update.edited_channel_post
    return Incoming(message=Ignored(kind=_kind(update)), private=post is None)


def _kind(update: Update) -> str:
    return next((kind for kind in Update.ALL_TYPES if getattr(update, kind) is not None), "unknown")


def _message(message: Message) -> Incoming:
    if message.chat.type != ChatType.PRIVATE:
        return Incoming(message=Ignored(kind="message"), private=False)
    return Incoming(
        message=_content(message),
        ref=str(message.message_id),
        language=_language(message),
    )


def _content(message: Message) -> Said | Attached | Ignored:
    forwarded = _of_somebody_else(message)
    if message.text is not None:
        return Said(text=_clean(message.text), forwarded=forwarded)
    for name, kind in _ATTACHMENTS:
        if getattr(message, name):
            caption = _clean(message.caption or "")
            return Attached(kind=kind, caption=caption, forwarded=forwarded)
    return Ignored(kind="service")


def _of_somebody_else(message: Message) -> bool:
    return (
        message.forward_origin is not None
        or message.via_bot is not None
        or message.sender_chat is not None
        or "forward_date" in message.api_kwargs  # what a server before Bot API 7.0 says
    )


def _edited(message: Message) -> Incoming:
    if message.chat.type != ChatType.PRIVATE:
        return Incoming(message=Ignored(kind="edited_message"), private=False)
    words = message.text if message.text is not None else message.caption
    return Incoming(
        # A live location "edits" its message every few seconds, without a word.
        message=Ignored(kind="edited_message") if words is None else Edited(text=_clean(words)),
        ref=str(message.message_id),
        language=_language(message),
    )


def _tap(tap: CallbackQuery) -> Incoming:
    if tap.message is None or tap.data is None:
        return Incoming(message=Ignored(kind="callback_query"))
    private = tap.message.chat.type == ChatType.PRIVATE
    return Incoming(
        message=Tapped(button=_clean(tap.data)) if private else Ignored(kind="callback_query"),
        ref=str(tap.message.message_id),
        private=private,
        language=_clean(tap.from_user.language_code or "") or None,
    )


def _membership(change: ChatMemberUpdated) -> Incoming:
    left = change.new_chat_member.status in _GONE
    return Incoming(
        message=Left() if left else Ignored(kind="my_chat_member"),
        private=change.chat.type == ChatType.PRIVATE,
    )


def _language(message: Message) -> str | None:
    code = message.from_user.language_code if message.from_user else None
    return _clean(code or "") or None


def _clean(text: str) -> str:
    return _UNSTORABLE.sub("", text)
