"""One message in, what follows out: a pure function of message, state, context and moment.

The order is fixed:
1. danger, in every dialogue, before anything else;
2. at a first contact: who is speaking here;
3. *stop*, *terug*, *opnieuw*, and commands;
4. the answer a dialogue waits for, unless it is a question in the middle: that is served first;
5. whatever the words mean by themselves.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, assert_never

from conversations import commands
from conversations.context import Context
from conversations.dialogue import Question, Script, fitting
from conversations.effects import Effect, Gone, Keep, Met, Purpose
from conversations.floor import Floor
from conversations.intents import INTENTS
from conversations.messages import (
    Attached,
    AttachmentKind,
    Edited,
    Ignored,
    Left,
    Message,
    Said,
    Tapped,
)
from conversations.opening import Begin, OnWords
from conversations.reporting import added
from conversations.saying import button, say
from conversations.state import State
from conversations.steering import steered
from conversations.taps import tap
from conversations.wording import Text
from knowledge.search import Outcome
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Route, Understanding

FIRST_CONTACT: Final = "first_contact"
SCRIPTS: Final[Mapping[str, Script]] = MappingProxyType(
    {name: script for intent in INTENTS for name, script in intent.scripts.items()}
)
_STAFF_SCRIPTS: Final = frozenset(
    name for intent in INTENTS if intent.staff for name in intent.scripts
)
_MEANINGS: Final[Mapping[Meaning, OnWords]] = MappingProxyType(
    {
        meaning: intent.on_words
        for intent in INTENTS
        if intent.on_words
        for meaning in intent.meanings
    }
)
_TELLS: Final = frozenset({Meaning.SIGNAL, Meaning.CONCERN, Meaning.COMPLAINT})
_MANY_WORDS: Final = 4


def respond(
    message: Message, state: State, context: Context, now: datetime
) -> tuple[State, tuple[Effect, ...]]:
    """Decide what follows; nothing is read or written here."""
    floor = Floor(state, SCRIPTS, context, now)
    match message:
        case Said():
            _said(message, floor)
        case Tapped():
            _greet(floor, None)
            tap(floor)
        case Edited(text=text):
            _edited(text, floor)
        case Attached():
            _attached(message, floor)
        case Left():
            floor.add(Gone())
        case Ignored():
            pass
        case _:
            assert_never(message)
    return floor.state, floor.effects


def _said(message: Said, floor: Floor) -> None:
    words = message.text.strip()
    understood = _understood(words, floor)
    if not words.startswith("/") and floor.context.agreed(Purpose.CHAT):
        floor.add(Keep(words))
    if _danger(words, understood, floor):
        return
    alone = _greet(floor, understood)
    if alone and not commands.command(words):
        return
    if message.forwarded:
        _forwarded(words, floor)
    elif not steered(words, understood, floor):
        _slow_down(floor) if _hurried(understood, floor) else _words(words, understood, floor)


def _understood(words: str, floor: Floor) -> Understanding:
    context = floor.context
    return context.knowledge.understander.understand(
        words, region=context.region, language=context.stored_language
    )


def _danger(words: str, understood: Understanding, floor: Floor) -> bool:
    """Numbers first, then the rest; what was being told goes along and need not be told twice."""
    if understood.route not in (Route.NOW, Route.TODAY) or not _listened_to(floor):
        return False
    told = floor.drop_told()
    everything = f"{told}\n\n{words}" if told else words
    opening = _MEANINGS[Meaning.EMERGENCY](everything, understood, floor.context, floor.now)
    floor.add(opening.effects[0])
    _greet(floor, understood)
    floor.add(*opening.effects[1:])
    if opening.begins:
        floor.begin(opening.begins)
    return True


def _listened_to(floor: Floor) -> bool:
    """Clients, carers and visitors always; whoever is staff only, or writes as staff, never."""
    sender, talk = floor.context.sender, floor.state.talk
    if talk is not None and talk.script in _STAFF_SCRIPTS:
        return False
    return bool(floor.context.at_home) or not sender.staff_roles


def _greet(floor: Floor, understood: Understanding | None) -> bool:
    """At a first contact: say who is speaking. True when that is answer enough."""
    if floor.context.met:
        return False
    floor.add(Met())
    floor.begin(Begin(script=FIRST_CONTACT))
    return understood is not None and understood.intent in (Meaning.SMALLTALK, Meaning.OTHER)


def _forwarded(words: str, floor: Floor) -> None:
    floor.add(
        say(
            Text("This is a forwarded message: somebody else's words."),
            Text("Is it a worry that I should pass on for you?"),
            buttons=(
                button(Text("Yes, it is a worry"), "tell_concern", words),
                button(Text("No"), "menu"),
            ),
            question="forwarded",
        )
    )


def _hurried(understood: Understanding, floor: Floor) -> bool:
    """Only answers are slowed down: a worry is never dropped."""
    return floor.context.hurried and understood.intent not in _TELLS and floor.waiting is None


def _slow_down(floor: Floor) -> None:
    if not floor.state.hushed:
        floor.hush()
        floor.add(say(Text("You write faster than I can answer. Wait a minute, then ask again."),
                      Text("A worry I always take down.")))  # fmt: skip


def _words(words: str, understood: Understanding, floor: Floor) -> None:
    question = floor.waiting
    if question is None:
        _by_itself(words, understood, floor)
    elif not question.options:
        if question.literal or not _asks_in_between(words, understood):
            floor.answer(words)
        else:
            _by_itself(words, understood, floor)
            floor.ask_again()
    else:
        _choose(words, understood, question, floor)


def _choose(words: str, understood: Understanding, question: Question, floor: Floor) -> None:
    key = fitting(words, question, floor.context.language)
    if key is not None:
        floor.answer(key)
    elif floor.tells and _tells_more(words, understood):
        floor.tell_more(words)
        floor.add(say(Text("I have added this to it.")))
        floor.ask_again()
    elif question.patient or understood.intent not in (Meaning.OTHER, Meaning.SMALLTALK):
        _by_itself(words, understood, floor)
        floor.ask_again()
    else:
        floor.miss()


def _tells_more(words: str, understood: Understanding) -> bool:
    many = len(words.split()) >= _MANY_WORDS
    return understood.intent in _TELLS or (understood.intent is Meaning.OTHER and many)


def _asks_in_between(words: str, understood: Understanding) -> bool:
    if understood.intent is Meaning.NETWORK:
        return words.endswith("?")
    return understood.intent is Meaning.QUESTION and understood.outcome is Outcome.ANSWER


def _by_itself(words: str, understood: Understanding, floor: Floor) -> None:
    meaning = understood.intent
    if meaning is Meaning.EMERGENCY or (meaning in _TELLS and not _listened_to(floor)):
        meaning = Meaning.QUESTION if understood.outcome else Meaning.OTHER  # staff wrote it
    floor.open(_MEANINGS[meaning](words, understood, floor.context, floor.now))


def _edited(text: str, floor: Floor) -> None:
    """A new version; a command in it does not run again."""
    words = text.strip()
    understood = _understood(words, floor)
    if floor.context.agreed(Purpose.CHAT):
        floor.add(Keep(words, edits=True))
    if _danger(words, understood, floor):
        return
    report = floor.context.edited
    if report is not None:
        floor.add(*added(report, words, floor.context))
        floor.add(say(Text("I have added your change to {number}.", number=report.number)))
    elif floor.waiting is None and understood.intent is Meaning.QUESTION:
        _by_itself(words, understood, floor)
    else:
        floor.add(say(Text("I have seen your change.")))
        floor.ask_again()


def _attached(message: Attached, floor: Floor) -> None:
    if message.caption.strip():
        _said(Said(text=message.caption, forwarded=message.forwarded), floor)
    else:
        _greet(floor, None)
    text = {
        AttachmentKind.VOICE: Text("I cannot listen to a voice message. Can you type it?"),
        AttachmentKind.PHOTO: Text("I cannot look at pictures yet. Can you tell it in words?"),
        AttachmentKind.DOCUMENT: Text("I cannot read documents. Can you tell it in words?"),
    }.get(message.kind, Text("I cannot do anything with this. Can you tell it in words?"))
    floor.add(say(text, buttons=(button(Text("I want to speak to a person"), "person"),)))
    floor.ask_again()
