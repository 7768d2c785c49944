"""The twelve signs are seen in what someone tells of now, and only then."""

import pytest

from knowledge.indicators import INDICATORS, Indicator, shipped
from tests.learning import knowledge


def seen(text: str) -> dict[str, str]:
    """The signs a message shows, each with its sentence."""
    understood = knowledge().understander.understand(text)
    return {match.slug: match.sentence for match in understood.indicators}


@pytest.mark.parametrize("sign", shipped(), ids=INDICATORS)
def test_each_sign_has_phrases_enough_and_none_twice(sign: Indicator) -> None:
    assert len(sign.phrases) >= 30
    assert len(set(sign.phrases)) == len(sign.phrases)
    assert len(sign.near_misses) >= 5


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("mijn moeder laat niemand binnen", "zorgweigering"),
        ("ik zit op mijn tandvlees", "mantelzorg-overbelast"),
        ("opa is deze maand al vier keer gevallen", "valrisico"),
        ("bomma gaat zo rap achteruit", "achteruitgang"),
        ("we staan al een jaar op de wachtlijst en er gebeurt niks", "kloof-aanbod"),
        ("mijn buurvrouw is op, ze zorgt dag en nacht voor haar man", "mantelzorg-overbelast"),
    ],
)
def test_a_present_situation_shows_its_sign(text: str, slug: str) -> None:
    assert slug in seen(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wat betekent overbelasting van de mantelzorger?",
        "Er is niemand gevallen en we redden ons prima.",
        "Wat moet ik doen als mijn moeder geen hulp wil?",
        "Hij viel vorig jaar, nu gaat het goed.",
        "Mijn moeder twijfelde eerst, maar nu vindt ze de hulp prima.",
        "Ik viel bijna van mijn stoel van het lachen.",
    ],
)
def test_asked_denied_supposed_and_past_show_none(text: str) -> None:
    assert seen(text) == {}


def test_one_message_may_show_several_signs_each_with_its_literal_sentence() -> None:
    found = seen("Opa is deze maand al vier keer gevallen. Hij laat niemand binnen!")

    assert found["valrisico"] == "Opa is deze maand al vier keer gevallen."
    assert found["zorgweigering"] == "Hij laat niemand binnen!"
