"""A message is understood as one thing, with its reasons, whatever someone types."""

import pytest

from knowledge.kinds import Kinds
from knowledge.languages import Heard
from knowledge.regions import Region
from knowledge.search import Outcome
from knowledge.understanding import Intent, Route, Understander, Understanding
from tests.learning import LEARNING, knowledge


@pytest.fixture(scope="module")
def understander() -> Understander:
    return knowledge().understander


@pytest.mark.parametrize(
    ("text", "intent", "route"),
    [
        ("hij ademt niet", Intent.EMERGENCY, Route.NOW),
        ("ik wil dood", Intent.EMERGENCY, Route.TODAY),
        ("mijn moeder laat niemand binnen", Intent.SIGNAL, Route.CASE_MANAGER),
        ("Ik wil mijn casemanager kwijt.", Intent.COMPLAINT, Route.LOG),
        ("De een zegt rusten, de ander zegt bewegen", Intent.CONCERN, Route.LOG),
        ("ik wil iemand spreken", Intent.HUMAN, Route.LOG),
        ("wie doet de medicijnen bij papa", Intent.NETWORK, Route.ANSWER),
        ("wat is respijtzorg", Intent.QUESTION, Route.ANSWER),
        ("goedemorgen", Intent.SMALLTALK, Route.ANSWER),
        ("asdfghjkl", Intent.OTHER, Route.ANSWER),
        ("", Intent.OTHER, Route.ANSWER),
    ],
)
def test_a_message_is_the_first_thing_that_holds(
    understander: Understander, text: str, intent: Intent, route: Route
) -> None:
    meant = understander.understand(text)

    assert (meant.intent, meant.route) == (intent, route)


def test_a_message_that_asks_and_tells_a_situation_gets_both(understander: Understander) -> None:
    meant = understander.understand("Wat is respijtzorg? Ik trek het niet meer.")

    assert meant.intent is Intent.SIGNAL
    assert [match.slug for match in meant.indicators] == ["mantelzorg-overbelast"]
    assert meant.topics[0].slug == "respijtzorg"


def test_nothing_asked_means_no_outcome(understander: Understander) -> None:
    meant = understander.understand("mijn moeder laat niemand binnen")

    assert meant.outcome is None


def test_what_a_message_is_about_is_told_also_where_nothing_is_asked(
    understander: Understander,
) -> None:
    meant = understander.understand("Ik zoek respijtzorg voor mijn man, ik trek het niet meer.")

    assert meant.topics[0].slug == "respijtzorg"


@pytest.mark.parametrize(("name", "slug"), [("pgb", "pgb"), ("1712", "hulplijn-1712")])
def test_the_name_of_a_topic_alone_is_a_question(
    understander: Understander, name: str, slug: str
) -> None:
    meant = understander.understand(name)

    assert meant.topics[0].slug == slug

    assert (meant.intent, meant.outcome) == (Intent.QUESTION, Outcome.ANSWER)


def test_violence_is_also_the_sign_of_an_unsafe_home(understander: Understander) -> None:
    meant = understander.understand("mijn zoon slaat mij")

    assert [match.slug for match in meant.indicators] == ["onveilig"]


def test_a_concern_names_its_bottleneck(understander: Understander) -> None:
    assert (
        understander.understand("ik moet steeds alles opnieuw vertellen").bottleneck
        == "slechte-afstemming"
    )


def test_every_outcome_carries_its_reasons(understander: Understander) -> None:
    reasons = understander.understand("hij ademt niet").reasons

    assert "danger 1: ademt-niet" in reasons


def test_a_child_that_writes_is_noticed(understander: Understander) -> None:
    assert understander.understand("ik ben 11 en papa slaat mij").child


@pytest.mark.parametrize(
    "text",
    [
        "h" + "\u0301\u0336\u0489" * 1300,
        "😀" * 4096,
        "abcdefgh" * 512,
        "ikwilnietmeer" * 300,
        "hij слаат 你好 مرحبا " * 200,
        "? " * 2048,
        "(" * 4096,
        "\x00\ud800\u202e" * 1000,
        "ik ben op en hij valt en niemand komt " * 110,
    ],
)
def test_a_hostile_message_breaks_nothing_and_gets_no_answer_by_accident(
    understander: Understander, text: str
) -> None:
    assert understander.understand(text[:4096]).outcome is not Outcome.ANSWER


class Reading(Understander):
    """Keeps what it reads."""

    read: list[str]

    def _understand(self, text: str, region: Region | None, told: Heard) -> Understanding:
        self.read.append(text)
        return super()._understand(text, region, told)


@pytest.fixture
def reading() -> Reading:
    ours = Reading(knowledge().index, Kinds(LEARNING.kinds()))
    ours.read = []
    return ours


def test_the_same_words_are_read_once_and_mean_the_same(
    reading: Reading, understander: Understander
) -> None:
    first = reading.understand("Wat is respijtzorg?", region=Region.NL)

    assert reading.understand("Wat is respijtzorg?", region=Region.NL) == first
    assert reading.read == ["Wat is respijtzorg?"]
    assert first == understander.understand("Wat is respijtzorg?", region=Region.NL)
    for known in ("nl", "en"):
        told = reading.understand("Wat is respijtzorg?", region=Region.NL, language=known)
        assert told.language == understander.understand(told.text, language=known).language
    assert len(reading.read) == 1
    reading.understand("Wat is respijtzorg?", region=Region.BE)
    assert len(reading.read) == 2


def test_what_was_read_is_let_go_in_time_and_when_somebody_is_erased(reading: Reading) -> None:
    reading.understand("Wat is respijtzorg?")
    for number in range(500):
        reading.understand(str(number))
    reading.understand("Wat is respijtzorg?")
    assert reading.read.count("Wat is respijtzorg?") == 2

    reading.forget()
    reading.understand("Wat is respijtzorg?")
    assert reading.read.count("Wat is respijtzorg?") == 3
