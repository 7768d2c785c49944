"""Danger is heard in what people type, and answered with the right numbers first."""

import re

import pytest

from knowledge import numbers
from knowledge.content_files import read_table
from knowledge.danger import Danger, advice, counted, shipped
from knowledge.danger_rules import Rule, kinds
from knowledge.languages import LANGUAGES, heard
from knowledge.regions import Region

RULES = [
    (language, rule) for language, rules in shipped().languages.items() for rule in rules.rules
]
NAMES = [f"{language}-{rule.id}" for language, rule in RULES]
REGIONS = (Region.NL, Region.BE, None)


@pytest.mark.parametrize(("language", "rule"), RULES, ids=NAMES)
def test_each_rule_is_set_off_by_its_own_sentences(language: str, rule: Rule) -> None:
    for sentence in rule.fires:
        found = shipped().check_read(sentence, {}, (language, *heard(sentence).candidates))
        assert rule.id in {danger.rule for danger in found}, sentence


@pytest.mark.parametrize(("language", "rule"), RULES, ids=NAMES)
def test_what_only_looks_like_danger_sets_off_nothing(language: str, rule: Rule) -> None:
    for sentence in rule.quiet:
        assert shipped().check(sentence) == (), sentence


def danger(level: int, lead: float | None = None) -> Danger:
    return Danger(level=level, kind="lichamelijk", rule=f"r{level}", words="", lead=lead)


def test_a_hint_counts_in_a_message_that_resembles_danger_more_than_all_else() -> None:
    hint = danger(5, 0.1)

    assert counted([hint], 0.2, {"emergency": 0.3}) == (hint,)
    assert counted([hint], 0.0, {"emergency": 0.3}) == ()
    assert counted([hint], 0.2, {"emergency": -0.5}) == ()  # it resembles nothing we know


def test_of_hints_of_several_levels_the_likeliest_level_counts() -> None:
    hints = [danger(1, 0.1), danger(5, 0.1), danger(5, 0.2)]

    assert counted(hints, 0.9, {"emergency": 0.9, "level 1": -0.4, "level 5": 0.7}) == tuple(
        hints[1:]
    )


def test_a_rule_may_be_silent_in_a_message_that_is_clearly_something_else() -> None:
    rule = danger(3, -1.0)

    assert counted([rule], -0.6, {}) == (rule,)
    assert counted([rule], -1.2, {}) == ()


def test_what_names_a_danger_to_life_counts_unless_nothing_else_speaks_of_any() -> None:
    rule = danger(1)

    assert counted([rule, danger(3, 0.1)], 0.9, {"emergency": 0.9}) == (rule,)
    assert counted([rule], -1.1, {}) == (rule,)
    assert counted([rule], -1.3, {}) == ()


def test_rules_that_name_death_or_danger_to_life_ask_for_no_likeness() -> None:
    named = {"ademt-niet", "ligt-op-grond", "borst", "wil-dood", "vermist", "gas-co"}
    rules = {rule.id: rule for rule in shipped().languages["nl"].rules}

    assert all(rules[each].lead is None for each in named)


def test_every_language_has_rules_for_life_suicide_and_violence() -> None:
    levels = {
        language: {rule.level for rule in shipped().languages[language].rules}
        for language in LANGUAGES
    }

    assert all({1, 2, 3} <= found for found in levels.values())


@pytest.mark.parametrize(
    "text",
    [
        "ik doe mezelf niets aan hoor",
        "stel dat ik er niet meer was",
        "er is geen brand hoor, alleen staat het gordijn in de fik",
        "stel dat iemand niet meer ademt, wat moet ik dan",
    ],
)
def test_denial_and_supposition_never_silence_the_two_heaviest_levels(text: str) -> None:
    assert shipped().check(text)[0].level <= 2


@pytest.mark.parametrize(
    "text",
    [
        "Vroeger sloeg mijn vader ons, dat is vijftig jaar geleden.",
        "Stel dat iemand geslagen wordt, wie bel je dan?",
        "Wat is ouderenmishandeling?",
        "Ik heb geen koorts.",
    ],
)
def test_long_past_supposed_asked_and_denied_are_no_danger_from_level_three_on(text: str) -> None:
    assert shipped().check(text) == ()


def test_what_would_silence_a_rule_silences_nothing_far_away() -> None:
    near = "Ze is de kluts kwijt door die rekening."
    far = (
        "Van gisterenavond is ze ineens de kluts kwijt, ze denkt dat het hier een hotel is "
        "en vraagt aan mij de rekening"
    )

    assert shipped().check(near) == ()
    assert [danger.kind for danger in shipped().check(far)] == ["verwardheid"]


