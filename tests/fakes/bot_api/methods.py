"""The methods a bot may call, by name, each from its form fields to the `result` of the answer."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tests.fakes.bot_api import limits
from tests.fakes.bot_api.faults import Faults, Rates
from tests.fakes.bot_api.people import BOT, People, SentMessage
from tests.fakes.bot_api.refusals import RefusalError, bad_request

Params: TypeAlias = Mapping[str, Any]
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
UPLOADS = {"sendPhoto": "photo", "sendDocument": "document", "sendVoice": "voice"}


@dataclass(slots=True)
class Methods:
    people: People
    faults: Faults
    rates: Rates
    webhook: str = ""
    commands: list[dict[str, str]] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)  # ids of taps
    actions: list[tuple[int, str]] = field(default_factory=list)  # (chat, typing ...)
    left: list[int] = field(default_factory=list)
    uploads: dict[str, bytes] = field(default_factory=dict)
    drops: int = 0  # times somebody asked to drop pending updates
    negative_offsets: int = 0

    async def call(self, method: str, params: Params) -> Any:
        known = METHODS.get(method)
        if known is None:
            raise RefusalError(404, "Not Found: method not found")
        return await known(self, method, params)

    async def get_updates(self, _: str, params: Params) -> Any:
        if self.webhook:
            raise RefusalError(409, WEBHOOK_ACTIVE)
        offset = int(params.get("offset", 0))
        self.negative_offsets += offset < 0
        return await self.people.queue.poll(
            offset=offset,
            limit=min(max(int(params.get("limit", 100)), 1), 100),
            seconds=min(float(params.get("timeout", 0)), 50.0),
        )

    async def send_text(self, method: str, params: Params) -> Any:
        chat = self._reachable(params)
        text = limits.check_text(params)
        entities = limits.check_entities(text, params.get("entities"))
        return self._deliver(chat, method, params, text, entities)

    async def send_file(self, method: str, params: Params) -> Any:
        chat = self._reachable(params)
        caption = limits.check_caption(params)
        entities = limits.check_entities(caption, params.get("caption_entities"))
        message = self._deliver(chat, method, params, caption, entities)
        message.pop("text")
        kind = UPLOADS[method]
        file = {"file_id": f"{kind}-{message['message_id']}", "file_unique_id": "u"}
        self.uploads[file["file_id"]] = self._content(params[kind], params)
        shaped = {
            "photo": [file | {"width": 8, "height": 8}],
            "document": file,
            "voice": file | {"duration": 1},
        }
        return message | {kind: shaped[kind]} | ({"caption": caption} if caption else {})

    async def send_action(self, _: str, params: Params) -> Any:
        self.actions.append((self._reachable(params, counts=False), str(params["action"])))
        return True

    async def edit_text(self, _: str, params: Params) -> Any:
        found = self._found(params)
        text = limits.check_text(params)
        entities = limits.check_entities(text, params.get("entities"))
        buttons = _rows(limits.check_keyboard(params.get("reply_markup")))
        return self._changed(found, text, entities, buttons)

    async def edit_markup(self, _: str, params: Params) -> Any:
        found = self._found(params)
        buttons = _rows(limits.check_keyboard(params.get("reply_markup")))
        return self._changed(found, found.text, found.entities, buttons)

    async def delete(self, _: str, params: Params) -> Any:
        self._found(params).deleted = True
        return True

    async def answer_tap(self, _: str, params: Params) -> Any:
        self.answered.append(str(params["callback_query_id"]))
        return True

    async def get_me(self, _: str, params: Params) -> Any:
        return BOT

    async def get_chat(self, _: str, params: Params) -> Any:
        chat = self._reachable(params, counts=False)
        return {
            "id": chat,
            "type": "private",
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(
                (
                    "unlimited_gifts",
                    "limited_gifts",
                    "unique_gifts",
                    "premium_subscription",
                    "gifts_from_channels",
                ),
                False,
            ),
        } | self.people.chats[chat]

    async def leave_chat(self, _: str, params: Params) -> Any:
        self.left.append(int(params["chat_id"]))
        return True

    async def set_commands(self, _: str, params: Params) -> Any:
        self.commands = limits.json.loads(params["commands"])
        return True

    async def get_commands(self, _: str, params: Params) -> Any:
        return self.commands

    async def get_file(self, _: str, params: Params) -> Any:
        file = str(params["file_id"])
        return {"file_id": file, "file_unique_id": "u", "file_path": f"files/{file}"}

    async def set_webhook(self, _: str, params: Params) -> Any:
        self._drop_if_asked(params)
        self.webhook = str(params.get("url", ""))
        if self.webhook:
            self.people.queue.end_for_webhook()
        return True

    async def delete_webhook(self, _: str, params: Params) -> Any:
        self._drop_if_asked(params)
        self.webhook = ""
        return True

    async def webhook_info(self, _: str, params: Params) -> Any:
        waiting = len(self.people.queue.pending)
        return {
            "url": self.webhook,
            "has_custom_certificate": False,
            "pending_update_count": waiting,
        }

    def _drop_if_asked(self, params: Params) -> None:
        if str(params.get("drop_pending_updates", "")).lower() == "true":
            self.drops += 1
            self.people.queue.forget()

    def _reachable(self, params: Params, *, counts: bool = True) -> int:
        chat = int(params["chat_id"])
        if chat not in self.people.chats:
            raise bad_request("chat not found")
        if chat in self.people.blocked:
            raise RefusalError(403, f"Forbidden: {self.people.blocked[chat]}")
        if counts:
            self.faults.note_send(chat)
            self._take(chat)
        return chat

    def _take(self, chat: int) -> None:
        try:
            self.rates.take(chat)
        except RefusalError:
            self.faults.met["rate"] += 1
            raise

    def _deliver(
        self, chat: int, method: str, params: Params, text: str, entities: list[dict[str, Any]]
    ) -> dict[str, Any]:
        sent = SentMessage(
            chat=chat,
            message_id=next(self.people.message_ids),
            method=method,
            text=text,
            entities=entities,
            buttons=_rows(limits.check_keyboard(params.get("reply_markup"))),
            protected=str(params.get("protect_content", "")).lower() == "true",
        )
        self.people.sent_messages.append(sent)
        self.people.news.set()
        self.people.news.set()
        return self._shown(sent)

    def _found(self, params: Params) -> SentMessage:
        chat, number = int(params["chat_id"]), int(params["message_id"])
        for message in reversed(self.people.sent_messages):
            if (message.chat, message.message_id, message.deleted) == (chat, number, False):
                return message
        raise bad_request("message to edit not found")

    def _changed(
        self,
        found: SentMessage,
        text: str,
        entities: list[dict[str, Any]],
        buttons: list[list[tuple[str, str]]],
    ) -> dict[str, Any]:
        if (text, entities, buttons) == (found.text, found.entities, found.buttons):
            raise bad_request("message is not modified")
        found.text, found.entities, found.buttons = text, entities, buttons
        found.edits += 1
        return self._shown(found) | {"edit_date": int(time.time())}

    def _shown(self, sent: SentMessage) -> dict[str, Any]:
        message: dict[str, Any] = {
            "message_id": sent.message_id,
            "date": int(time.time()),
            "chat": {"id": sent.chat, "type": "private", "first_name": "x"},
            "from": BOT,
            "text": sent.text,
        }
        if sent.entities:
            message["entities"] = sent.entities
        if sent.protected:
            message["has_protected_content"] = True
        if sent.buttons:
            rows = [
                [{"text": text, "callback_data": data} for text, data in row]
                for row in sent.buttons
            ]
            message["reply_markup"] = {"inline_keyboard": rows}
        return message

    @staticmethod
    def _content(value: Any, params: Params) -> bytes:
        """A file comes along as itself or under the name after `attach://`."""
        if isinstance(value, str):
            value = params.get(value.removeprefix("attach://"), value.encode())
        return bytes(value)


def _rows(markup: dict[str, Any] | None) -> list[list[tuple[str, str]]]:
    rows = (markup or {}).get("inline_keyboard", [])
    return [[(b["text"], b.get("callback_data", b.get("url", ""))) for b in row] for row in rows]


METHODS: dict[str, Callable[[Methods, str, Params], Awaitable[Any]]] = {
    "getMe": Methods.get_me,
    "getUpdates": Methods.get_updates,
    "sendMessage": Methods.send_text,
    "sendPhoto": Methods.send_file,
    "sendDocument": Methods.send_file,
    "sendVoice": Methods.send_file,
    "sendChatAction": Methods.send_action,
    "editMessageText": Methods.edit_text,
    "editMessageReplyMarkup": Methods.edit_markup,
    "deleteMessage": Methods.delete,
    "answerCallbackQuery": Methods.answer_tap,
    "getChat": Methods.get_chat,
    "leaveChat": Methods.leave_chat,
    "setMyCommands": Methods.set_commands,
    "getMyCommands": Methods.get_commands,
    "getFile": Methods.get_file,
    "setWebhook": Methods.set_webhook,
    "deleteWebhook": Methods.delete_webhook,
    "getWebhookInfo": Methods.webhook_info,
}
