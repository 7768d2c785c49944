"""What was typed a moment ago, so that a page without script can show it beside the answer.

In memory only and shown once: words are kept in the database with consent alone.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from bot.web.bubbles import Words

_MOST: Final = 1000  # conversations
_LONGEST: Final = timedelta(minutes=1)


class JustSaid:
    """The last words of each conversation."""

    def __init__(self) -> None:
        self._words: Final[OrderedDict[str, Words]] = OrderedDict()

    def keep(self, conversation_id: str, words: Words) -> None:
        self._words[conversation_id] = words
        self._words.move_to_end(conversation_id)
        while len(self._words) > _MOST:
            self._words.popitem(last=False)

    def take(self, conversation_id: str, now: datetime) -> Words | None:
        """Give them once, while they are fresh."""
        words = self._words.pop(conversation_id, None)
        return words if words is not None and now - words.at < _LONGEST else None
