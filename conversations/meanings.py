"""What words mean to this sender, where the words do not say: who they know, what they told."""

from typing import Final

from conversations import commands
from conversations.answers import bare
from conversations.context import Context
from conversations.dialogue import Begin
from conversations.floor import Floor
from conversations.menu import menu
from conversations.speech import Say
from conversations.wording import Text
from knowledge.network_questions import meant
from knowledge.roles import Right
from knowledge.search import Outcome
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Understanding

_MANY_WORDS: Final = 4
_TELLS: Final = frozenset({Meaning.SIGNAL, Meaning.CONCERN, Meaning.COMPLAINT})
_MAY_BE_ABOUT_PEOPLE: Final = frozenset({Meaning.QUESTION, Meaning.OTHER, Meaning.SMALLTALK})
_ASKING: Final = frozenset(
    """wat wie hoe waar wanneer waarom welke wanner waneer kunt kan mag what who how where when why
    which can may""".split()  # noqa: SIM905 - words to read
)
# Whoever begins like this tells something, even where a topic resembles it.
_TELLING: Final = frozenset("ik wij we ze zij hij mijn onze ons mn het dat er i my we they".split())  # noqa: SIM905 - words to read


def meaning(words: str, understood: Understanding, floor: Floor, *, listened_to: bool) -> Meaning:
    """What to make of it: the understanding, corrected by what we know of the sender."""
    found = understood.intent
    if not listened_to and (found is Meaning.EMERGENCY or found in _TELLS):
        return Meaning.QUESTION if understood.outcome else Meaning.OTHER  # staff wrote it
    if found is Meaning.OTHER and bare(words, floor.context.language):
        return Meaning.SMALLTALK
    if asks_network(words, floor) and found in _MAY_BE_ABOUT_PEOPLE:
        return Meaning.NETWORK
    if found is Meaning.QUESTION and understood.outcome is Outcome.CHOOSE and _telling(words):
        return Meaning.OTHER
    return found


def asks_network(words: str, floor: Floor) -> bool:
    """Whether only the sender's own care network can answer this."""
    context = floor.context
    networks = [tie.network for tie in context.ties if tie.allows(Right.SEE_NETWORK)]
    return meant(words, networks, context.today(floor.now))


def joins_danger(found: Meaning, understood: Understanding) -> bool:
    """Whether these words have no answer of their own, and may well be about the danger."""
    if found is Meaning.QUESTION:
        return understood.outcome is not Outcome.ANSWER
    return found in (Meaning.OTHER, Meaning.SIGNAL, Meaning.CONCERN)


def asks(words: str) -> bool:
    """Whether it has the form of a question; where words are asked, anything else is the answer."""
    typed = words.casefold().split()
    return words.endswith("?") or (bool(typed) and typed[0] in _ASKING)


def tells_more(words: str, understood: Understanding) -> bool:
    """Whether this belongs to the report that is being made, rather than being an answer."""
    many = len(words.split()) >= _MANY_WORDS and not words.endswith("?")
    asks_something = understood.intent is Meaning.QUESTION
    unsure = asks_something and understood.outcome is not Outcome.ANSWER
    unclear = understood.intent is Meaning.OTHER or unsure
    return understood.intent in _TELLS or (unclear and many)


def _telling(words: str) -> bool:
    typed = words.casefold().split()
    return not words.endswith("?") and len(typed) > 2 and typed[0] in _TELLING


def forwarded(words: str) -> Begin:
    """Somebody else's words are never the sender's own."""
    return Begin(script="forwarded", given={"untold": marked(words)})


# Read by staff above the words, in the language of the installation.
_FORWARDED: Final = "(doorgestuurd)"


def marked(words: str) -> str:
    """Forwarded words, so that nobody takes them for the sender's own."""
    return f"{_FORWARDED}\n{words}"


def still_not(context: Context) -> Say:
    """Twice in a row not understood: a person can help."""
    return menu(
        context,
        Text("I still do not understand you. I am a program, and I am not good at everything."),
        Text("A person can help you. Choose 'I want to speak to a person', or say it differently."),
    )


def after_reports(words: str, understood: Understanding, context: Context) -> bool:
    """Whether the sender asks what became of a report."""
    sure = understood.outcome is Outcome.ANSWER
    return bool(context.reports) and not sure and commands.after_reports(words)
