"""People are understood at least as well as these floors; the build fails below them.

They lie some points under what was measured over the same third of the sets. Messages of `dev` are
in part the hardest their authors could think of, so its floors lie lower (see EVALUATION.md).
"""

from collections.abc import Mapping

import pytest

from tests.evaluation import messages, parts, questions
from tests.evaluation.parts import Part
from tests.learning import knowledge

Asked = Mapping[Part, Mapping[str, questions.Figures]]
Told = Mapping[Part, Mapping[str, messages.Figures]]


@pytest.fixture(scope="module")
def asked() -> Asked:
    understander = knowledge().understander
    rows = {part: parts.third(parts.questions(part)) for part in Part}
    return {
        part: questions.by_slice(questions.understood(understander, mine))
        for part, mine in rows.items()
    }


@pytest.fixture(scope="module")
def told() -> Told:
    understander = knowledge().understander
    rows = {part: parts.third(parts.messages(part)) for part in Part}
    return {
        part: messages.by_slice(messages.told(understander, mine)) for part, mine in rows.items()
    }


def test_most_people_find_their_topic_first(asked: Asked) -> None:
    assert asked[Part.DEV]["Dutch of the Netherlands"].first >= 0.94
    assert asked[Part.DEV]["Flemish"].first >= 0.89
    assert asked[Part.DEV]["other languages"].first >= 0.90
    assert asked[Part.UNSEEN]["all"].first >= 0.93


def test_nearly_everyone_finds_their_topic_among_three(asked: Asked) -> None:
    assert asked[Part.DEV]["all"].among_three >= 0.96
    assert asked[Part.UNSEEN]["all"].among_three >= 0.95


def test_who_knows_no_name_for_what_they_need_finds_it_too(asked: Asked) -> None:
    assert asked[Part.DEV]["all"].need_first >= 0.92
    assert asked[Part.UNSEEN]["all"].need_first >= 0.92


def test_people_are_answered_at_once_and_seldom_wrongly(asked: Asked) -> None:
    assert asked[Part.DEV]["all"].answered >= 0.76
    assert asked[Part.DEV]["all"].answered_wrongly <= 0.04
    assert asked[Part.DEV]["all"].unknown <= 0.11
    assert asked[Part.UNSEEN]["all"].answered >= 0.83
    assert asked[Part.UNSEEN]["all"].answered_wrongly <= 0.04
    assert asked[Part.UNSEEN]["all"].unknown <= 0.07


def test_who_asks_what_no_topic_answers_is_seldom_answered(asked: Asked) -> None:
    assert asked[Part.DEV]["all"].unanswerable_answered <= 0.10
    assert asked[Part.DEV]["all"].unanswerable_offered <= 0.22
    assert asked[Part.UNSEEN]["all"].unanswerable_answered <= 0.06
    assert asked[Part.UNSEEN]["all"].unanswerable_offered <= 0.14


def test_who_tells_of_danger_is_heard(told: Told) -> None:
    assert told[Part.DEV]["Dutch"].danger_heard >= 0.88
    assert told[Part.DEV]["other languages"].danger_heard >= 0.90
    assert told[Part.UNSEEN]["Dutch"].danger_heard >= 0.93
    assert told[Part.UNSEEN]["other languages"].danger_heard >= 0.87


def test_hardly_any_danger_is_answered_as_if_nothing_was_the_matter(told: Told) -> None:
    assert told[Part.DEV]["all"].danger_unheard <= 0.03
    assert told[Part.UNSEEN]["all"].danger_unheard <= 0.02


def test_who_is_in_no_danger_seldom_sees_it(told: Told) -> None:
    assert told[Part.DEV]["all"].shown_wrongly <= 0.05
    assert told[Part.UNSEEN]["all"].shown_wrongly <= 0.04


def test_who_needs_the_case_manager_reaches_them_and_few_others_do(told: Told) -> None:
    assert told[Part.DEV]["all"].signals_heard >= 0.92
    assert told[Part.DEV]["all"].signals_meant >= 0.84
    assert told[Part.UNSEEN]["all"].signals_heard >= 0.94
    assert told[Part.UNSEEN]["all"].signals_meant >= 0.84


def test_the_signs_in_a_signal_are_mostly_seen(told: Told) -> None:
    assert told[Part.DEV]["all"].signs_f1 >= 0.75
    assert told[Part.UNSEEN]["all"].signs_f1 >= 0.86


def test_what_people_want_is_mostly_understood(told: Told) -> None:
    assert told[Part.DEV]["all"].intents_right >= 0.83
    assert told[Part.UNSEEN]["all"].intents_right >= 0.86
