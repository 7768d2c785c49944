"""When the bot says who it is: once, at the first contact, and never in the middle of danger.

A program says that it is one at the latest at the first contact (EU AI Act art. 50(1)). In danger
the danger text says so, and the rest waits until the danger has been talked through.
"""

from typing import Final

from conversations.dialogue import Begin
from conversations.effects import Met
from conversations.floor import Floor
from conversations.introduction import introduction, nothing_kept
from conversations.saying import button, say
from conversations.state import Talk
from conversations.wording import Text
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Understanding

SCRIPT: Final = "first_contact"
SCRIPTS: Final = frozenset({SCRIPT, "which_country"})
# These begin a dialogue that asks consent itself: one question at a time.
_ASKS_ITSELF: Final = frozenset({Meaning.SIGNAL, Meaning.CONCERN, Meaning.COMPLAINT, Meaning.HUMAN})
_MANY_WORDS: Final = 4


def begins_a_dialogue(words: str, understood: Understanding) -> bool:
    if words.startswith("/"):
        return False
    untold = understood.intent is Meaning.OTHER and len(words.split()) >= _MANY_WORDS
    return untold or understood.intent in _ASKS_ITSELF


def greet(floor: Floor, *, before_a_dialogue: bool = False, after_danger: bool = False) -> bool:
    """At a first contact say who is speaking, all in one message; False when we have met."""
    if floor.context.met:
        return False
    floor.add(Met())
    if before_a_dialogue:
        floor.add(say(*introduction(floor.context), nothing_kept()))
        floor.begin_below(Begin(script=SCRIPT, given={"introduced": "yes"}))
    else:
        given = {"after_danger": "yes"} if after_danger else {}
        floor.begin(Begin(script=SCRIPT, given=given))
    return True


def introduce(floor: Floor) -> bool:
    """Say who is speaking before an invitation is answered; False when we have met."""
    if floor.context.met:
        return False
    floor.add(Met(), say(*introduction(floor.context)))
    return True


def ask_consent(floor: Floor) -> None:
    """The question that ends a first contact, after what was answered."""
    floor.begin(Begin(script=SCRIPT, given={"welcomed": "yes"}))


def after_danger(floor: Floor, danger: Talk, *, over: bool) -> None:
    """Once the danger has been talked through: who is speaking, and what was put aside.

    Of abuse nothing more comes on the screen than was asked for: somebody may read along.
    """
    if not over or danger.given.get("sensitive"):
        return
    if floor.state.paused:
        floor.add(
            say(
                Text("What you were telling is still here. Do you want to go on with it?"),
                buttons=(button(Text("Yes, go on"), "go_on"),),
            )
        )
    greet(floor, after_danger=True)
