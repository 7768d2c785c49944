"""The catalogues: every sentence of the code is there in Dutch, and no language loses a value."""

from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent.parent
LOCALES = ROOT / "conversations" / "locale"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {**DEFAULT_KEYWORDS, "Text": None}
LANGUAGES = sorted(path.name for path in LOCALES.glob("*") if path.is_dir())


def sentences(root: Path) -> set[str]:
    """Collect the msgids that the code and the pages below `root` hold."""
    found = extract_from_dir(root, method_map=METHODS, keywords=KEYWORDS)
    return {_singular(message) for _, _, message, _, _ in found}


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
