"""A session opens one conversation, until it is revoked or has lasted long enough."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from conversations.store import conversations, people, sessions
from conversations.store.engine import Engine, migrate
from conversations.store.ids import Ids

NOW: Final = datetime(2026, 11, 24, 9, tzinfo=UTC)
IDS: Final = Ids()


@pytest.fixture
def store(engine: Engine) -> Engine:
    migrate(engine)
    return engine


def _begun(store: Engine, chat: str = "page-1") -> str:
    return sessions.begin(store, IDS, "web", "web", chat, NOW)


def test_a_token_opens_the_chat_it_was_made_for(store: Engine) -> None:
    first, second = _begun(store, "page-1"), _begun(store, "page-2")

    chats = []
    for token in (first, second):
        row = sessions.conversation_of(store, token, NOW)
        assert row is not None
        chats.append(row.chat)

    assert chats == ["page-1", "page-2"]


def test_the_database_alone_opens_nothing(store: Engine) -> None:
    token = _begun(store)

    (row,) = store.query("SELECT * FROM sessions")

    assert token not in str(row)
    assert sessions.conversation_of(store, row["token_hash"], NOW) is None
    assert len(token) == 32  # 192 bits


def test_two_pages_of_one_person_end_apart(store: Engine) -> None:
    first, second = _begun(store), _begun(store)

    sessions.revoke(store, first, NOW)

    assert sessions.conversation_of(store, first, NOW) is None
    assert sessions.conversation_of(store, second, NOW) is not None


def test_a_session_ends_by_itself(store: Engine) -> None:
    token = _begun(store)

    last, over = NOW + sessions.LASTS - timedelta(seconds=1), NOW + sessions.LASTS

    assert sessions.conversation_of(store, token, last) is not None
    assert sessions.conversation_of(store, token, over) is None


def test_all_sessions_of_a_person_end_at_once(store: Engine) -> None:
    mine, other = _begun(store, "page-1"), _begun(store, "page-2")
    row = sessions.conversation_of(store, mine, NOW)
    assert row is not None
    person = people.add(store, IDS, "Eva Voorbeeld", now=NOW)
    conversations.bind(store, row.id, person)

    sessions.revoke_of_person(store, person, NOW)

    assert sessions.conversation_of(store, mine, NOW) is None
    assert sessions.conversation_of(store, other, NOW) is not None
