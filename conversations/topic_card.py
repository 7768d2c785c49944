"""How a topic is shown in the chat: the answer, its source and date, and the buttons."""

from typing import Final

from conversations.context import Context
from conversations.effects import Effect
from conversations.saying import button, small
from conversations.speech import Block, BlockKind, Button, Say
from conversations.wording import Day, Text, in_full
from knowledge.errors import TopicUnknown
from knowledge.languages import DEFAULT
from knowledge.search import Outcome
from knowledge.topics import Answer, Topic
from knowledge.understanding import Understanding

_RELATED: Final = 2


def short_card(topic: Topic, context: Context, *, buttons: bool = True) -> Say:
    """The short answer. Without buttons when another question follows it."""
    answer = topic.answer(context.language, context.region)
    return Say(
        blocks=(
            Block(topic.title, BlockKind.TITLE, language=DEFAULT),
            *_in_dutch(answer.language, context),
            Block(answer.short, language=answer.language),
            *_unread(answer),
            _source(topic),
        ),
        buttons=(*_ways_on(topic), *_related(topic, context)) if buttons else (),
    )


def long_card(topic: Topic, context: Context) -> Say:
    """All that is known: more, what it means for you, and the first step."""
    answer = topic.answer(context.language, context.region)
    if not answer.more:  # a translation of the short text only
        answer = topic.answer("nl", context.region)
    paragraphs = (answer.more, answer.for_client, answer.for_carer, answer.first_step)
    return Say(
        blocks=(
            Block(topic.title, BlockKind.TITLE, language=DEFAULT),
            *_in_dutch(answer.language, context),
            *(Block(each, language=answer.language) for each in paragraphs if each),
            _source(topic),
        ),
        buttons=(*_helped(topic), *_related(topic, context)),
    )


def card_for(
    understood: Understanding, context: Context, *, buttons: bool = True
) -> tuple[Effect, ...]:
    """The answer to what was asked beside something else; nothing when it is not sure."""
    if understood.outcome is not Outcome.ANSWER:
        return ()
    return cards(understood, context, buttons=buttons)


def cards(
    understood: Understanding, context: Context, *, buttons: bool = True
) -> tuple[Effect, ...]:
    """One card for each topic that is asked about; the buttons are under the last."""
    asked = understood.topics[: understood.together]
    return tuple(
        short_card(
            context.knowledge.index.topic(match.slug),
            context,
            buttons=buttons and match is asked[-1],
        )
        for match in asked
    )


def _source(topic: Topic) -> Block:
    return small(
        Text("Source: {source}, checked on {day}.", source=topic.source, day=Day(topic.checked))
    )


def _in_dutch(language: str, context: Context) -> tuple[Block, ...]:
    """An answer that is not there in someone's language comes in Dutch, and says so.

    Not where most is in Dutch: then that was said once, in their own language.
    """
    if language == context.language or context.language not in in_full():
        return ()
    return (small(Text("I only have this answer in Dutch. A person can help you further.")),)


def _unread(answer: Answer) -> tuple[Block, ...]:
    if answer.reviewed:
        return ()
    return (small(Text("This translation has not been checked by a speaker yet.")),)


def _ways_on(topic: Topic) -> tuple[Button, ...]:
    return (button(Text("More explanation"), "more", topic.slug), *_helped(topic))


def _helped(topic: Topic) -> tuple[Button, ...]:
    return (
        button(Text("This helped"), "helpful", topic.slug),
        button(Text("This did not help"), "not_helpful", topic.slug),
    )


def _related(topic: Topic, context: Context) -> tuple[Button, ...]:
    known = [topic_of(slug, context) for slug in topic.related]
    return tuple(button(other.title, "topic", other.slug) for other in known if other is not None)[
        :_RELATED
    ]


def topic_of(slug: str, context: Context) -> Topic | None:
    """The topic of a slug; None when it was retired since its button was offered."""
    try:
        return context.knowledge.index.topic(slug)
    except TopicUnknown:
        return None
