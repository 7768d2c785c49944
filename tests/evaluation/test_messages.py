"""Messages are understood at least as well as these floors; the build fails below them."""

import pytest

from knowledge import topics
from knowledge.search import Index
from knowledge.understanding import Intent, Route, Understander
from tests.evaluation.messages import Figures, figures, kept, understood


@pytest.fixture(scope="module")
def measured() -> dict[str, Figures]:
    understander = Understander(Index(topics.shipped()))
    return {part: figures(understood(understander, kept(part))) for part in ("dev", "unseen")}


def test_there_are_messages_enough_of_every_kind_and_none_twice() -> None:
    messages = kept()

    assert len(messages) >= 300
    assert len({each.text for each in messages}) == len(messages)
    assert {each.intent for each in messages} == set(Intent)
    assert {each.route for each in messages} == set(Route)


def test_danger_in_messages_we_worked_on_is_heard(measured: dict[str, Figures]) -> None:
    assert measured["dev"].danger_recall >= 0.98
    assert measured["dev"].danger_shown_wrongly <= 0.01


def test_danger_in_messages_kept_apart_is_heard(measured: dict[str, Figures]) -> None:
    assert measured["unseen"].danger_recall >= 0.88
    assert measured["unseen"].danger_shown_wrongly <= 0.03


def test_signals_are_seen_and_little_else_passes_for_one(measured: dict[str, Figures]) -> None:
    assert measured["unseen"].signal_recall >= 0.92
    assert measured["unseen"].signal_precision >= 0.88
    assert measured["unseen"].indicators_f1 >= 0.85


def test_what_people_want_is_mostly_understood(measured: dict[str, Figures]) -> None:
    assert measured["dev"].intents_right >= 0.95
    assert measured["unseen"].intents_right >= 0.85
