"""Greetings, thanks, and what was not understood: kind, short, and always with a way on."""

from datetime import datetime
from typing import Final

from conversations.context import Context
from conversations.effects import Effect
from conversations.menu import menu
from conversations.opening import Intent, Opening
from conversations.saying import button, say
from conversations.wording import Text
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Understanding

_LONG: Final = 4  # words: from here on somebody is telling something, not greeting


def greet(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    text = Text(
        "Hello. You can ask me a question, for instance what a word means. "
        "Or tell me what worries you."
    )
    return Opening((menu(context, text),))


def wonder(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    """Not understood: say so, and let what was said go to a person if the sender wants that."""
    if len(words.split()) < _LONG:
        return Opening((menu(context, Text("I do not understand you yet."), _WAYS),))
    return Opening((_not_understood(words, context),))


_WAYS: Final = Text(
    "You can ask me what a word means, or tell me in a sentence what is the matter."
)


def _not_understood(words: str, context: Context) -> Effect:
    return say(
        Text("I do not understand you well. Is this a worry that I should pass on?"),
        buttons=(
            button(Text("Yes, it is a worry"), "tell_concern", words),
            button(Text("No, I am asking something"), "none_of_these", words),
            button(Text("I want to speak to a person"), "person"),
        ),
        question="what_is_it",
    )


def help_(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    return Opening(
        (
            menu(
                context,
                Text("I am a computer program. I explain words about care and pass worries on."),
                Text("Type 'back' to change your last answer and 'again' to begin anew. "
                     "Type 'stop' to end what we are doing."),
                Text("/mijngegevens shows what I keep. /vergeetmij erases it. /taal changes the "
                     "language. /stop: I no longer write to you by myself."),
            ),
        )
    )  # fmt: skip


SMALLTALK: Final = Intent(
    name="smalltalk",
    meanings=frozenset({Meaning.SMALLTALK}),
    on_words=greet,
    commands={"help": help_, "menu": greet},
    actions={"menu": lambda action, context, now: Opening((menu(context, _WAYS),))},
)

OTHER: Final = Intent(name="other", meanings=frozenset({Meaning.OTHER}), on_words=wonder)
