"""Messages by outside authors are understood at least as well as these floors."""

import pytest

from knowledge import topics
from knowledge.search import Index
from knowledge.understanding import Understander
from tests.evaluation.outside import PARTS, Figures, danger_by_language, figures, rows

SETS = ("danger_nl", "danger_other", "nodanger_nl", "signals_nl", "questions_nl")


@pytest.fixture(scope="module")
def understander() -> Understander:
    return Understander(Index(topics.shipped()))


@pytest.fixture(scope="module")
def worked_on(understander: Understander) -> Figures:
    return figures(understander, "dev")


@pytest.mark.parametrize("name", SETS)
def test_no_message_stands_in_both_parts_of_a_set(name: str) -> None:
    texts = [row["text"] for part in PARTS for row in rows(name, part)]

    assert len(set(texts)) == len(texts) >= 120


def test_danger_that_outsiders_describe_is_heard(worked_on: Figures) -> None:
    assert worked_on.danger_dutch >= 0.95
    assert worked_on.danger_other_languages >= 0.90
    assert worked_on.danger_unheard <= 0.01


def test_what_outsiders_say_without_danger_shows_hardly_any(worked_on: Figures) -> None:
    assert worked_on.danger_shown_wrongly <= 0.02


def test_signals_and_wishes_of_outsiders_are_understood(worked_on: Figures) -> None:
    assert worked_on.signal_recall >= 0.90
    assert worked_on.signal_precision >= 0.88
    assert worked_on.indicators_f1 >= 0.75
    assert worked_on.intents_right >= 0.85


def test_in_each_language_outsiders_are_heard(understander: Understander) -> None:
    heard = danger_by_language(understander, "dev")

    assert min(heard.values()) >= 0.90, heard
