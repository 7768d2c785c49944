"""What is said at danger: whole sentences, and numbers as lines that dial."""

from dataclasses import replace

from conversations.context import Context
from conversations.introduction import program
from conversations.saying import small
from conversations.speech import Block, BlockKind, Say, Urgency
from knowledge.danger import Advice


def warning(told: Advice, context: Context) -> Say:
    """The danger text, in one message that overtakes all others."""
    lines = tuple(
        Block(number.name(context.language), BlockKind.CALL, number.number) for number in told.calls
    )
    sentences = (Block(sentence, language=told.language) for sentence in told.sentences)
    unmet = () if context.met else (small(program(context)),)
    return Say(
        blocks=(*sentences, *lines, *unmet),
        urgency=Urgency.DANGER,
    )


def question(told: Advice, context: Context) -> Say:
    """The same where danger is only thought of: it overtakes nothing."""
    return replace(warning(told, context), urgency=Urgency.ANSWER)
