"""Somebody asks what a word or scheme means: answer, offer what comes close, or own up."""

from datetime import datetime
from typing import Final

from conversations.context import Context
from conversations.effects import Effect, KeepQuestion, Purpose, Rate, Unanswered
from conversations.opening import Intent, Opening
from conversations.saying import button, say
from conversations.speech import Action
from conversations.topic_card import long_card, short_card, topic_of
from conversations.wording import Text
from knowledge.search import Outcome
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Understanding

_OFFERED: Final = 3


def explain(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    index = context.knowledge.index
    match understood.outcome:
        case Outcome.ANSWER:
            return Opening((short_card(index.topic(understood.topics[0].slug), context),))
        case Outcome.CHOOSE:
            slugs = [match.slug for match in understood.topics[:_OFFERED]]
            return Opening((_offer(words, slugs, context),))
        case _:
            return Opening(own_up(words, Unanswered.UNKNOWN, context))


def _offer(words: str, slugs: list[str], context: Context) -> Effect:
    index = context.knowledge.index
    return say(
        Text("Do you mean one of these?"),
        buttons=(
            *(button(index.topic(slug).title, "topic", slug) for slug in slugs),
            button(Text("None of these"), "none_of_these", words),
        ),
        question="which_topic",
    )


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
            buttons=(button(Text("I want to speak to a person"), "person"),),
        ),
    )


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


def none_of_these(action: Action, context: Context, now: datetime) -> Opening:
    return Opening(own_up(str(action.with_), Unanswered.NONE_OF_THESE, context))


def helpful(action: Action, context: Context, now: datetime) -> Opening:
    return Opening((Rate(slug=str(action.with_), helpful=True), say(Text("Good to hear."))))


def not_helpful(action: Action, context: Context, now: datetime) -> Opening:
    slug = str(action.with_)
    return Opening(
        (
            Rate(slug=slug, helpful=False),
            say(
                Text("Thank you for telling me. The editors will look at this answer."),
                buttons=(button(Text("I want to speak to a person"), "person"),),
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
        "none_of_these": none_of_these,
        "helpful": helpful,
        "not_helpful": not_helpful,
    },
)
