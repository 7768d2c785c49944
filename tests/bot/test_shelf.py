"""What staff publish is known to the bot at its next look, without a new start."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.shelf import Shelf
from conversations.store import topics
from conversations.store.engine import Engine, migrate, open_engine
from knowledge.topics import Topic, shipped
from tests.learning import LEARNING

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def respite() -> Topic:
    return next(topic for topic in shipped() if topic.slug == "respijtzorg")


@pytest.fixture
def engine(respite: Topic) -> Iterator[Engine]:
    opened = open_engine(":memory:")
    migrate(opened)
    topics.load_shipped(opened, [respite], NOW)
    yield opened
    opened.close()


def test_a_topic_that_staff_publish_is_known_at_the_next_look(
    engine: Engine, respite: Topic
) -> None:
    shelf = Shelf(engine, LEARNING)
    topics.load_edited(engine, [replace(respite, title="Even vrij")], NOW, editor_id=None)

    assert shelf.refresh()
    shelf.close()

    assert shelf.knowledge.index.topic("respijtzorg").title == "Even vrij"


def test_as_long_as_nothing_was_published_nothing_is_made_anew(engine: Engine) -> None:
    shelf = Shelf(engine, LEARNING)
    before = shelf.knowledge

    assert not shelf.refresh()
    assert shelf.knowledge is before
