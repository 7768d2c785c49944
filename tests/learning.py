"""What the tests know of the shipped topics: learned once, and kept where a `run` keeps it."""

from functools import cache
from pathlib import Path
from typing import Final

from bot.learning import Learning
from bot.settings import from_environment
from bot.shelf import knowledge_of
from conversations.context import Knowledge
from knowledge.topics import shipped

LEARNING: Final = Learning(from_environment({}, dotenv=Path("no such file")).cache)


@cache
def knowledge() -> Knowledge:
    """The shipped topics, made ready once for all tests of a process."""
    return knowledge_of(shipped(), LEARNING)
