"""What waits, and for how long, as the health page tells it."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from conversations.store import follow_ups, inbox, outgoing, queues
from conversations.store.conversations import by_id
from conversations.store.engine import Engine, migrate
from conversations.store.ids import Ids
from conversations.store.inbox import Arrival
from conversations.store.queues import Queues

NOW: Final = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER: Final = NOW + timedelta(minutes=2)
IDS: Final = Ids()


@pytest.fixture
def store(engine: Engine) -> Engine:
    migrate(engine)
    return engine


def _arrived(store: Engine, *, fault: str | None = None) -> str:
    arrival = Arrival(
        channel="web", bot="web", update_id=str(fault), chat="1", payload="{}", fault=fault
    )
    inbox.receive(store, IDS, [arrival], NOW)
    with store.atomic():
        return inbox.conversation_id(store, IDS, "web", "web", "1", NOW)


def test_nothing_waits_on_an_empty_database(store: Engine) -> None:
    assert queues.look(store, NOW) == Queues(
        inbox_waiting=0, inbox_oldest_seconds=0, inbox_aside=0, outbox_waiting=0,
        outbox_oldest_seconds=0, overdue=0, follow_ups=0,
    )  # fmt: skip


def test_what_came_in_and_what_must_go_out_is_counted_with_its_age(store: Engine) -> None:
    chat = _arrived(store)
    _arrived(store, fault="not JSON")
    outgoing.add(store, IDS.new(NOW), by_id(store, chat), "answer", {}, NOW)
    for _ in range(2):  # the same work is not counted twice
        follow_ups.add(store, IDS, "turn_failed", None, NOW, conversation=chat)

    assert queues.look(store, LATER) == Queues(
        inbox_waiting=1, inbox_oldest_seconds=120, inbox_aside=1, outbox_waiting=1,
        outbox_oldest_seconds=120, overdue=0, follow_ups=1,
    )  # fmt: skip


def test_a_clock_that_went_back_makes_no_negative_age(store: Engine) -> None:
    _arrived(store)

    assert queues.look(store, NOW - timedelta(hours=1)).inbox_oldest_seconds == 0


def test_ids_go_on_after_the_largest_that_was_given_out(store: Engine) -> None:
    none_yet = outgoing.largest_id(store)
    chat = _arrived(store)
    id_ = IDS.new(LATER)
    outgoing.add(store, id_, by_id(store, chat), "answer", {}, NOW)

    assert (none_yet, outgoing.largest_id(store)) == (None, id_)
    assert Ids(after=id_).new(NOW) > id_
