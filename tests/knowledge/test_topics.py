"""Topics: what is read, what is refused, and which answer a reader gets."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import TopicFault
from knowledge.regions import Region
from knowledge.topics import Answer, Topic, faults, listed_slugs, parse, render

RESPITE = """
slug = "respijtzorg"
title = "Respijtzorg"
region = "beide"
status = "actueel"
successors = []
synonyms = ["respijt zorg"]
related = ["mantelzorg"]
source = "ZorgJargon"
owner = "redactie"
checked = 2026-11-24
check_by = 2027-05-24
[phrases]
nl = ["ik wil er even uit"]
nl-BE = ["ik wil er efkes uit"]
[[answers]]
language = "nl"
region = "beide"
short = "Iemand neemt de zorg even over."
more = "Zo krijgt u rust."
for_client = "Er komt iemand anders."
for_carer = "U kunt even weg."
first_step = "Vraag het aan uw casemanager."
reviewed = true
"""

ANSWER = Answer(
    language="nl",
    region=None,
    short="Iemand neemt de zorg even over.",
    more="Zo krijgt u rust.",
    for_client="Er komt iemand anders.",
    for_carer="U kunt even weg.",
    first_step="Vraag het aan uw casemanager.",
    reviewed=True,
)

TOPIC = Topic(
    slug="respijtzorg",
    title="Respijtzorg",
    region=None,
    outdated=False,
    successors=(),
    synonyms=("respijt zorg",),
    related=("mantelzorg",),
    source="ZorgJargon",
    owner="redactie",
    checked=date(2026, 11, 24),
    check_by=date(2027, 5, 24),
    answers=(ANSWER,),
    phrases={"nl": ("ik wil er even uit",), "nl-BE": ("ik wil er efkes uit",)},
)

KNOWN = frozenset(("respijtzorg", "mantelzorg", "wlz"))


def test_an_editor_reads_back_what_the_file_says() -> None:
    assert parse(RESPITE) == TOPIC


def test_a_rendered_topic_is_the_same_topic_when_read_again() -> None:
    assert parse(render(TOPIC)) == TOPIC


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)


@given(title=TEXTS, synonyms=st.lists(TEXTS), phrase=TEXTS, short=TEXTS)
def test_whatever_an_editor_types_survives_writing_and_reading(
    title: str, synonyms: list[str], phrase: str, short: str
) -> None:
    topic = replace(
        TOPIC,
        title=title,
        synonyms=tuple(synonyms),
        phrases={"nl": (phrase,)},
        answers=(replace(ANSWER, short=short),),
    )

    assert parse(render(topic)) == topic


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('title = "Respijtzorg"\n', "", "title: missing"),
        ('title = "Respijtzorg"', 'title = " "', "title: empty"),
        (
            'slug = "respijtzorg"',
            'slug = "Respijt zorg"',
            "slug: 'Respijt zorg' is not well formed",
        ),
        ('region = "beide"\nstatus', 'region = "fr"\nstatus', "region: 'fr' is not one of nl, be"),
        ('"actueel"', '"oud"', "status: 'oud' is not one of actueel, verouderd"),
        ("checked = 2026-11-24", 'checked = "gisteren"', "checked: expected a date"),
        ("2026-11-24", "2026-11-24T10:00:00", "checked: expected a date"),
        ("2027-05-24", "2026-11-24", "check_by: not after checked"),
        ('["respijt zorg"]', '["respijt zorg", ""]', "synonyms: expected a list of texts"),
        ('["respijt zorg"]', '"respijt zorg"', "synonyms: expected a list"),
        ("nl-BE", '"Vlaams dialect"', "phrases.Vlaams dialect: not a language tag"),
        ("reviewed = true", 'reviewed = "ja"', "answers[1].reviewed: expected a bool"),
        ("reviewed = true", "", "answers[1].reviewed: missing"),
        ("reviewed", "gelezen", "answers[1].gelezen: not a field we know"),
        ("synonyms", "synoniemen", "synoniemen: not a field we know"),
        ('language = "nl"', 'language = "en"', "answers: no answer in Dutch"),
        ("[[answers]]", "[answers]", "answers: expected a list"),
        ('source = "ZorgJargon"', "source = ZorgJargon", "file: not valid TOML"),
    ],
)
def test_an_editor_is_told_which_field_of_which_topic_is_wrong(
    old: str, new: str, line: str
) -> None:
    with pytest.raises(TopicFault) as refused:
        parse(RESPITE.replace(old, new, 1))

    assert line in str(refused.value)
    assert str(refused.value).startswith("topic ")
    assert "\n" not in str(refused.value)


def test_a_list_of_answers_that_holds_no_tables_is_refused() -> None:
    with pytest.raises(TopicFault, match="answers: expected a list of tables"):
        parse(RESPITE.split("[phrases]")[0] + "answers = [1]\n[phrases]\n")


def test_two_answers_for_the_same_reader_are_refused() -> None:
    twice = replace(TOPIC, answers=(ANSWER, ANSWER))

    with pytest.raises(TopicFault, match="two answers in one language for one country"):
        parse(render(twice))


def test_a_file_without_a_slug_is_still_named_in_one_line() -> None:
    with pytest.raises(TopicFault, match="topic without a slug: file: not valid TOML"):
        parse("[[")


DUTCH_NL = replace(ANSWER, region=Region.NL, short="Bel de gemeente.")
DUTCH_BE = replace(ANSWER, region=Region.BE, short="Bel het ziekenfonds.")
ENGLISH = replace(ANSWER, language="en", short="Someone takes over.", reviewed=False)
ENGLISH_NL = replace(ENGLISH, region=Region.NL, short="Call the municipality.")


@pytest.mark.parametrize(
    ("answers", "language", "region", "given"),
    [
        ((DUTCH_NL, DUTCH_BE), "nl", Region.BE, DUTCH_BE),
        ((DUTCH_NL, DUTCH_BE), "nl-BE", Region.BE, DUTCH_BE),
        ((ANSWER, DUTCH_BE), "nl", Region.NL, ANSWER),
        ((ANSWER, DUTCH_BE), "nl", None, ANSWER),
        ((DUTCH_NL, DUTCH_BE, ENGLISH), "en", Region.BE, ENGLISH),
        ((DUTCH_NL, DUTCH_BE, ENGLISH_NL), "en", Region.BE, DUTCH_BE),
        ((ANSWER, ENGLISH_NL), "en", Region.NL, ENGLISH_NL),
        ((ANSWER, ENGLISH_NL), "en", None, ENGLISH_NL),
        ((ENGLISH, DUTCH_NL), "tr", Region.NL, DUTCH_NL),
        ((ENGLISH, DUTCH_NL), "tr", None, DUTCH_NL),
        ((DUTCH_NL,), "nl", Region.BE, DUTCH_NL),
    ],
)
def test_a_reader_gets_the_answer_nearest_to_country_and_language(
    answers: tuple[Answer, ...], language: str, region: Region | None, given: Answer
) -> None:
    assert replace(TOPIC, answers=answers).answer(language, region) == given


def test_a_topic_in_plain_words_has_no_faults() -> None:
    assert faults(TOPIC, KNOWN) == ()


LONG = " ".join(["woord"] * 16) + "."


@pytest.mark.parametrize(
    ("texts", "line"),
    [
        ({"short": LONG}, "short: a sentence of 16 words, at most 15"),
        ({"more": LONG[:-1] + " " + LONG}, "more: a sentence of 32 words, at most 20"),
        ({"short": "Een zin. " * 31}, "short: 62 words, at most 60"),
        ({"more": "Een zin. " * 76}, "more: 152 words, at most 150"),
        ({"more": "Vraag het aan je huisarts."}, "more: says 'je'"),
        ({"first_step": "Bel nu!"}, "first_step: an exclamation mark"),
        ({"short": "Veel sterkte 🌷."}, "short: an emoji"),
        ({"more": "U vraagt een indicatie aan."}, "more: the hard word 'indicatie'"),
        ({"first_step": "Bel het CAK."}, "the abbreviation 'CAK' without an explanation"),
    ],
)
def test_an_editor_hears_what_is_not_plain_enough(texts: dict[str, str], line: str) -> None:
    [fault] = faults(replace(TOPIC, answers=(replace(ANSWER, **texts),)), KNOWN)  # type: ignore[arg-type]  # texts only

    assert fault.startswith("topic respijtzorg: answer nl beide: ")
    assert line in fault


def test_a_topic_may_use_the_hard_word_it_explains() -> None:
    own_word = replace(ANSWER, more="Respijtzorg heet ook zo bij de WLZ (wet langdurige zorg).")

    assert faults(replace(TOPIC, answers=(own_word,)), KNOWN) == ()


def test_the_rules_for_dutch_words_leave_other_languages_alone() -> None:
    english = replace(ENGLISH, more="Je was there! CAK, indicatie.")

    assert faults(replace(TOPIC, answers=(ANSWER, english)), KNOWN) == ()


def test_links_lead_to_other_topics_that_exist() -> None:
    lost = replace(TOPIC, related=("mantelzorg", "mantelsorg", "respijtzorg"))

    assert faults(lost, KNOWN) == (
        "topic respijtzorg: related: 'mantelsorg' is not another topic",
        "topic respijtzorg: related: 'respijtzorg' is not another topic",
    )


def test_an_outdated_topic_says_what_came_after_it() -> None:
    assert faults(replace(TOPIC, outdated=True, successors=("wlz",)), KNOWN) == ()
    assert faults(replace(TOPIC, outdated=True), KNOWN) == (
        "topic respijtzorg: successors: an outdated topic names what came after it",
    )


def test_a_phrase_stands_once_in_a_topic() -> None:
    doubled = replace(TOPIC, phrases={"nl": ("Even weg", "even weg")})

    assert faults(doubled, KNOWN) == ("topic respijtzorg: phrases.nl: a phrase stands there twice",)


def test_the_editors_work_from_a_list_of_slugs() -> None:
    assert {"respijtzorg", "wmo-2015", "jeugdwet"} <= listed_slugs()


def test_a_translation_may_hold_the_short_answer_only_and_dutch_may_not() -> None:
    english = replace(ENGLISH, more="", for_client="", for_carer="", first_step="")
    topic = replace(TOPIC, answers=(ANSWER, english))

    assert parse(render(topic)) == topic
    with pytest.raises(TopicFault, match=r"answers\[1\]\.more: missing"):
        parse(render(replace(topic, answers=(replace(ANSWER, more=""),))))