def test_what_somebody_cannot_do_is_no_denial() -> None:
    assert shipped().check("hij kan al van vanmorgen niet plassen en zijn buik doet pijn")


def test_a_film_is_no_danger_but_the_own_wish_to_die_beside_it_is() -> None:
    film = "Ik keek naar een film waarin een man zijn buurman neersteekt."
    own = "Ik las in de krant over euthanasie en ik wil ook dood."

    assert shipped().check(film) == ()
    assert {danger.kind for danger in shipped().check(own)} == {"zelfdoding"}


def test_the_heaviest_danger_comes_first_and_all_numbers_are_shown() -> None:
    dangers = shipped().check("Mijn man slaat mij en nu ademt mijn moeder niet meer")
    told = advice(dangers, region=Region.NL, language="nl")

    assert dangers[0].level == 1
    assert [number.number for number in told.calls] == ["112", "0800-2000"]
    assert told.sentences[0] == "Bel nu 112."


def test_without_a_country_the_numbers_of_both_are_shown() -> None:
    told = advice(shipped().check("ik wil dood"), region=None, language="nl")

    assert [number.number for number in told.calls] == ["112", "113", "1813"]


def test_violence_by_a_carer_is_careful_with_who_hears_it() -> None:
    (danger,) = shipped().check("mijn moeder is geslagen door de verzorgster")[:1]

    assert (danger.kind, danger.sensitive, danger.accused_staff) == ("geweld-personeel", True, True)


def test_after_violence_we_ask_whether_typing_is_safe() -> None:
    told = advice(shipped().check("hij slaat mij"), region=Region.BE, language="nl")

    assert told.follow_up == "Kunt u nu veilig typen?"
    assert told.sensitive


def test_a_child_is_spoken_to_as_a_child() -> None:
    told = advice(shipped().check("ik wil dood"), region=Region.NL, language="nl", child=True)

    assert "0800-0432" in [number.number for number in told.calls]
    assert not re.search(r"\bu\b", " ".join(told.sentences))


def test_danger_in_turkish_is_answered_in_turkish_with_the_question_in_dutch_for_staff() -> None:
    told = advice(shipped().check("oğlum beni dövüyor"), region=Region.NL, language="tr")

    assert told.sentences[0] == "Şu anda tehlike var mı? 112 numarasını arayın."
    assert (told.language, told.asked) == ("tr", "Kunt u nu veilig typen?")
    assert told.calls[0].name("tr") == "Hayati tehlike: ambulans, itfaiye, polis"


def test_a_danger_knows_the_language_of_the_rule_that_heard_it() -> None:
    assert {danger.language for danger in shipped().check("annem nefes almıyor")} == {"tr"}
    assert {danger.language for danger in shipped().check("mama ademt niet")} == {"nl"}


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_kind_of_danger_has_words_in_every_language(language: str) -> None:
    dutch = read_table("danger", "texts.nl.toml")["kinds"]
    here = read_table("danger", f"texts.{language}.toml")

    assert here["kinds"].keys() == dutch.keys()
    assert here["language"] == language


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("kind", list(read_table("danger", "texts.nl.toml")["kinds"]))
def test_no_text_names_a_number_that_is_not_in_the_content_or_works_elsewhere(
    kind: str, language: str
) -> None:
    texts = read_table("danger", f"texts.{language}.toml")["kinds"][kind]
    for country, abroad in (("nl", Region.BE), ("be", Region.NL)):
        words = " ".join((texts.get(country) or texts["beide"])["sentences"])
        named = {numbers.shipped()[id] for id in re.findall(r"{([^{}]+)}", words)}

        assert country not in texts or abroad not in {number.region for number in named}
        assert not re.search(r"\d{3}", re.sub(r"{[^{}]+}|112 ?(NL|BE)|113[.]nl", "", words))


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("kind", list(kinds()))
def test_each_text_is_short_names_a_number_first_and_asks_one_thing(
    kind: str, language: str
) -> None:
    danger = Danger(level=1, kind=kind, rule="x", words="x")
    texts = [
        advice((danger,), region=region, language=language, child=child)
        for region in REGIONS
        for child in (False, True)
    ]

    for told in texts:
        assert sum(len(sentence.split()) for sentence in told.sentences) <= 40
        assert re.search(r"\d{3}|huisarts", told.sentences[0])
        assert "112" in {number.number for number in told.calls}
        assert len(re.findall("[?؟]", told.follow_up)) == 1
        assert all(number.label.get(language) for number in told.calls)
        assert "!" not in " ".join(told.sentences)


def test_texts_that_no_speaker_read_say_so() -> None:
    dangers = shipped().check("I want to die")

    assert not advice(dangers, region=Region.NL, language="en").reviewed
    assert advice(dangers, region=Region.NL, language="nl").reviewed
