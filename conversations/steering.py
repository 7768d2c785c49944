"""*Stop*, *terug*, *opnieuw* at every question, and commands in every channel."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from conversations import commands, in_danger
from conversations.answers import fitting
from conversations.commands import Way
from conversations.floor import Floor
from conversations.intents import INTENTS
from conversations.menu import menu
from conversations.opening import OnWords
from conversations.saying import say
from conversations.wording import Text
from knowledge.understanding import Understanding

COMMANDS: Final[Mapping[str, OnWords]] = MappingProxyType(
    {name: on_words for intent in INTENTS for name, on_words in intent.commands.items()}
)


def steered(words: str, understood: Understanding, floor: Floor) -> bool:
    """Follow a way or a command; False when the words are neither."""
    return _way(words, floor) or _command(words, understood, floor)


def _way(words: str, floor: Floor) -> bool:
    way = commands.way(words)
    if way is None:
        return False
    waits = floor.waiting is not None
    match way:
        case Way.STOP if waits or floor.state.paused:
            _stop(floor)
        case Way.BACK if waits:
            floor.back()
        case Way.AGAIN if waits:
            floor.again()
        case Way.ON if floor.resume():
            pass
        case Way.ON if waits:
            floor.ask_again()
        case _:
            _nothing_waits(floor)
    return True


def _stop(floor: Floor) -> None:
    """After danger without the menu: the numbers must stay the last thing on the screen."""
    danger = floor.holds(in_danger.SCRIPTS)
    floor.stop()
    if danger:
        floor.add(say(Text("I pass nothing more on. The numbers above stay there for you.")))
    else:
        floor.add(menu(floor.context, Text("Good, I stop this. I pass nothing on.")))


def _nothing_waits(floor: Floor) -> None:
    floor.add(
        menu(
            floor.context,
            Text("There is nothing to stop or to go back to."),
            Text("Shall I no longer write to you by myself? Then type /stop."),
        )
    )


def _answers(words: str, floor: Floor) -> bool:
    """Whether bare words are the answer that is waited for, rather than a command."""
    question = floor.waiting
    if question is None or words.startswith("/"):
        return False
    return fitting(words, question.options, floor.context.language) is not None


def _command(words: str, understood: Understanding, floor: Floor) -> bool:
    found = commands.command(words)
    if found is None or _answers(words, floor):
        return False
    name, rest = found
    on_words = COMMANDS.get(name)
    if on_words is None:
        floor.add(
            menu(floor.context, Text("I do not know that command. You can choose from this:"))
        )
        return True
    if name == "start" and not rest and not floor.context.met:
        return True  # the first-contact text is the answer
    floor.open(on_words(rest, understood, floor.context, floor.now))
    return True
