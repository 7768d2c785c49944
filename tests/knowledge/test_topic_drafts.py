"""Topics that wait for an editor to read them: not shown yet, but each is sound and its own."""

from collections import Counter
from pathlib import Path

import pytest

from knowledge.topics import faults, listed_slugs, parse, render, shipped

FILES = sorted((Path(__file__).parents[2] / "knowledge" / "content" / "drafts").glob("*.toml"))
DRAFTS = {path.stem: parse(path.read_text(encoding="utf-8")) for path in FILES}


@pytest.mark.parametrize("slug", sorted(DRAFTS))
def test_a_draft_keeps_the_rules_and_bears_the_name_of_its_file(slug: str) -> None:
    draft = DRAFTS[slug]

    assert draft.slug == slug
    assert faults(draft, listed_slugs()) == ()
    assert parse(render(draft)) == draft


def test_no_topic_is_a_draft_and_shown_at_once() -> None:
    assert DRAFTS.keys() & {topic.slug for topic in shipped()} == set()
    assert DRAFTS.keys() | {topic.slug for topic in shipped()} == listed_slugs()


def test_no_phrase_of_a_draft_stands_under_another_topic() -> None:
    phrases = Counter(
        phrase.casefold()
        for topic in (*DRAFTS.values(), *shipped())
        for tag in topic.phrases
        for phrase in topic.phrases[tag]
    )

    assert [phrase for phrase, times in phrases.items() if times > 1] == []
