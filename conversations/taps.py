"""A tapped button: what it does, unless it is old, of another chat, or was answered already."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from conversations.floor import Floor
from conversations.intents import INTENTS
from conversations.menu import menu
from conversations.opening import OnTap
from conversations.saying import say
from conversations.speech import Action
from conversations.wording import Text

ACTIONS: Final[Mapping[str, OnTap]] = MappingProxyType(
    {name: on_tap for intent in INTENTS for name, on_tap in intent.actions.items()}
)
STAFF_SCRIPTS: Final = frozenset(
    name for intent in INTENTS if intent.staff for name in intent.scripts
)
# What may be done once; looking again is always allowed.
_ONCE: Final = frozenset(
    {
        "answer",
        "helpful",
        "not_helpful",
        "solved",
        "not_solved",
        "take_report",
        "confirm_invitation",
        "refuse_invitation",
    }
)
# Whoever turns to another report no longer answers the last one: words meant for one sender
# must not reach another.
_TURNS_AWAY: Final = frozenset({"open_report", "worklist", "seen_report", "take_report"})


def tap(floor: Floor) -> None:
    """Do what the button does, as it was kept when it was offered."""
    action = floor.context.offered
    if action is None:
        _old_button(floor)
    elif floor.context.spent and action.do in _ONCE:
        floor.add(say(Text("You have already answered this.")))
        floor.ask_again()
    elif action.do == "answer":
        if not floor.answer_tapped(action):
            _old_button(floor)
    elif action.do == "go_on":
        if not floor.resume():
            _old_button(floor)
    else:
        _act(action, floor)


def _act(action: Action, floor: Floor) -> None:
    on_tap = ACTIONS.get(action.do)
    if on_tap is None:
        _old_button(floor)
        return
    if action.do in _TURNS_AWAY:
        floor.leave(STAFF_SCRIPTS)
    if action.more:
        floor.end(action.more)
    floor.open(on_tap(action, floor.context, floor.now))


def _old_button(floor: Floor) -> None:
    floor.add(say(Text("That button is from an earlier conversation and no longer works.")))
    if floor.waiting is None:
        floor.add(menu(floor.context, Text("What can I do for you?")))
    else:
        floor.ask_again()
