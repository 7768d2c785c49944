"""The topics that come with the package: each readable, plain, linked and asked for."""

from collections import Counter

import pytest

from knowledge.content_files import read_text
from knowledge.topics import Topic, faults, listed_slugs, parse, render, shipped

TOPICS = {topic.slug: topic for topic in shipped()}


@pytest.fixture(params=sorted(TOPICS))
def topic(request: pytest.FixtureRequest) -> Topic:
    return TOPICS[request.param]


def test_every_topic_keeps_the_rules_for_plain_and_linked_answers(topic: Topic) -> None:
    assert faults(topic, listed_slugs()) == ()


def test_every_topic_is_one_the_editors_work_from(topic: Topic) -> None:
    assert topic.slug in listed_slugs()


def test_every_topic_survives_writing_and_reading(topic: Topic) -> None:
    assert parse(render(topic)) == topic


ASKED = frozenset(read_text("asked.txt").splitlines())
OTHERS = ("en", "fr", "de", "tr", "ar", "pl")


def test_every_topic_knows_how_people_ask_for_it(topic: Topic) -> None:
    dutch, flemish, other = (24, 10, 4) if topic.slug in ASKED else (12, 4, 2)
    counts = {tag: len(phrases) for tag, phrases in topic.phrases.items()}

    # Of what exists in Flanders only, Flemings ask most.
    together = dutch + (flemish if topic.region != "nl" else 0)
    assert counts["nl"] + counts.get("nl-BE", 0) >= together
    assert topic.region == "nl" or counts["nl-BE"] >= flemish
    assert all(counts[tag] >= other for tag in OTHERS)


def test_every_topic_is_answered_in_english_and_french_too(topic: Topic) -> None:
    tongues = {answer.language: answer for answer in topic.answers}

    assert {"nl", "en", "fr"} <= tongues.keys()
    assert not tongues["en"].reviewed
    assert not tongues["fr"].reviewed


def test_most_phrases_describe_the_need_without_the_word(topic: Topic) -> None:
    phrases = [phrase.casefold() for tag in topic.phrases for phrase in topic.phrases[tag]]
    without = [phrase for phrase in phrases if topic.slug.replace("-", " ") not in phrase]

    assert len(without) >= len(phrases) * 0.6


def test_no_phrase_stands_under_two_topics() -> None:
    phrases = Counter(
        phrase.casefold()
        for each in TOPICS.values()
        for tag in each.phrases
        for phrase in each.phrases[tag]
    )

    assert [phrase for phrase, times in phrases.items() if times > 1] == []


def test_every_topic_of_the_list_is_there_once() -> None:
    assert len(TOPICS) == len(shipped())
    assert TOPICS.keys() == listed_slugs()
