"""Short ways to write down what the bot says; used by every dialogue."""

from conversations.speech import Action, Block, BlockKind, Button, Say
from conversations.wording import Text


def plain(text: Text | str | tuple[Text, ...]) -> Block:
    return Block(text)


def title(text: Text | str) -> Block:
    return Block(text, BlockKind.TITLE)


def quote(words: str) -> Block:
    """Somebody's literal words."""
    return Block(words, BlockKind.QUOTE)


def small(text: Text) -> Block:
    """Source and date, under an answer."""
    return Block(text, BlockKind.SMALL)


def say(*blocks: Block | Text, buttons: tuple[Button, ...] = (), question: str = "") -> Say:
    """Say these, each its own paragraph."""
    return Say(
        blocks=tuple(plain(block) if isinstance(block, Text) else block for block in blocks),
        buttons=buttons,
        question=question,
    )


def button(label: Text | str, do: str, with_: str = "", more: str = "") -> Button:
    return Button(label, Action(do, with_, more))
