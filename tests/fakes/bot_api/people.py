"""The people on the other side: what they do is queued as updates, what they got can be read.

A chat is a number, as in Telegram; whoever is not known yet becomes known by writing.
"""

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.bot_api.limits import units
from tests.fakes.bot_api.queue import UpdateQueue

BOT = {
    "id": 4242,
    "is_bot": True,
    "first_name": "Aanspreekpunt",
    "username": "AanspreekpuntTestBot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
ATTACHMENTS: dict[str, Any] = {
    "photo": [
        {"file_id": "photo-s", "file_unique_id": "ps", "width": 90, "height": 67, "file_size": 900},
        {"file_id": "photo-l", "file_unique_id": "pl", "width": 800, "height": 600},
    ],
    "voice": {
        "file_id": "voice-1",
        "file_unique_id": "v1",
        "duration": 4,
        "mime_type": "audio/ogg",
    },
    "document": {"file_id": "doc-1", "file_unique_id": "d1", "file_name": "brief.pdf"},
    "sticker": {
        "file_id": "sticker-1",
        "file_unique_id": "s1",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    },
    "location": {"latitude": 52.09, "longitude": 5.12},
    "contact": {"phone_number": "+31612345678", "first_name": "Joke", "user_id": 99},
}


@dataclass(slots=True)
class SentMessage:
    """What one person sees in the chat with the bot."""

    chat: int
    message_id: int
    method: str
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    buttons: list[list[tuple[str, str]]] = field(default_factory=list)  # rows of (label, data)
    protected: bool = False
    deleted: bool = False
    edits: int = 0
    at: float = field(default_factory=time.monotonic)

    @property
    def labels(self) -> list[str]:
        return [label for row in self.buttons for label, _ in row]

    def marked(self, kind: str) -> list[str]:
        """The stretches of text that carry an entity of this kind."""
        raw = self.text.encode("utf-16-le", "surrogatepass")
        spans = [
            (e["offset"], e["offset"] + e["length"]) for e in self.entities if e["type"] == kind
        ]
        return [raw[2 * a : 2 * b].decode("utf-16-le", "surrogatepass") for a, b in spans]


class People:
    def __init__(self) -> None:
        self.queue = UpdateQueue()
        self.chats: dict[int, dict[str, Any]] = {}
        self.blocked: dict[int, str] = {}  # chat -> the words of the 403
        self.sent_messages: list[SentMessage] = []
        self.news = asyncio.Event()  # set whenever somebody got a message
        self.news = asyncio.Event()  # set whenever somebody got a message
        self.message_ids = itertools.count(1000)
        self._taps = itertools.count(1)

    def sent(self, chat: int | None = None) -> list[SentMessage]:
        return [m for m in self.sent_messages if chat in (None, m.chat) and not m.deleted]

    def knows(self, chat: int, *, name: str | None = None, language: str = "nl") -> dict[str, Any]:
        """Make the person a known one, who can be written to."""
        return self.chats.setdefault(
            chat,
            {
                "id": chat,
                "is_bot": False,
                "first_name": name or f"Gebruiker {chat}",
                "language_code": language,
            },
        )

    def says(self, chat: int, text: str, **extra: Any) -> int:
        """One text message; gives its message id. `extra` goes into the message as it is."""
        message = self._message(chat) | {"text": text} | extra
        if text.startswith("/") and "entities" not in extra:
            length = units(text.split()[0])
            message["entities"] = [{"offset": 0, "length": length, "type": "bot_command"}]
        return self._arrives(message)

    def forwards(self, chat: int, text: str, *, written_by: str) -> int:
        origin = {
            "type": "hidden_user",
            "date": int(time.time()) - 60,
            "sender_user_name": written_by,
        }
        return self.says(chat, text, forward_origin=origin)

    def attaches(self, chat: int, kind: str, caption: str = "") -> int:
        message = self._message(chat) | {kind: ATTACHMENTS[kind]}
        return self._arrives(message | ({"caption": caption} if caption else {}))

    def edits(self, chat: int, message_id: int, text: str) -> None:
        message = self._message(chat) | {"text": text, "message_id": message_id}
        self.queue.push({"edited_message": message | {"edit_date": int(time.time())}})

    def taps(self, chat: int, message_id: int, label: str) -> str:
        """Press the button with this label under that message; gives the id of the tap."""
        (found,) = [m for m in self.sent(chat) if m.message_id == message_id]
        data = dict(pair for row in found.buttons for pair in row)[label]
        return self.forges_tap(chat, message_id, data)

    def forges_tap(self, chat: int, message_id: int, data: str) -> str:
        """Send callback data of one's own making, as any changed app can."""
        tap = str(next(self._taps))
        message = {
            "message_id": message_id,
            "date": int(time.time()),
            "chat": self._chat(chat),
            "from": BOT,
            "text": "...",
        }
        query = {
            "id": tap,
            "from": self.knows(chat),
            "message": message,
            "chat_instance": str(chat * 31),
            "data": data,
        }
        self.queue.push({"callback_query": query})
        return tap

    def blocks(self, chat: int, words: str = "bot was blocked by the user") -> None:
        self.blocked[chat] = words
        self._membership(chat, self._chat(chat), old="member", new="kicked")

    def unblocks(self, chat: int) -> None:
        self.blocked.pop(chat, None)
        self._membership(chat, self._chat(chat), old="kicked", new="member")

    def writes_in_group(self, group: int, chat: int, text: str, kind: str = "supergroup") -> int:
        place = {"id": group, "type": kind, "title": "Familie"}
        self.chats.setdefault(group, place)
        return self._arrives(self._message(chat) | {"chat": place, "text": text})

    def adds_to_group(self, group: int, chat: int) -> None:
        place = {"id": group, "type": "group", "title": "Familie"}
        self.chats.setdefault(group, place)
        self._membership(chat, place, old="left", new="member")

    def raw(self, update: dict[str, Any]) -> int:
        """Any update at all, sound or not, under the next number or its own."""
        return self.queue.push(update)

    def _chat(self, chat: int) -> dict[str, Any]:
        return {"id": chat, "type": "private", "first_name": self.knows(chat)["first_name"]}

    def _message(self, chat: int) -> dict[str, Any]:
        return {
            "message_id": next(self.message_ids),
            "date": int(time.time()),
            "chat": self._chat(chat),
            "from": self.knows(chat),
        }

    def _arrives(self, message: dict[str, Any]) -> int:
        self.queue.push({"message": message})
        return int(message["message_id"])

    def _membership(self, chat: int, place: dict[str, Any], *, old: str, new: str) -> None:
        def member(status: str) -> dict[str, Any]:
            until = {"until_date": 0} if status == "kicked" else {}
            return {"user": BOT, "status": status} | until

        self.queue.push(
            {
                "my_chat_member": {
                    "chat": place,
                    "from": self.knows(chat),
                    "date": int(time.time()),
                    "old_chat_member": member(old),
                    "new_chat_member": member(new),
                }
            }
        )
