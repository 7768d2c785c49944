"""Somebody asks what a word or scheme means: answer, offer what comes close, or own up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from conversations.answers import Option
from conversations.context import Context
from conversations.dialogue import Ask
from conversations.effects import Effect, KeepQuestion, Purpose, Rate, Unanswered
from conversations.menu import WAYS, menu
from conversations.opening import Begin, Intent, Opening
from conversations.saying import button, plain, say
from conversations.speech import Action, Button
from conversations.topic_card import cards, long_card, short_card, topic_of
from conversations.wording import Text
from knowledge.roles import Right
from knowledge.search import Outcome
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Understanding

SCRIPT: Final = "which_topic"
_OFFERED: Final = 3
# Nothing an editor could answer: somebody only shows not to follow.
_NO_QUESTION: Final = frozenset(
    """wat wie hoe waar wanneer waarom he hè huh hm hmm eh en dan nu wa wablief sorry what who how
    why when""".split()  # noqa: SIM905 - words to read
)


def explain(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    match understood.outcome:
        case Outcome.ANSWER:
            return Opening(cards(understood, context))
        case Outcome.CHOOSE:
            slugs = ",".join(match.slug for match in understood.topics[:_OFFERED])
            return Opening(begins=Begin(script=SCRIPT, given={"asked": words, "topics": slugs}))
        case _ if _asks_nothing(words):
            return Opening((menu(context, Text("I do not understand you yet."), WAYS),))
        case _:
            return Opening(own_up(words, Unanswered.UNKNOWN, context))


def _asks_nothing(words: str) -> bool:
    typed = words.casefold().strip(" .!?").split()
    return all(word in _NO_QUESTION for word in typed)


def which_topic(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    known = [topic_of(slug, context) for slug in given["topics"].split(",")]
    topics = [topic for topic in known if topic is not None]
    several = Text("Do you mean one of these?")
    chosen = ask.choice(
        "topic",
        [plain(several if len(topics) > 1 else Text("Do you mean this?"))],
        [
            *(Option(t.slug, t.title, action=Action("topic", t.slug)) for t in topics),
            Option("none", Text("None of these"), also=("nee", "niets", "geen", "none", "anders")),
        ],
        patient=True,
    )
    if chosen == "none":
        return own_up(given["asked"], Unanswered.NONE_OF_THESE, context)
    return (short_card(context.knowledge.index.topic(chosen), context),)


def own_up(words: str, reason: Unanswered, context: Context, topic: str = "") -> tuple[Effect, ...]:
    """Say honestly that there is no answer, keep the question, and offer a person."""
    if context.agreed(Purpose.CHAT):
        next_step = Text(
            "I keep your question for the editors. When there is an answer, you hear it."
        )
    else:
        next_step = Text("I keep your question for the editors, without your name.")
    return (
        KeepQuestion(words=words, reason=reason, topic=topic),
        say(
            Text("I do not know that yet."),
            next_step,
            buttons=_person(context),
        ),
    )


def _person(context: Context) -> tuple[Button, ...]:
    """Not to staff: they are the people."""
    if not context.may(Right.TELL_CONCERN):
        return ()
    return (button(Text("I want to speak to a person"), "person"),)


def show_topic(action: Action, context: Context, now: datetime) -> Opening:
    topic = topic_of(str(action.with_), context)
    if topic is None:
        return Opening((say(Text("That answer is no longer there. Please ask me again.")),))
    return Opening((short_card(topic, context),))


def show_more(action: Action, context: Context, now: datetime) -> Opening:
    topic = topic_of(str(action.with_), context)
    if topic is None:
        return show_topic(action, context, now)
    return Opening((long_card(topic, context),))


def helpful(action: Action, context: Context, now: datetime) -> Opening:
    return Opening((Rate(slug=str(action.with_), helpful=True), say(Text("Good to hear."))))


def not_helpful(action: Action, context: Context, now: datetime) -> Opening:
    slug = str(action.with_)
    return Opening(
        (
            Rate(slug=slug, helpful=False),
            say(
                Text("Thank you for telling me. The editors will look at this answer."),
                buttons=_person(context),
            ),
        )
    )


ASK: Final = Intent(
    name="ask",
    meanings=frozenset({Meaning.QUESTION}),
    on_words=explain,
    actions={
        "topic": show_topic,
        "more": show_more,
        "helpful": helpful,
        "not_helpful": not_helpful,
    },
    scripts={SCRIPT: which_topic},
)
