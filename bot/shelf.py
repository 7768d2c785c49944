"""What the bot knows, taken from the store, and taken anew when a topic changed.

What staff publish is found at once by its likeness to their words; what is learned from it follows
within a minute, from a process beside us.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from bot.errors import LearningFailed
from bot.learning import Learning, Lesson
from conversations.context import Knowledge
from conversations.store import topics
from conversations.store.engine import Engine
from knowledge import numbers, vectors
from knowledge.kinds import Kinds
from knowledge.languages import heard
from knowledge.models import Model
from knowledge.search import Index
from knowledge.topics import Topic
from knowledge.understanding import Understander

log = logging.getLogger(__name__)

_GREETING: Final = "Goedemorgen, ik heb een vraag."


def _warm() -> None:
    heard("Respijtzorg?")  # one word: it has to be guessed
    if vectors.version():
        vectors.encode([_GREETING])


class Shelf:
    """The published topics of one database; `knowledge` is replaced as a whole."""

    def __init__(self, engine: Engine, learning: Learning) -> None:
        self._engine = engine
        self._learning = learning
        # What is large is read at its first use: now, not while somebody waits for an answer.
        with ThreadPoolExecutor(max_workers=1) as beside:
            warming = beside.submit(_warm)
            self._take_stock()
            warming.result()
        self.knowledge.understander.understand(_GREETING)

    def _take_stock(self) -> None:
        self._version = topics.current_version(self._engine)
        self._topics = topics.published(self._engine)
        self._learning.prepare(self._topics)
        self._kinds = Kinds(self._learning.kinds())
        self._learned = self._topics  # of which it was learned how people ask for them
        self._under_way: Lesson | None = None
        self.knowledge = self._known()

    def refresh(self) -> bool:
        """Look whether staff published something; True when there is something new."""
        version = topics.current_version(self._engine)
        if version != self._version:
            self._topics, self._version = topics.published(self._engine), version
            self.knowledge = self._known()
            self.close()
            self._under_way = self._learning.begin(self._topics)
            return True
        if self._under_way is None or not self._under_way.done:
            return False
        lesson, self._under_way = self._under_way, None
        try:
            lesson.wait()
        except LearningFailed as fault:  # likeness goes on serving until the next edition
            log.error("learning.failed", extra={"fault": type(fault).__name__})
            return False
        self._learned = self._topics
        self.knowledge = self._known()
        return True

    def _known(self) -> Knowledge:
        model = self._learning.topics(self._learned)  # read anew: to keep it would take 20 MB
        return _knowledge(self._topics, model, self._kinds)

    def close(self) -> None:
        """Let go of what is being learned."""
        if self._under_way is not None:
            self._under_way.stop()
            self._under_way = None


def _knowledge(held: Sequence[Topic], model: Model | None, kinds: Kinds) -> Knowledge:
    index = Index(held, model)
    return Knowledge(
        index=index, understander=Understander(index, kinds), numbers=numbers.shipped()
    )


def knowledge_of(held: Sequence[Topic], learning: Learning) -> Knowledge:
    """Make these topics ready to be asked about; learns them first where that was not done."""
    learning.prepare(held)
    return _knowledge(held, learning.topics(held), Kinds(learning.kinds()))
