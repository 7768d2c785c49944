"""Which language somebody is answered in: the one chosen, else heard, else what the channel says.

Two languages are spoken in full; the others have what matters most (danger, first contact, the
main buttons), and Dutch for the rest. Whoever reads one of those is told so once, with a way to a
person.
"""

from typing import Final

from conversations.context import Context
from conversations.effects import Effect, SetLanguage
from conversations.saying import button, say
from conversations.speech import Action, Block, Button, Say
from conversations.wording import Text, in_full, speaks
from knowledge.languages import DEFAULT, LANGUAGES
from knowledge.roles import Right
from knowledge.understanding import Understanding

_FROM_NOW_ON: Final = Text("From now on I write to you in this language.")
_IN_PART: Final = Text(
    "I write the most important things in your language, and the rest in Dutch. "
    "Do you want to speak to a person?"
)


def heard(understood: Understanding, context: Context) -> str | None:
    """The language to answer in from now on, where the words say that it is another."""
    wish = _in_danger(understood, context) if understood.dangers else _wish(understood, context)
    known = context.stored_language or DEFAULT
    if wish not in context.languages or wish == context.language == known:
        return None
    return wish


def _wish(understood: Understanding, context: Context) -> str | None:
    """What a person chose stays; a first greeting is short, so there less is needed."""
    if context.stored_language is not None:
        return None
    told = understood.language if understood.language != DEFAULT else None
    return understood.surely or (told if not context.met else None)


def _in_danger(understood: Understanding, context: Context) -> str | None:
    """What is typed in fear is short: a rule that hears it in one language only says which."""
    rules = {danger.language for danger in understood.dangers}
    if understood.surely is not None:
        return understood.surely
    if context.language in rules:
        return None
    return rules.pop() if len(rules) == 1 else understood.language


def foreign(understood: Understanding, context: Context) -> str | None:
    """The language of these words where it surely is another than the person reads from us."""
    sure = understood.surely
    return sure if sure != context.language and sure in context.languages else None


def changed(language: str, context: Context) -> tuple[Effect, ...]:
    """Speak this language from now on, and say so in it."""
    said = say(_FROM_NOW_ON) if language in in_full() else in_part(context)
    return SetLanguage(language), said


def in_part(context: Context) -> Say:
    """What of somebody's language is there, and that a person can help."""
    person = button(Text("I want to speak to a person"), "person")
    return say(_IN_PART, buttons=(person,) if context.may(Right.TELL_CONCERN) else ())


def tells_in_part(said: Say) -> bool:
    return any(block.text == _IN_PART for block in said.blocks)


def falls_back(said: Say, language: str) -> bool:
    """Whether a part of this is said in Dutch, for want of words in this language."""
    texts = (*(block.text for block in said.blocks), *(each.label for each in said.buttons))
    return any(_lacks(text, language) for text in texts)


def _lacks(text: Text | str | tuple[Text, ...], language: str) -> bool:
    if isinstance(text, str):
        return False
    sentences = text if isinstance(text, tuple) else (text,)
    return any(not speaks(language, sentence.msgid) for sentence in sentences)


def offer(language: str) -> tuple[Block, Button]:
    """In their own language, to whom we write another: that we write it too, and how to choose."""
    line = Block(Text("I can also write to you in this language."), language=language)
    return line, Button(LANGUAGES[language].name, Action("speak", language))
