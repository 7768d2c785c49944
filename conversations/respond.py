"""One message in, what follows out: a pure function of message, state, context and moment.

The order is fixed:
1. danger, in every dialogue, before anything else;
2. at a first contact: who is speaking here (after the danger, not in the middle of it);
3. *stop*, *terug*, *opnieuw*, and commands;
4. the answer a dialogue waits for, unless it is a question in the middle: that is served first;
5. whatever the words mean by themselves.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, assert_never

from conversations import attachments, commands, first_words, in_danger, languages, meanings
from conversations.answers import fitting
from conversations.context import Context
from conversations.dialogue import Question, Script
from conversations.effects import Effect, Gone, Keep, Purpose, SetLanguage
from conversations.floor import Floor
from conversations.intents import INTENTS
from conversations.messages import (
    Attached,
    Edited,
    Ignored,
    Left,
    Message,
    Said,
    Tapped,
)
from conversations.opening import OnWords
from conversations.reporting import added
from conversations.saying import say
from conversations.state import State
from conversations.steering import COMMANDS, steered
from conversations.taps import STAFF_SCRIPTS, tap
from conversations.wording import Text
from knowledge.search import Outcome
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Route, Understanding

SCRIPTS: Final[Mapping[str, Script]] = MappingProxyType(
    {name: script for intent in INTENTS for name, script in intent.scripts.items()}
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
            _tapped(floor)
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
    floor.tell_in_part()
    return floor.state, floor.effects


def _said(message: Said, floor: Floor) -> None:
    words = message.text.strip()
    understood = _understood(words, floor)
    if not message.forwarded:
        _follow(words, understood, floor)
    if not words.startswith("/") and floor.context.agreed(Purpose.CHAT):
        floor.add(Keep(words))
    danger = in_danger.talk(floor)
    told = meanings.marked(words) if message.forwarded else words
    if not _danger(told, understood, floor):
        _answered(message, words, understood, floor, talked_of=danger is not None)
    if danger is not None:
        first_words.after_danger(floor, danger, over=in_danger.talk(floor) is None)


def _answered(
    message: Said, words: str, understood: Understanding, floor: Floor, *, talked_of: bool
) -> None:
    if _comes_in(words, floor.context) and first_words.introduce(floor):
        steered(words, understood, floor)
        first_words.ask_consent(floor)
        return
    if not talked_of:
        begins = message.forwarded or first_words.begins_a_dialogue(words, understood)
        if first_words.greet(floor, before_a_dialogue=begins) and _greets(words, understood):
            return
    if message.forwarded:
        floor.begin(meanings.forwarded(words))
    elif steered(words, understood, floor):
        pass
    elif _hurried(words, understood, floor):
        _slow_down(floor)
    else:
        _words(words, understood, floor)


def _comes_in(words: str, context: Context) -> bool:
    """Whether this is the code of an invitation that opens something here."""
    name, _ = commands.command(words) or ("", "")
    invitation = context.invitation
    if name != "start" or invitation is None or context.slow_down:
        return False
    return context.sender.person_id in (None, invitation.person_id)


def _greets(words: str, understood: Understanding) -> bool:
    """Whether the first-contact text is answer enough."""
    few = len(words.split()) < _MANY_WORDS
    vague = understood.intent is Meaning.SMALLTALK or (understood.intent is Meaning.OTHER and few)
    return vague and commands.command(words) is None


def _tapped(floor: Floor) -> None:
    danger = in_danger.talk(floor)
    if danger is None:
        first_words.greet(floor)
    tap(floor)
    if danger is not None:
        first_words.after_danger(floor, danger, over=in_danger.talk(floor) is None)


def _follow(words: str, understood: Understanding, floor: Floor) -> None:
    """Answer in the language that is heard; staff may write down what others said."""
    language = languages.heard(understood, floor.context)
    if language is not None and not words.startswith("/") and _listened_to(floor):
        floor.add(SetLanguage(language))


def _understood(words: str, floor: Floor) -> Understanding:
    context = floor.context
    return context.knowledge.understander.understand(
        words, region=context.region, language=context.stored_language
    )


def _danger(words: str, understood: Understanding, floor: Floor) -> bool:
    """Numbers first. What was being told is handed over or waits: nothing is lost."""
    if understood.route not in (Route.NOW, Route.TODAY) or not _listened_to(floor):
        return False
    if floor.holds(in_danger.SCRIPTS) and all(danger.hint for danger in understood.dangers):
        return False  # the answer to what was asked in danger sounds like danger too
    if commands.command(words) in (("help", ""), ("menu", "")) and not words.endswith("!"):
        return False  # one word for the bot, not a cry; its answer begins with the number
    everything = in_danger.with_told(words, understood, floor)
    floor.leave(in_danger.LIGHT)
    floor.pause(kept={*in_danger.SCRIPTS, *first_words.SCRIPTS})
    floor.open(_MEANINGS[Meaning.EMERGENCY](everything, understood, floor.context, floor.now))
    return True


def _listened_to(floor: Floor) -> bool:
    """Clients, carers and visitors always; whoever is staff only, or writes as staff, never."""
    if floor.holds(STAFF_SCRIPTS):
        return False
    return bool(floor.context.at_home) or not floor.context.sender.staff_roles


def _hurried(words: str, understood: Understanding, floor: Floor) -> bool:
    """Only answers are slowed down: a worry, and what was asked for, is never dropped."""
    question = floor.waiting
    if not floor.context.hurried or understood.intent in _TELLS:
        return False
    options = question.options if question is not None else ()
    asks_words = question is not None and not options
    return not asks_words and fitting(words, options, floor.context.language) is None


def _slow_down(floor: Floor) -> None:
    if not floor.state.hushed:
        floor.hush()
        floor.add(say(Text("You write faster than I can answer. Wait a minute, then ask again."),
                      Text("A worry I always take down.")))  # fmt: skip


def _words(words: str, understood: Understanding, floor: Floor) -> None:
    question = floor.waiting
    if question is None:
        if not floor.settle(silent=first_words.SCRIPTS):
            _by_itself(words, understood, floor)
    elif question.options:
        _choose(words, understood, question, floor)
    elif question.literal or not (
        meanings.asks(words) and _asks_in_between(words, understood, floor)
    ):
        floor.answer(words)
    else:
        _by_itself(words, understood, floor)
        floor.ask_again()


# Asks what becomes of the answer, and not who does what in the care network.
_ABOUT_THIS: Final = re.compile(r"^(waarom|waarvoor|why)\b|\b(wie|who) (leest|ziet|krijgt|reads)\b")


def _choose(words: str, understood: Understanding, question: Question, floor: Floor) -> None:
    key = fitting(words, question.options, floor.context.language)
    if key is not None:
        floor.answer(key)
    elif question.joins and in_danger.join(words, floor, ("now", "today")):
        floor.ask_again()
    elif question.why and _ABOUT_THIS.search(words.casefold()):
        floor.add(say(*question.why))
        floor.ask_again()
    elif _asks_in_between(words, understood, floor):
        _by_itself(words, understood, floor)
        floor.ask_again()
    elif question.why and words.endswith("?"):
        floor.add(say(*question.why))
        floor.ask_again()
    elif floor.tells and meanings.tells_more(words, understood):
        floor.tell_more(words)
        floor.add(say(Text("I have added this to it.")))
        floor.ask_again()
    elif question.patient or understood.intent in (*_TELLS, Meaning.HUMAN):
        _by_itself(words, understood, floor)
        floor.ask_again()
    else:
        floor.miss()


def _asks_in_between(words: str, understood: Understanding, floor: Floor) -> bool:
    """A question that can be answered at once; the dialogue goes on after it."""
    if understood.intent is Meaning.NETWORK or meanings.asks_network(words, floor):
        return words.endswith("?") or len(words.split()) < _MANY_WORDS
    bare = len(words.split()) < _MANY_WORDS  # the name of a topic and little more
    sure = understood.intent is Meaning.QUESTION and understood.outcome is Outcome.ANSWER
    return sure and (bare or meanings.asks(words))


def _by_itself(words: str, understood: Understanding, floor: Floor) -> None:
    context = floor.context
    meaning = meanings.meaning(words, understood, floor, listened_to=_listened_to(floor))
    floor.count_miss(missed=meaning is Meaning.OTHER)
    if meanings.joins_danger(meaning, understood) and in_danger.join(words, floor):
        return
    if meanings.after_reports(words, understood, context):
        floor.open(COMMANDS["meldingen"](words, understood, context, floor.now))
    elif floor.state.misses > 1 and len(words.split()) < _MANY_WORDS:
        floor.add(meanings.still_not(context))
    else:
        floor.open(_MEANINGS[meaning](words, understood, context, floor.now))


def _edited(text: str, floor: Floor) -> None:
    """A new version; a command in it does not run again."""
    words = text.strip()
    understood = _understood(words, floor)
    _follow(words, understood, floor)
    context = floor.context
    if context.agreed(Purpose.CHAT):
        floor.add(Keep(words, edits=True))
    if _danger(words, understood, floor):
        return
    report = context.edited
    if report is not None:
        floor.add(*added(report, words, context))
        floor.add(say(Text("I have added your change to {number}.", number=report.number)))
    elif floor.tell_anew(words):
        floor.add(say(Text("I use your new words.")))
        floor.ask_again()
    elif floor.waiting is None and understood.intent is Meaning.QUESTION:
        _by_itself(words, understood, floor)
    else:
        floor.add(say(Text("I have seen your change.")))
        floor.ask_again()


def _attached(message: Attached, floor: Floor) -> None:
    if message.caption.strip():
        _said(Said(text=message.caption, forwarded=message.forwarded), floor)
        floor.put_in(attachments.only_the_words())
    else:
        first_words.greet(floor)
        floor.add(attachments.cannot_open(message.kind))
        floor.ask_again()
