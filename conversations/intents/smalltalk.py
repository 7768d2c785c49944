"""Greetings, thanks, what was not understood, what is forwarded: kind, and always a way on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from conversations import languages
from conversations.answers import Option
from conversations.context import Context
from conversations.dialogue import Ask
from conversations.effects import Effect, KeepQuestion, Unanswered
from conversations.menu import WAYS, menu
from conversations.opening import Begin, Intent, Opening
from conversations.reporting import follows_danger
from conversations.saying import button, plain, say
from conversations.speech import Action
from conversations.wording import Text
from knowledge.roles import Right
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Understanding

WHAT_IS_IT: Final = "what_is_it"
FORWARDED: Final = "forwarded"
_LONG: Final = 4  # words: from here on somebody is telling something, not greeting
_WORRY: Final = ("ja", "zorg", "doorgeven", "yes", "worry", "evet")
_THANKS: Final = (
    *("dank", "bedankt", "merci", "thanks", "thank", "fijn"),
    *("teşekkür", "tesekkur", "sağ ol", "شكر", "dzięk", "dziek"),
)
_SHORT_ANSWERS: Final = frozenset({"ja", "nee", "neen", "ok", "oke", "oké", "goed", "yes", "no"})


def greet(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    typed = words.casefold()
    if any(thanks in typed for thanks in _THANKS):
        return Opening((menu(context, Text("You are welcome. You can always come back to me.")),))
    if typed.strip(" .!") in _SHORT_ANSWERS and follows_danger(context, now):
        return Opening((_is_there_danger(context),))
    if typed.strip(" .!") in _SHORT_ANSWERS:
        return Opening((menu(context, Text("Good. What can I do for you?")),))
    text = Text(
        "Hello. You can ask me a question, for instance what a word means. "
        "Or tell me what worries you."
    )
    return Opening((menu(context, text),))


def _is_there_danger(context: Context) -> Effect:
    emergency = context.knowledge.emergency
    return say(
        Text("Is there danger? Call {emergency}. They tell you what to do.", emergency=emergency)
    )


def show_menu(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    return Opening((menu(context, WAYS),))


def wonder(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    """Not understood: say so, and let what was said go to a person if the sender wants that."""
    foreign = languages.foreign(understood, context) or ""
    if not context.may(Right.TELL_CONCERN):
        return Opening((menu(context, Text("I do not understand you yet."), _STAFF_WAYS),))
    if len(words.split()) < _LONG and not foreign:
        return Opening((menu(context, Text("I do not understand you yet."), WAYS),))
    return Opening(begins=Begin(script=WHAT_IS_IT, given={"untold": words, "language": foreign}))


_STAFF_WAYS: Final = Text("Your reports are in your worklist. You can also ask what a word means.")


def what_is_it(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect | Begin]:
    """What somebody meant whom we did not understand; their words are not lost."""
    foreign = given["language"] if given["language"] in context.languages else ""
    offered = [languages.offer(foreign)] if foreign else []
    chosen = ask.choice(
        "what_is_it",
        [
            *(line for line, _ in offered),
            plain(Text("I do not understand you well. Is this a worry that I should pass on?")),
        ],
        [
            Option("worry", Text("Yes, it is a worry"), also=_WORRY),
            Option("question", Text("No, I am asking something"), also=("vraag", "question")),
            Option("person", Text("I want to speak to a person")),
            Option("nothing", Text("No, never mind"), also=("nee", "neen", "niets", "no")),
            *(Option("language", choice.label) for _, choice in offered),
        ],
        patient=True,
    )
    if chosen == "language":
        again = Begin(script=WHAT_IS_IT, given={**given, "language": ""})
        return (*languages.changed(foreign, context), again)
    return _meant(chosen, given["untold"], context)


def _meant(chosen: str, words: str, context: Context) -> Sequence[Effect | Begin]:
    match chosen:
        case "worry":
            return (Begin(script="tell_concern", given={"words": words}),)
        case "person":
            return (Begin(script="reach_person", given={"words": words}),)
        case "question":
            return (
                KeepQuestion(words=words, reason=Unanswered.UNKNOWN),
                say(
                    Text("I do not know that yet. I keep your question for the editors."),
                    buttons=(button(Text("I want to speak to a person"), "person"),),
                ),
            )
        case _:
            return (say(Text("Good. You can always come back to me.")),)


def forwarded(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect | Begin]:
    """Somebody else's words are never taken for the sender's own."""
    worry = ask.choice(
        "forwarded",
        [
            plain(Text("This is a forwarded message: somebody else's words.")),
            plain(Text("Is it a worry that I should pass on for you?")),
        ],
        [
            Option("yes", Text("Yes, it is a worry")),
            Option("no", Text("No")),
        ],
    )
    if worry == "no":
        return (say(Text("Good. I do nothing with it.")),)
    return (Begin(script="tell_concern", given={"words": given["untold"]}),)


def help_(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    return Opening(
        (
            menu(
                context,
                Text("Is there danger? Call {emergency}. I cannot send anybody.",
                     emergency=context.knowledge.emergency),
                Text("I am a computer program. I explain words about care and pass worries on."),
                Text("Type 'back' to change your last answer and 'again' to begin anew. "
                     "Type 'stop' to end what we are doing."),
                Text("/mijngegevens shows what I keep. /vergeetmij erases it. /taal changes the "
                     "language. /stop: I no longer write to you by myself."),
            ),
        )
    )  # fmt: skip


def on_menu(action: Action, context: Context, now: datetime) -> Opening:
    return Opening((menu(context, WAYS),))


SMALLTALK: Final = Intent(
    name="smalltalk",
    meanings=frozenset({Meaning.SMALLTALK}),
    on_words=greet,
    commands={"help": help_, "menu": show_menu},
    actions={"menu": on_menu},
)

OTHER: Final = Intent(
    name="other",
    meanings=frozenset({Meaning.OTHER}),
    on_words=wonder,
    scripts={WHAT_IS_IT: what_is_it, FORWARDED: forwarded},
)
