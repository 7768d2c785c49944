"""What can be wrong with the knowledge that people keep."""


class KnowledgeError(Exception):
    """Anything that makes a piece of kept knowledge unusable."""


class TopicFault(KnowledgeError):
    """A topic that cannot be read; says in one line which topic and which field."""

    def __init__(self, slug: str, field: str, problem: str) -> None:
        super().__init__(f"topic {slug}: {field}: {problem}")
        self.slug = slug
        self.field = field
        self.problem = problem


class TopicUnknown(KnowledgeError):
    """A slug that no topic of this index carries."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"no topic {slug}")
        self.slug = slug
