"""The rules of the house hold for every file, and each rule catches what it forbids."""

import subprocess
from pathlib import Path

import pytest

from tests import house

ROOT = Path(__file__).parent.parent
DOC = '"""A module."""\n'

# Each rule with files that break it, one fault a file.
RULES: tuple[tuple[house.Rule, house.Tree], ...] = (
    (
        house.arrows,
        {
            "knowledge/a.py": "from conversations.people import Person",
            "knowledge/b.py": "def f():\n    import bot.app",
            "conversations/store/c.py": "from bot import clock",
            "conversations/d.py": "from ..bot import clock",
            "bot/e.py": "from tests.fakes import FakeChannel",
        },
    ),
    (
        house.intents_apart,
        {
            "conversations/intents/a.py": "from conversations.intents.explain import explain",
            "conversations/intents/b.py": "from . import explain",
            "conversations/intents/c.py": "from .explain import explain",
            "conversations/intents/d.py": "import conversations.intents.explain",
        },
    ),
    (
        house.async_in_bot,
        {
            "knowledge/a.py": "async def search(): ...",
            "conversations/b.py": "class Turn:\n    async def take(self): ...",
        },
    ),
    (
        house.world_in_bot,
        {
            "knowledge/a.py": "import urllib.request",
            "conversations/b.py": "from asyncio import to_thread",
            "conversations/store/c.py": "import subprocess",
        },
    ),
    (
        house.clock_in_bot,
        {
            "knowledge/a.py": "import time\ntime.time()",
            "conversations/b.py": "import datetime as dt\ndt.datetime.now(dt.UTC)",
            "conversations/c.py": "from datetime import date\ndate.today()",
            "conversations/store/d.py": "from time import time_ns",
        },
    ),
    (
        house.environment_in_settings,
        {
            "knowledge/a.py": "import os\nos.environ['X']",
            "bot/b.py": "from os import environ",
            "bot/web/c.py": "import os\nos.getenv('X')",
        },
    ),
    (
        house.database_in_store,
        {
            "bot/a.py": "import sqlite3",
            "conversations/b.py": "from sqlite_utils import Database",
            "conversations/c.py": "q = 'SELECT id FROM people'",
            "bot/d.py": "q = f'''\n  UPDATE people SET name = {1}'''",
            "knowledge/e.py": "q = 'DELETE FROM topics'",
        },
    ),
    (
        house.catch_all_in_three_places,
        {
            "knowledge/a.py": "try: ...\nexcept Exception: ...",
            "conversations/b.py": "try: ...\nexcept (ValueError, BaseException): ...",
            "bot/c.py": "try: ...\nexcept: ...",
            "bot/d.py": "with contextlib.suppress(Exception): ...",
            "bot/delivery.py": "try: ...\nexcept Exception: ...\ntry: ...\nexcept Exception: ...",
        },
    ),
    (
        house.named_for_what_it_holds,
        {"bot/utils.py": DOC, "knowledge/common/a.py": DOC, "tests/helpers.py": DOC},
    ),
    (house.short_files, {"bot/a.py": DOC + "x = 1\n" * 300}),
    (house.module_docstrings, {"knowledge/a.py": "x = 1", "tests/b.py": "# hello\nx = 1"}),
    (house.known_folders, {"scripts/a.py": DOC, "setup.py": DOC}),
    (
        house.no_pretending,
        {
            "tests/a.py": "from unittest.mock import Mock",
            "tests/bot/b.py": "from unittest import mock",
            "tests/c.py": "import unittest.mock",
        },
    ),
    (
        house.no_machine_words,
        {
            "README.md": "see " + "/".join(("", "home", "someone", "notes.txt")),
            "Makefile": "pip install --" + "find" + "-links x",
            "constraints.txt": "https://files." + "pythonhosted" + ".org/x.whl",
        },
    ),
    (house.no_lock_files, {"uv.lock": "", "bot/web/package-lock.json": "{}"}),
)
NAMES = [rule.__name__ for rule, _ in RULES]


@pytest.fixture(scope="module")
def tree() -> house.Tree:
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - any git
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    texts: dict[str, str] = {}
    for path in listing.stdout.splitlines():
        if (ROOT / path).is_file():
            texts[path] = (ROOT / path).read_text(encoding="utf-8", errors="replace")
    return texts


@pytest.mark.parametrize(("rule", "_"), RULES, ids=NAMES)
def test_every_file_keeps_the_rule(rule: house.Rule, _: house.Tree, tree: house.Tree) -> None:
    assert list(rule(tree)) == []


@pytest.mark.parametrize(("rule", "broken"), RULES, ids=NAMES)
def test_the_rule_catches_what_it_forbids(rule: house.Rule, broken: house.Tree) -> None:
    caught = {path: [fault for fault in rule(broken) if path in fault] for path in broken}

    assert {path: len(faults) for path, faults in caught.items()} == dict.fromkeys(broken, 1)


def test_a_tidy_tree_breaks_no_rule() -> None:
    tidy = {
        "knowledge/topics.py": DOC + "from dataclasses import dataclass\n",
        "conversations/intents/__init__.py": DOC + "from conversations.intents.explain import x\n",
        "conversations/store/sqlite.py": DOC + "try: ...\nexcept BaseException:\n    raise\n",
        "conversations/store/people.py": DOC + "q = 'PRAGMA user_version'\n",
        "bot/clock.py": DOC + "import datetime as dt\nnow = dt.datetime.now\n",
        "bot/delivery.py": DOC + "try: ...\nexcept Exception: ...\n",
        "bot/settings.py": DOC + "import os\nenvironment = os.environ\n",
    }

    faults = [fault for rule, _ in RULES for fault in rule(tidy)]

    assert faults == []
