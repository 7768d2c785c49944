"""How a dialogue is held: a script is one function that asks, top to bottom, and ends with effects.

A script is run again from its first line on every message, with the answers so far. Where an
answer is missing it stops, and that question is asked. So its whole state is the list of answers:
plain data that survives a restart, and a new version that asks one thing more simply asks it.
Scripts must therefore decide from `given`, the answers and the context alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NoReturn, TypeAlias

from rapidfuzz import fuzz, process

from conversations.context import Context
from conversations.effects import Effect
from conversations.errors import UnknownScript
from conversations.speech import Action, Block, Button, Say, Urgency
from conversations.state import Talk
from conversations.wording import Text, catalogue

# From this likeness on, what was typed is taken for the button's label: one slip in a short word.
_SURE: Final = 80


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    label: Text | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    key: str
    blocks: tuple[Block, ...]
    options: tuple[Option, ...] = ()  # none: words are asked
    patient: bool = False  # not asked again when the talk turns to something else
    literal: bool = False  # whatever is typed is the answer, a question too
    urgency: Urgency = Urgency.ANSWER
    protect: bool = False

    def ask(self, talk: Talk) -> Say:
        """As it is said, with a button for each option."""
        return Say(
            blocks=self.blocks,
            buttons=tuple(
                Button(option.label, Action("answer", talk.question, option.key))
                for option in self.options
            ),
            question=talk.question,
            urgency=self.urgency,
            protect=self.protect,
        )


class _Waiting(Exception):
    def __init__(self, question: Question) -> None:
        super().__init__(question.key)
        self.question = question


class Ask:
    """What a script asks with; each key is one question, asked once."""

    def __init__(self, talk: Talk) -> None:
        self._answers = talk.answers

    def words(self, key: str, *blocks: Block, literal: bool = False) -> str:
        """Ask for words, and have them exactly as they were typed."""
        return self._answer(Question(key=key, blocks=blocks, literal=literal))

    def choice(
        self,
        key: str,
        blocks: Sequence[Block],
        options: Sequence[Option],
        *,
        patient: bool = False,
        protect: bool = False,
    ) -> str:
        """Ask for one of these, and have its key."""
        question = Question(
            key=key,
            blocks=tuple(blocks),
            options=tuple(options),
            patient=patient,
            protect=protect,
        )
        answer = self._answer(question)
        if answer not in {option.key for option in options}:
            self._wait(question)  # what was chosen is no longer there: ask anew
        return answer

    def yes(
        self, key: str, *blocks: Block, yes: Text | None = None, no: Text | None = None
    ) -> bool:
        """Ask a question that is answered with yes or no."""
        options = (Option("yes", yes or Text("Yes")), Option("no", no or Text("No")))
        return self.choice(key, blocks, options) == "yes"

    def _answer(self, question: Question) -> str:
        if question.key not in self._answers:
            self._wait(question)
        return self._answers[question.key]

    def _wait(self, question: Question) -> NoReturn:
        raise _Waiting(question)


Script: TypeAlias = Callable[[Ask, Mapping[str, str], Context, datetime], Sequence[Effect]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A talk after one step: what waits (none when it is over), and what follows."""

    talk: Talk | None
    question: Question | None
    effects: tuple[Effect, ...]


def hold(talk: Talk, scripts: Mapping[str, Script], context: Context, now: datetime) -> Held:
    """Run the script as far as the answers reach."""
    script = scripts.get(talk.script)
    if script is None:
        raise UnknownScript(talk.script)
    try:
        effects = tuple(script(Ask(talk), talk.given, context, now))
    except _Waiting as waiting:
        question = waiting.question
        return Held(talk=replace(talk, asked=question.key), question=question, effects=())
    return Held(talk=None, question=None, effects=effects)


_YES: Final = frozenset(
    {
        *("ja", "jawel", "jazeker", "jaja", "joa", "jep", "zeker", "goed", "prima", "graag"),
        *("akkoord", "oke", "ok", "okee", "mag", "klopt", "natuurlijk", "tuurlijk", "yes"),
    }
)
_NO: Final = frozenset(["nee", "neen", "neu", "nie", "niet", "nooit", "nope", "liever", "no"])


def fitting(typed: str, question: Question, language: str) -> str | None:
    """The option that these typed words mean; None when they mean none of them."""
    words = typed.casefold().replace(",", " ").replace(".", " ").replace("!", " ").split()
    if not words or not question.options:
        return None
    keys = [option.key for option in question.options]
    if len(words) == 1 and words[0].isdecimal() and 1 <= int(words[0]) <= len(keys):
        return keys[int(words[0]) - 1]
    labels = {option.key: _spoken(option.label, language).casefold() for option in question.options}
    # partial words are not enough: 'nee' stands in 'iemand anders' for a likeness that looks inside
    best = process.extractOne(" ".join(words), labels, scorer=fuzz.ratio, score_cutoff=_SURE)
    if best is not None:
        return str(best[2])
    return _plain_yes_or_no(words, keys)


def _plain_yes_or_no(words: Sequence[str], keys: Sequence[str]) -> str | None:
    first = words[0]
    if "no" in keys and (first in _NO or (first in _YES and words[1:2] == ["niet"])):
        return "no"
    if "yes" in keys and first in _YES:
        return "yes"
    return None


def _spoken(label: Text | str, language: str) -> str:
    if isinstance(label, str):
        return label
    said = catalogue(language).gettext(label.msgid)
    return said.format_map({name: str(value) for name, value in label.values.items()})
