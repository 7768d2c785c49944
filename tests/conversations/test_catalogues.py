"""The catalogues: every sentence is there in Dutch, what matters most in five languages more."""

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from knowledge.languages import LANGUAGES as ALL
from knowledge.numbers import shipped

ROOT = Path(__file__).parent.parent.parent
LOCALES = ROOT / "conversations" / "locale"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {**DEFAULT_KEYWORDS, "Text": None}
LANGUAGES = sorted(path.name for path in LOCALES.glob("*") if path.is_dir())
IN_PART = [code for code, language in ALL.items() if not language.complete]
# What these say is said in each language: danger, who is speaking, consent, country and language,
# the way to a person, how to go on, and the buttons under all of it.
EVERYWHERE = (
    *("dialogue", "first_words", "floor", "in_danger", "introduction", "languages", "meanings"),
    *("menu", "reporting", "steering", "taps", "turn", "warning", "wording"),
    *("intents/danger", "intents/first_contact", "intents/person", "intents/smalltalk"),
)


def sentences(root: Path) -> set[str]:
    """Collect the msgids that the code and the pages below `root` hold."""
    found = extract_from_dir(root, method_map=METHODS, keywords=KEYWORDS)
    return {_singular(message) for _, _, message, _, _ in found}


def said_everywhere() -> set[str]:
    """Collect the msgids of the modules whose sentences are there in every language."""
    found = (
        extract_from_file("python", ROOT / "conversations" / f"{name}.py", keywords=KEYWORDS)
        for name in EVERYWHERE
    )
    return {_singular(message) for each in found for _, message, _, _ in each}


def read(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as po:
        return read_po(po, locale=language)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def translations(catalogue: Catalog) -> dict[str, str]:
    return {
        _singular(message.id): _singular(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }


def differences(said: dict[str, str]) -> list[str]:
    return [msgid for msgid, text in said.items() if placeholders(msgid) != placeholders(text)]


def _singular(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


@pytest.fixture(scope="module")
def needed() -> set[str]:
    return sentences(ROOT / "conversations") | sentences(ROOT / "bot")


def test_everything_the_bot_says_is_there_in_dutch(needed: set[str]) -> None:
    missing = needed - translations(read("nl")).keys()

    assert sorted(missing) == []


def test_the_dutch_catalogue_holds_nothing_that_nobody_says(needed: set[str]) -> None:
    left_over = translations(read("nl")).keys() - needed

    assert sorted(left_over) == []


@pytest.mark.parametrize("language", IN_PART)
def test_danger_first_contact_and_the_main_buttons_are_there_in_every_language(
    language: str,
) -> None:
    needed, there = said_everywhere(), translations(read(language)).keys()

    assert (sorted(needed - there), sorted(there - needed)) == ([], [])


@pytest.mark.parametrize("language", IN_PART)
def test_a_catalogue_that_no_speaker_read_says_so_at_the_top(language: str) -> None:
    assert "not yet reviewed by a speaker" in read(language).header_comment.splitlines()[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_telephone_number_never_stands_in_a_catalogue(language: str) -> None:
    """They are kept, with their source and their day, in the content alone."""
    numbers = {each.number for each in shipped().values() if each.number}
    said = "\n".join(translations(read(language)).values())

    assert [n for n in numbers if re.search(rf"(?<!\d){re.escape(n)}(?!\d)", said)] == []
    assert re.findall(r"\d{3,}", said) == []


def test_each_language_is_there_in_full_or_in_part() -> None:
    assert set(LANGUAGES) == {"nl", *IN_PART}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_in_doubt(language: str) -> None:
    doubtful = [message.id for message in read(language) if message.id and message.fuzzy]

    assert doubtful == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_the_same_values(language: str) -> None:
    assert differences(translations(read(language))) == []


def test_a_sentence_of_the_code_or_of_a_page_is_found(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "a.py").write_text('say(Text("Hello {name}", name=n))\n', encoding="utf-8")
    (tmp_path / "templates" / "b.html").write_text("{{ _('Send') }}", encoding="utf-8")

    assert sentences(tmp_path) == {"Hello {name}", "Send"}


def test_a_lost_value_is_caught() -> None:
    said = {"Hello {name}": "Dag {naam}", "Bye {name}": "Tot ziens {name}"}

    assert differences(said) == ["Hello {name}"]
