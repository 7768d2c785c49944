"""What is learned from is what people keep in files, each in its own language."""

import json

from knowledge import danger
from knowledge.examples import messages, sources
from knowledge.languages import LANGUAGES
from knowledge.routes import Intent


def test_every_example_stands_in_a_file_that_its_model_is_known_by() -> None:
    kept = "\n".join(sources())
    lacking = [
        each.text
        for each in messages()
        if each.text not in kept and json.dumps(each.text, ensure_ascii=False)[1:-1] not in kept
    ]

    assert not lacking


def test_the_sentences_of_danger_are_examples_in_their_own_language() -> None:
    told = {(each.text, each.language) for each in messages() if Intent.EMERGENCY in each.labels}
    rules = danger.shipped().languages

    assert set(rules) == set(LANGUAGES)
    for language, held in rules.items():
        assert {(line, language) for rule in held.rules for line in rule.fires} <= told
