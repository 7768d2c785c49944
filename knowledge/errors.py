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


class PatternFault(KnowledgeError):
    """A line of the pattern language that cannot be read."""

    def __init__(self, pattern: str, problem: str) -> None:
        super().__init__(f"pattern {pattern!r}: {problem}")
        self.pattern = pattern
        self.problem = problem


class ContentFault(KnowledgeError):
    """A content file other than a topic that cannot be used; says which file and what."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"content {name}: {problem}")
        self.name = name
        self.problem = problem
