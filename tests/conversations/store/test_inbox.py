"""What comes in is kept once, whatever its number, and never lost or taken for something else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from conversations.store import inbox
from conversations.store.engine import Engine, migrate
from conversations.store.ids import Ids
from conversations.store.inbox import Arrival, Latest

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(engine: Engine) -> Engine:
    migrate(engine)
    return engine


def said(update_id: int, text: str, **changes: Any) -> Arrival:
    arrival = {"channel": "telegram", "bot": "4242", "chat": "11", "payload": f'{{"t":"{text}"}}'}
    return Arrival(update_id=update_id, **(arrival | changes))


def kept(store: Engine) -> list[tuple[str, str, str | None]]:
    rows = store.query("SELECT update_id, state, payload FROM inbox ORDER BY id")
    return [(row["update_id"], row["state"], row["payload"]) for row in rows]


def test_an_update_that_comes_again_is_kept_once(store: Engine) -> None:
    ids = Ids()
    assert inbox.receive(store, ids, [said(5, "een"), said(6, "twee")], NOW) == 2
    assert inbox.receive(store, ids, [said(6, "twee"), said(7, "drie")], NOW) == 1

    assert [number for number, _, _ in kept(store)] == ["5", "6", "7"]


def test_an_old_number_with_other_words_is_a_new_message(store: Engine) -> None:
    inbox.receive(store, Ids(), [said(5, "een")], NOW)

    assert inbox.receive(store, Ids(), [said(5, "iets anders")], NOW) == 1


def test_one_person_has_one_conversation(store: Engine) -> None:
    inbox.receive(store, Ids(), [said(5, "een"), said(6, "twee"), said(7, "x", chat="12")], NOW)

    chats = store.query("SELECT chat FROM conversations ORDER BY chat")
    assert [row["chat"] for row in chats] == ["11", "12"]


def test_what_cannot_be_read_is_put_aside_with_its_fault(store: Engine) -> None:
    inbox.receive(store, Ids(), [said(5, "?", fault="KeyError"), said(6, "twee")], NOW)

    assert [state for _, state, _ in kept(store)] == ["aside", "new"]
    assert store.query("SELECT error FROM inbox WHERE state = 'aside'") == [{"error": "KeyError"}]


def test_what_is_of_nobody_leaves_its_number_only(store: Engine) -> None:
    inbox.receive(store, Ids(), [said(5, "een peiling", chat=None)], NOW)

    assert kept(store) == [("5", "done", None)]


def test_the_last_number_is_the_one_that_came_last(store: Engine) -> None:
    assert inbox.last(store, "telegram", "4242") is None

    ids, later = Ids(), NOW + timedelta(hours=1)
    inbox.receive(store, ids, [said(9000, "een")], NOW)
    inbox.receive(store, ids, [said(12, "na een week"), said(1, "x", bot="99")], later)

    assert inbox.last(store, "telegram", "4242") == Latest(update_id=12, received_at=later)
