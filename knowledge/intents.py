"""What someone wants with a message, by patterns that people keep in content/intents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.bottlenecks import BOTTLENECKS
from knowledge.content_files import exists, read_table
from knowledge.errors import ContentFault
from knowledge.finder import Finder, Found
from knowledge.grammar import Grammar, Mood
from knowledge.grammar import shipped as shipped_grammar
from knowledge.patterns import Sentence

WISHES = ("complaint", "human", "network", "smalltalk", "worry", "child")
_QUESTION_STAYS = ("human", "network", "smalltalk", "child")  # these may themselves be questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One thing a message shows, with the pattern that says so."""

    name: str  # one of WISHES, or the slug of a bottleneck
    sentence: int
    pattern: str


class Wishes:
    """The patterns of one language for what people want."""

    def __init__(self, grammar: Grammar, table: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        pattern = grammar.lexicon.pattern
        self.grammar = grammar
        self._finder = Finder(
            [(pattern(line), name) for name, row in table.items() for line in row["patterns"]]
        )
        self._unless = Finder(
            [(pattern(line), name) for name, row in table.items() for line in row.get("unless", ())]
        )

    def find(self, text: Sequence[Sentence], moods: Sequence[Mood]) -> tuple[Wish, ...]:
        """Give what the message shows, in the order of the text."""
        silenced = {(found.sentence, found.payload) for found in self._unless.find(text)}
        return tuple(
            Wish(name=found.payload, sentence=found.sentence, pattern=found.pattern)
            for found in self._finder.find(text)
            if (found.sentence, found.payload) not in silenced
            and _counts(found, moods[found.sentence])
        )


def _counts(found: Found[str], mood: Mood) -> bool:
    if found.payload in _QUESTION_STAYS:
        return True
    return not (mood.settled or mood.past or mood.unreal(found.span))


@cache
def shipped(language: str) -> Wishes | None:
    """Give the patterns of a language that comes with the package; none where we keep none."""
    if not exists("intents", f"{language}.toml"):
        return None
    table = read_table("intents", f"{language}.toml")
    unknown = set(table) - {*WISHES, *BOTTLENECKS}
    if unknown:
        raise ContentFault(f"intents/{language}.toml", f"knows no {', '.join(sorted(unknown))}")
    return Wishes(shipped_grammar(language), table)
