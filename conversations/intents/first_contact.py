"""The first message: a computer program, what it does, what it keeps; consent; country; language.

People must know that they talk to a machine, at the first contact (EU AI Act art. 50(1), in force
since 2-8-2026). Consent is free, informed and as easy to withdraw as to give (GDPR art. 7).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from conversations.answers import Option
from conversations.context import Context
from conversations.dialogue import Ask
from conversations.effects import Agree, Effect, Purpose, SetLanguage, SetRegion
from conversations.introduction import introduction, may_keep
from conversations.menu import menu
from conversations.opening import Begin, Intent, Opening
from conversations.reporting import WORDING
from conversations.saying import plain, say
from conversations.speech import Block, Say
from conversations.wording import Text
from knowledge.regions import Region
from knowledge.understanding import Understanding

SCRIPT: Final = "first_contact"
COUNTRY_SCRIPT: Final = "which_country"
LANGUAGE_SCRIPT: Final = "choose_language"


def first_contact(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect | Begin]:
    """`introduced` is given when the introduction was said already, before another dialogue.

    That dialogue has asked what may be kept; whoever said no there is not asked again.
    """
    said = given.get("introduced") or given.get("welcomed")  # just above, by an invitation
    who = () if said else _who(given, context)
    if context.agreed(Purpose.CHAT) or given.get("introduced"):
        if context.region is None:
            return (Begin(script=COUNTRY_SCRIPT, given={**given, "introduce": "yes"}),)
        return (*((say(*who),) if who else ()), _what_now(context))
    granted = ask.choice(
        "keep",
        (*who, may_keep()),
        [
            Option("yes", Text("Yes, you may keep them")),
            Option("no", Text("No, do not keep them")),
            _other_language(context.language),
        ],
        patient=True,
    )
    if granted == "language":
        return (SetLanguage(_other(context.language)), say(_FROM_NOW_ON), Begin(script=SCRIPT))
    agreed = Agree(purpose=Purpose.CHAT, granted=granted == "yes", wording=WORDING)
    if context.region is None:
        return (agreed, Begin(script=COUNTRY_SCRIPT))
    return (agreed, _what_now(context))


def which_country(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    """With the introduction above it, where no other question came first."""
    introduces = given.get("introduce") and not given.get("introduced")
    who = _who(given, context) if introduces else ()
    country = ask.choice(
        "region",
        [*who, plain(Text("Do you live in the Netherlands or in Belgium?"))],
        [Option(Region.NL, Text("The Netherlands")), Option(Region.BE, Text("Belgium"))],
        patient=True,
    )
    return (SetRegion(country), _what_now(context))


def _who(given: Mapping[str, str], context: Context) -> tuple[Block, ...]:
    return introduction(context, hello=not given.get("after_danger"))


def _what_now(context: Context) -> Say:
    return menu(context, Text("What can I do for you?"))


_FROM_NOW_ON: Final = Text("From now on I write to you in this language.")


def _other_language(language: str) -> Option:
    """The other language, in that language's own words."""
    other = _other(language)
    return Option("language", _OWN_NAME[other], also=_CALLED[other])


def _other(language: str) -> str:
    return "nl" if language == "en" else "en"


_CALLED: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("english", "engels"),
    "nl": ("nederlands", "dutch"),
}
_OWN_NAME: Final[Mapping[str, str]] = {"en": "In English, please", "nl": "In het Nederlands"}


def choose_language(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    language = ask.choice(
        "language",
        [plain(Text("Which language do you want to read?"))],
        [Option(code, _NAMES[code]) for code in context.languages if code in _NAMES],
    )
    return (SetLanguage(language), say(_FROM_NOW_ON))


_NAMES: Final[Mapping[str, str]] = {"nl": "Nederlands", "en": "English"}


def on_language(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    return Opening(begins=Begin(script=LANGUAGE_SCRIPT))


FIRST_CONTACT: Final = Intent(
    name="first_contact",
    commands={"taal": on_language, "language": on_language},
    scripts={
        SCRIPT: first_contact,
        COUNTRY_SCRIPT: which_country,
        LANGUAGE_SCRIPT: choose_language,
    },
)
