"""Who is speaking here: a computer program, what it does, what it keeps, who reads it."""

from conversations.context import Context
from conversations.saying import plain
from conversations.speech import Block
from conversations.wording import Text


def introduction(context: Context, *, hello: bool = True) -> tuple[Block, ...]:
    """All that must be said at a first contact; without a greeting after something heavy."""
    program_speaks = Text(
        "I am Aanspreekpunt of {organisation}. I am a computer program, not a human being.",
        organisation=context.organisation.name,
    )
    return (
        plain((Text("Hello."), program_speaks) if hello else program_speaks),
        plain(
            Text(
                "I explain words about care. I show who does what in your care network. "
                "And I pass your worries on to a human being."
            )
        ),
        plain(
            Text(
                "Is there danger? Call {emergency}. I cannot send anybody.",
                emergency=context.knowledge.emergency,
            )
        ),
    )


def may_keep() -> Block:
    """The question of consent: what is kept, who reads it, how to end it."""
    return plain(
        Text(
            "May I keep your messages? Then you can see later what happens with them. "
            "A human being only reads what I may pass on, or what tells of danger to life. "
            "You can always stop that with /vergeetmij. "
            "If you say no, you can still ask me everything."
        )
    )


def nothing_kept() -> Block:
    """Instead of that question, where another one follows at once."""
    return plain(Text("I pass nothing on without asking you, except in danger to life."))


def program(context: Context) -> Text:
    """In danger, at a first contact: no more than this."""
    return Text(
        "This is Aanspreekpunt of {organisation}, a computer program.",
        organisation=context.organisation.name,
    )
