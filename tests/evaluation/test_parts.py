"""The sets keep what is measured only apart from what people work on."""

from knowledge.routes import Intent, Route
from knowledge.topics import shipped
from tests.evaluation import parts
from tests.evaluation.parts import Part


def test_what_somebody_says_stands_in_one_part_only() -> None:
    questions = {part: {each.text.casefold() for each in parts.questions(part)} for part in Part}
    messages = {part: {each.text.casefold() for each in parts.messages(part)} for part in Part}

    assert not questions[Part.DEV] & questions[Part.UNSEEN]
    assert not messages[Part.DEV] & messages[Part.UNSEEN]


def test_both_parts_hold_enough_of_every_language() -> None:
    languages = {"nl", "en", "de", "fr", "tr", "ar", "pl"}

    for part in Part:
        assert {each.language for each in parts.questions(part)} == languages
        assert {each.language for each in parts.messages(part)} == languages
        assert len(parts.questions(part)) >= 350
        assert len(parts.messages(part)) >= 500


def test_people_say_something_of_every_kind() -> None:
    for part in Part:
        assert {each.intent for each in parts.messages(part)} >= set(Intent)
        assert {each.route for each in parts.messages(part)} >= set(Route)


def test_whoever_asks_something_asks_for_a_topic_we_hold() -> None:
    held = {topic.slug for topic in shipped()}

    asked = {slug for part in Part for each in parts.questions(part) for slug in each.slugs}

    assert asked <= held
