"""A conversation in danger: what waits for it, what goes along, what joins it afterwards."""

from collections.abc import Collection
from typing import Final

from conversations.floor import Floor
from conversations.reporting import added, follows_danger
from conversations.saying import say
from conversations.state import Talk
from conversations.wording import Text
from knowledge.understanding import Route, Understanding

SCRIPTS: Final = frozenset({"danger_now", "danger_today", "danger_after"})
_WORRIES: Final = frozenset({"tell_concern", "pass_on_signal"})
# Nothing is told in these: they need not be taken up again.
LIGHT: Final = frozenset({"which_topic", "which_network", "choose_language"})
_FOR_WORDS: Final = frozenset({"what", "words"})  # questions that ask for somebody's own words


def talk(floor: Floor) -> Talk | None:
    """The dialogue about danger that is being held, if one is."""
    held = floor.state.talk
    return held if held is not None and held.script in SCRIPTS else None


def with_told(words: str, understood: Understanding, floor: Floor) -> str:
    """What `today` asks to pass on takes the worry along; `now` asks nothing, so it does not."""
    held = floor.state.talk
    if held is None or held.script in SCRIPTS:
        return words
    told = held.given.get("words", "")
    if not told and held.asked in _FOR_WORDS:
        floor.drop_told()  # these words are what it asked for
    elif held.script in _WORRIES and understood.route is Route.TODAY:
        return f"{floor.drop_told()}\n\n{words}"
    return words


def join(words: str, floor: Floor, routes: Collection[str] = ("now",)) -> bool:
    """Shortly after danger, what has no answer of its own goes to whoever was told."""
    report = follows_danger(floor.context, floor.now, routes)
    if report is None:
        return False
    emergency = floor.context.knowledge.emergency
    floor.add(*added(report, words, floor.context))
    floor.add(
        say(
            Text("I have added this to {number}. I cannot see what is the matter.",
                 number=report.number),
            Text("Is there danger? Call {emergency}. They tell you what to do.",
                 emergency=emergency),
        )
    )  # fmt: skip
    return True
