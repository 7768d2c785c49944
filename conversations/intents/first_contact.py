"""The first message: a computer program, what it does, what it keeps; consent; country; language.

People must know that they talk to a machine, at the first contact (EU AI Act art. 50(1), in force
since 2-8-2026). Consent is free, informed and as easy to withdraw as to give (GDPR art. 7).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from conversations.context import Context
from conversations.dialogue import Ask, Option
from conversations.effects import Agree, Effect, Purpose, SetLanguage, SetRegion
from conversations.menu import menu
from conversations.opening import Begin, Intent, Opening
from conversations.reporting import WORDING
from conversations.saying import plain, say
from conversations.speech import Action, Block
from conversations.wording import Text
from knowledge.regions import Region
from knowledge.understanding import Understanding

SCRIPT: Final = "first_contact"
LANGUAGE_SCRIPT: Final = "choose_language"


def first_contact(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    if context.agreed(Purpose.CHAT):
        effects: list[Effect] = [say(*introduction(context))]
    else:
        granted = ask.choice(
            "keep",
            (*introduction(context), _may_keep()),
            [
                Option("yes", Text("Yes, you may keep them")),
                Option("no", Text("No, do not keep them")),
                *_other_language(context),
            ],
            patient=True,
        )
        if granted == "language":
            language = _other(context)
            return (
                SetLanguage(language),
                say(Text("From now on I write to you in this language.")),
            )
        effects = [Agree(purpose=Purpose.CHAT, granted=granted == "yes", wording=WORDING)]
    if context.region is None:
        effects.append(SetRegion(_country(ask)))
    return (*effects, menu(context, Text("What can I do for you?")))


def introduction(context: Context) -> tuple[Block, ...]:
    """All of it in one message."""
    return (
        plain(
            Text(
                "Hello. I am Aanspreekpunt of {organisation}. "
                "I am a computer program, not a human being.",
                organisation=context.organisation.name,
            )
        ),
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


def _may_keep() -> Block:
    return plain(
        Text(
            "May I keep your messages? Then you can see later what happens with them. "
            "You can always stop that with /vergeetmij. "
            "If you say no, you can still ask me everything."
        )
    )


def _country(ask: Ask) -> str:
    return ask.choice(
        "region",
        [plain(Text("Do you live in the Netherlands or in Belgium?"))],
        [Option(Region.NL, Text("The Netherlands")), Option(Region.BE, Text("Belgium"))],
        patient=True,
    )


def _other_language(context: Context) -> tuple[Option, ...]:
    """The other language, in that language's own words."""
    return (Option("language", _OWN_NAME[_other(context)]),)


def _other(context: Context) -> str:
    return "nl" if context.language == "en" else "en"


_OWN_NAME: Final[Mapping[str, str]] = {"en": "In English, please", "nl": "In het Nederlands"}


def choose_language(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    language = ask.choice(
        "language",
        [plain(Text("Which language do you want to read?"))],
        [Option(code, _NAMES[code]) for code in context.languages if code in _NAMES],
    )
    return (SetLanguage(language), say(Text("From now on I write to you in this language.")))


_NAMES: Final[Mapping[str, str]] = {"nl": "Nederlands", "en": "English"}


def on_language(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    return Opening(begins=Begin(script=LANGUAGE_SCRIPT))


def on_consent(action: Action, context: Context, now: datetime) -> Opening:
    return Opening(begins=Begin(script=SCRIPT))


FIRST_CONTACT: Final = Intent(
    name="first_contact",
    commands={"taal": on_language, "language": on_language},
    actions={"consent": on_consent},
    scripts={SCRIPT: first_contact, LANGUAGE_SCRIPT: choose_language},
)
