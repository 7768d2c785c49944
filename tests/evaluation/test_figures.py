"""The figures count what people asked and told, and what came of it."""

import pytest

from knowledge.indicators import IndicatorMatch
from knowledge.regions import Region
from knowledge.routes import Intent, Route
from knowledge.search import Found, Match, Outcome
from knowledge.understanding import Understanding
from tests.evaluation import curve, messages, questions
from tests.evaluation.parts import Message, Question, third


def asking(*slugs: str, kind: str = "term", language: str = "nl") -> Question:
    return Question(text="?", slugs=slugs, region=Region.NL, language=language, kind=kind)


def finding(*slugs: str, outcome: Outcome = Outcome.ANSWER, score: float = 0.9) -> Found:
    matches = tuple(Match(slug=slug, score=score, matched=slug) for slug in slugs)
    return Found(matches=matches, outcome=outcome)


def telling(route: Route | None, intent: Intent | None, *signs: str) -> Message:
    return Message(
        text="!",
        route=route,
        intent=intent,
        indicators=frozenset(signs),
        kind="",
        region=None,
        language="nl",
    )


def meaning(route: Route, intent: Intent, *signs: str) -> Understanding:
    return Understanding(
        text="!",
        language="nl",
        intent=intent,
        route=route,
        indicators=tuple(
            IndicatorMatch(slug=slug, sentence="!", phrase="!", score=0.5) for slug in signs
        ),
        bottleneck=None,
        dangers=(),
        topics=(),
        outcome=None,
        reasons=(),
    )


@pytest.mark.parametrize(
    ("wanted", "found", "among", "right"),
    [
        (("wlz",), ("wlz", "wmo"), 1, True),
        (("wmo",), ("wlz", "wmo"), 1, False),
        (("wmo",), ("wlz", "wmo"), 3, True),
        (("wmo", "wlz"), ("wlz", "wmo", "zvw"), 1, True),
        (("wmo", "zvw"), ("wlz", "wmo", "zvw"), 1, False),
        (("wmo", "zvw"), ("wlz", "wmo", "zvw"), 3, True),
        ((), ("wlz",), 3, False),
    ],
)
def test_who_asks_about_two_topics_wants_both(
    wanted: tuple[str, ...], found: tuple[str, ...], among: int, right: bool
) -> None:
    assert questions.right(asking(*wanted), found, among) is right


def test_answers_are_counted_apart_for_what_no_topic_answers() -> None:
    figures = questions.figures(
        [
            (asking("wlz"), finding("wlz")),
            (asking("wlz", kind="need"), finding("wmo", "wlz")),
            (asking("wlz"), finding("wlz", outcome=Outcome.CHOOSE)),
            (asking("wlz"), Found(matches=(), outcome=Outcome.UNKNOWN)),
            (asking(), finding("wlz")),
            (asking(), finding("wlz", outcome=Outcome.CHOOSE)),
        ]
    )

    assert figures == questions.Figures(
        answerable=4,
        first=0.5,
        among_three=0.75,
        need_first=0.0,
        need_among_three=1.0,
        answered=0.5,
        answered_wrongly=0.25,
        unknown=0.25,
        unanswerable=2,
        unanswerable_answered=0.5,
        unanswerable_offered=0.5,
    )


def test_how_sure_we_were_is_held_against_who_got_the_right_topic() -> None:
    bins = questions.calibration(
        [
            (asking("wlz"), finding("wlz", score=1.0)),
            (asking("wlz"), finding("wmo", score=0.9)),
            (asking(), finding("wmo", score=0.05)),
        ]
    )

    assert [each.asked for each in bins] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert (bins[0].right, bins[-1].right) == (0.0, 0.5)


def test_danger_and_signals_are_counted_by_what_follows_for_people() -> None:
    figures = messages.figures(
        [
            (telling(Route.NOW, Intent.EMERGENCY), meaning(Route.TODAY, Intent.EMERGENCY)),
            (telling(Route.NOW, Intent.EMERGENCY), meaning(Route.LOG, Intent.CONCERN)),
            (telling(Route.TODAY, Intent.EMERGENCY), meaning(Route.CASE_MANAGER, Intent.SIGNAL)),
            (telling(None, None), meaning(Route.NOW, Intent.EMERGENCY)),
            (
                telling(Route.CASE_MANAGER, Intent.SIGNAL, "geen-regie", "zorgweigering"),
                meaning(Route.CASE_MANAGER, Intent.SIGNAL, "geen-regie"),
            ),
            (telling(Route.LOG, Intent.CONCERN), meaning(Route.CASE_MANAGER, Intent.SIGNAL)),
        ]
    )

    assert figures == messages.Figures(
        dangers=3,
        danger_heard=1 / 3,
        danger_unheard=1 / 3,
        harmless=3,
        shown_wrongly=1 / 3,
        signals=1,
        signals_heard=1.0,
        signals_meant=1 / 2,
        signals_meant_strictly=1 / 3,
        signs_f1=2 / 3,
        intents=5,
        intents_right=2 / 5,
    )


def test_danger_nobody_heard_is_the_worst_miss() -> None:
    harmless = telling(Route.ANSWER, Intent.OTHER), meaning(Route.LOG, Intent.CONCERN)
    unheard = telling(Route.NOW, Intent.EMERGENCY), meaning(Route.ANSWER, Intent.OTHER)
    well = telling(Route.NOW, Intent.EMERGENCY), meaning(Route.NOW, Intent.EMERGENCY)

    assert messages.worst([harmless, well, unheard]) == [unheard, harmless]


def test_topics_taken_for_each_other_are_counted_whichever_way() -> None:
    found = curve.confused(
        [
            (asking("wlz"), finding("wmo")),
            (asking("wmo"), finding("wlz")),
            (asking("wmo"), finding("zvw")),
            (asking("wmo"), finding("wmo")),
        ]
    )

    assert found == (
        curve.Confusion(one="wlz", other="wmo", times=2),
        curve.Confusion(one="wmo", other="zvw", times=1),
    )


def test_every_third_row_is_the_same_third_each_time() -> None:
    rows = [asking(str(number)) for number in range(7)]

    assert [each.slugs for each in third(rows)] == [("0",), ("3",), ("6",)]
