"""Messages with versions, as their writer sees them again; and buttons that were used."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from conversations.errors import ConstraintBroken
from conversations.speech import Action
from conversations.store import buttons, inbox, outgoing, people, words
from conversations.store.buttons import Offered
from conversations.store.conversations import by_id
from conversations.store.engine import Engine, migrate
from conversations.store.ids import Ids

NOW: Final = datetime(2026, 11, 24, 9, tzinfo=UTC)
IDS: Final = Ids()


class Chat:
    def __init__(self, store: Engine) -> None:
        migrate(store)
        self.store = store
        self.person = people.add(store, IDS, "Eva Voorbeeld", now=NOW)
        with store.atomic():
            self.id = inbox.conversation_id(store, IDS, "web", "web", "1", NOW)

    def says(self, text: str, ref: str) -> str:
        return words.say(self.store, IDS, self.id, self.person, ref, text, NOW)

    def reads(self) -> list[str]:
        return [own.text for own in words.own(self.store, self.id)]

    def is_offered(self, do: str, question: str = "") -> str:
        row, id_ = by_id(self.store, self.id), IDS.new(NOW)
        outbox_id = IDS.new(NOW)
        outgoing.add(self.store, outbox_id, row, "answer", {}, NOW)
        buttons.offer(self.store, id_, self.id, outbox_id, question, Action(do, "x"), NOW)
        return id_

    def taps(self, button: str) -> None:
        buttons.use(self.store, button, self.id, NOW)


@pytest.fixture
def chat(engine: Engine) -> Chat:
    return Chat(engine)


def test_people_see_their_messages_in_the_newest_version(chat: Chat) -> None:
    first = chat.says("eerst", "m1")
    chat.says("daarna", "m2")

    words.edit(chat.store, IDS, first, "beter", NOW + timedelta(minutes=1))

    assert chat.reads() == ["beter", "daarna"]
    versions = chat.store.query(
        "SELECT t.body FROM message_versions v JOIN texts t ON t.id = v.text_id"
        " WHERE v.message_id = :id ORDER BY v.version",
        id=first,
    )
    assert [row["body"] for row in versions] == ["eerst", "beter"]


def test_what_was_blanked_is_not_shown_and_does_not_come_back(chat: Chat) -> None:
    chat.says("weg", "m1")
    blank = "UPDATE texts SET body = NULL, blanked_at = :now"
    chat.store.execute(blank, now="2026-11-24T09:00:00.000000Z")

    with pytest.raises(ConstraintBroken):
        chat.store.execute("UPDATE texts SET body = 'terug', blanked_at = NULL")

    assert chat.reads() == []


def test_a_message_is_found_by_the_channels_own_id_in_its_own_chat(chat: Chat) -> None:
    first = chat.says("eerst", "m1")
    again = chat.says("een nummer dat terugkomt", "m1")

    assert words.by_ref(chat.store, chat.id, "m1") == again != first
    assert words.by_ref(chat.store, "another chat", "m1") is None
    assert words.by_ref(chat.store, chat.id, "") is None


def test_buttons_of_one_question_grow_old_together(chat: Chat) -> None:
    yes, no, apart = (
        chat.is_offered("answer", "1:sure"),
        chat.is_offered("answer", "1:sure"),
        chat.is_offered("menu"),
    )

    chat.taps(yes)

    assert buttons.used(chat.store, chat.id) == {yes, no}
    assert buttons.tapped(chat.store, chat.id) == {yes}
    assert buttons.find(chat.store, no, chat.id) == Offered(Action("answer", "x"), spent=True)
    assert buttons.find(chat.store, apart, chat.id) == Offered(Action("menu", "x"), spent=False)


def test_a_button_opens_nothing_in_another_chat(chat: Chat) -> None:
    button = chat.is_offered("menu")

    assert buttons.find(chat.store, button, "another chat") is None
    assert buttons.find(chat.store, "forged", chat.id) is None
