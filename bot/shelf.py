"""What the bot knows, taken from the store, and taken anew when a topic changed."""

from conversations.context import Knowledge
from conversations.store import topics
from conversations.store.engine import Engine
from knowledge import numbers
from knowledge.search import Index
from knowledge.topics import Topic
from knowledge.understanding import Understander


def knowledge_of(held: tuple[Topic, ...]) -> Knowledge:
    """Make these topics ready to be asked about."""
    index = Index(held)
    return Knowledge(index=index, understander=Understander(index), numbers=numbers.shipped())


class Shelf:
    """The published topics of one database; `knowledge` is replaced as a whole."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._version = topics.current_version(engine)
        self.knowledge = knowledge_of(topics.published(engine))
        # The language model is read at its first use: not while somebody waits for an answer.
        self.knowledge.understander.understand("Goedemorgen, ik heb een vraag.")

    def refresh(self) -> bool:
        """Look whether staff published something; True when there is something new."""
        version = topics.current_version(self._engine)
        if version == self._version:
            return False
        self.knowledge, self._version = knowledge_of(topics.published(self._engine)), version
        return True
