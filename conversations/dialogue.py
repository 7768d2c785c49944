"""How a dialogue is held: a script is one function that asks, top to bottom, and ends with effects.

A script is run again from its first line on every message, with the answers so far. Where an
answer is missing it stops, and that question is asked. So its whole state is the list of answers:
plain data that survives a restart, and a new version that asks one thing more simply asks it.
Scripts must therefore decide from `given`, the answers and the context alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final, NoReturn, TypeAlias

from conversations.answers import Option
from conversations.context import Context
from conversations.effects import Access, Effect
from conversations.errors import UnknownScript
from conversations.speech import Action, Block, Button, Say, Urgency
from conversations.state import Talk
from conversations.wording import Text

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """Hold this script, from what is already known."""

    script: str
    given: Mapping[str, str] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    key: str
    blocks: tuple[Block, ...]  # the last one is the question itself
    options: tuple[Option, ...] = ()  # none: words are asked
    patient: bool = False  # not asked again when the talk turns to something else
    literal: bool = False  # whatever is typed is the answer, a question too
    joins: bool = False  # words that fit no option join the report of danger that is out
    why: tuple[Text, ...] = ()  # said when the sender asks what this is about
    shows: tuple[Access, ...] = ()  # the client data that asking it shows
    urgency: Urgency = Urgency.ANSWER

    def ask(self, talk: Talk, *, again: bool = False) -> Say:
        """As it is said, with a button for each option; a repetition is the bare question."""
        return Say(
            blocks=self.blocks[-1:] if again else self.blocks,
            buttons=tuple(
                self._button(option, talk) for option in self.options if not option.typed
            ),
            question=talk.question,
            urgency=self.urgency,
        )

    def _button(self, option: Option, talk: Talk) -> Button:
        if option.action is not None:
            return Button(option.label, replace(option.action, more=talk.question))
        return Button(option.label, Action("answer", talk.question, option.key))


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
        joins: bool = False,
        why: Sequence[Text] = (),
        shows: Sequence[Access] = (),
    ) -> str:
        """Ask for one of these, and have its key."""
        question = Question(
            key=key,
            blocks=tuple(blocks),
            options=tuple(options),
            patient=patient,
            joins=joins,
            why=tuple(why),
            shows=tuple(shows),
        )
        answer = self._answer(question)
        if answer not in {option.key for option in options}:
            self._wait(question)  # what was chosen is no longer there: ask anew
        return answer

    def yes(
        self,
        key: str,
        *blocks: Block,
        yes: Text | None = None,
        no: Text | None = None,
        why: Sequence[Text] = (),
    ) -> bool:
        """Ask a question that is answered with yes or no."""
        options = (Option("yes", yes or Text("Yes")), Option("no", no or Text("No")))
        return self.choice(key, blocks, options, why=why) == "yes"

    def _answer(self, question: Question) -> str:
        if question.key not in self._answers:
            self._wait(question)
        return self._answers[question.key]

    def _wait(self, question: Question) -> NoReturn:
        raise _Waiting(question)


Script: TypeAlias = Callable[[Ask, Mapping[str, str], Context, datetime], Sequence[Effect | Begin]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A talk after one step: what waits (none when it is over), and what follows."""

    talk: Talk
    question: Question | None
    follows: tuple[Effect | Begin, ...] = ()


def hold(talk: Talk, scripts: Mapping[str, Script], context: Context, now: datetime) -> Held:
    """Run the script as far as the answers reach."""
    script = scripts.get(talk.script)
    if script is None:
        raise UnknownScript(talk.script)
    try:
        follows = tuple(script(Ask(talk), talk.given, context, now))
    except _Waiting as waiting:
        question = waiting.question
        return Held(talk=replace(talk, asked=question.key), question=question)
    return Held(talk=talk, question=None, follows=follows)
