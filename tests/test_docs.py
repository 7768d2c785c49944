"""The docs are in step: each make target, setting, command and word is documented, and is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("knowledge", "conversations", "bot")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def names(pattern: str, text: str) -> set[str]:
    return set(re.findall(pattern, text, flags=re.MULTILINE))


def words_of_the_code() -> set[str]:
    sources = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return {word for source in sources for word in re.findall(r"\w+", source.read_text("utf-8"))}


def test_each_make_target_is_documented_and_is_there() -> None:
    documented = names(r"`make (\w+)`|^make (\w+)$", read("README.md") + read("CONTRIBUTING.md"))

    assert {a or b for a, b in documented} == names(r"^([a-z]+):.*##", read("Makefile"))


def test_each_setting_is_in_the_readme_and_is_there() -> None:
    settings = pytest.importorskip("bot.settings")
    documented = names(r"^\| `([A-Z_]+)` \|", read("README.md"))

    assert documented == {setting.name for setting in settings.SETTINGS}


def test_each_command_is_in_the_readme_and_is_there() -> None:
    cli = pytest.importorskip("bot.cli")
    documented = names(r"^\| `aanspreekpunt (\w+)` \|", read("README.md"))

    assert documented == {command.name for command in cli.COMMANDS}


def test_each_word_of_the_glossary_names_something_in_the_code() -> None:
    rows = [line for line in read("GLOSSARY.md").splitlines() if line.startswith("| ")]
    in_code = {word for row in rows for word in names(r"`(\w+)`", row.split("|")[3])}

    assert sorted(in_code - words_of_the_code()) == []


def test_each_file_that_the_docs_link_to_is_there() -> None:
    pages = ["README.md", "CONTRIBUTING.md", "GLOSSARY.md", "CHANGELOG.md"]
    linked = {link for page in pages for link in names(r"\]\((?!https?:)([^)#]+)\)", read(page))}

    assert sorted(link for link in linked if not (ROOT / link).exists()) == []
