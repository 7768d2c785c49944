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
from conversations.effects import Agree, Effect, Purpose, SetRegion
from conversations.introduction import introduction, may_keep
from conversations.languages import changed
from conversations.menu import menu
from conversations.opening import Begin, Intent, Opening
from conversations.reporting import WORDING
from conversations.saying import plain, say
from conversations.speech import Action, Block, Say
from conversations.wording import Text
from knowledge.languages import LANGUAGES
from knowledge.regions import Region
from knowledge.understanding import Understanding

SCRIPT: Final = "first_contact"
COUNTRY_SCRIPT: Final = "which_country"
LANGUAGE_SCRIPT: Final = "choose_language"
_AFTER_DANGER: Final = "after_danger"


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
            *_other_languages(context),
        ],
        patient=True,
    )
    anew = Begin(script=SCRIPT, given={k: v for k, v in given.items() if k == _AFTER_DANGER})
    if granted == LANGUAGE_SCRIPT:
        return (anew, Begin(script=LANGUAGE_SCRIPT))
    if granted in LANGUAGES:
        return (*changed(granted, context), anew)
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
    return introduction(context, hello=not given.get(_AFTER_DANGER))


def _what_now(context: Context) -> Say:
    return menu(context, Text("What can I do for you?"))


def _other_languages(context: Context) -> tuple[Option, ...]:
    """One button that names each other language in its own words; typed, one of them is enough."""
    codes = context.languages
    names = " · ".join(LANGUAGES[code].name for code in codes if code != context.language)
    # Also the one we write by now: it may have been heard in these very words.
    typed = (Option(code, names, also=LANGUAGES[code].called, typed=True) for code in codes)
    return (Option(LANGUAGE_SCRIPT, names), *typed)


def choose_language(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    language = ask.choice(
        "language",
        [plain(Text("Which language do you want to read?"))],
        [
            Option(code, LANGUAGES[code].name, also=(*LANGUAGES[code].called, *_ALSO.get(code, ())))
            for code in context.languages
        ],
    )
    return changed(language, context)


_ALSO: Final[Mapping[str, tuple[str, ...]]] = {"fr": ("frans",)}  # elsewhere it is a man's name


def on_language(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    return Opening(begins=Begin(script=LANGUAGE_SCRIPT))


def speak(action: Action, context: Context, now: datetime) -> Opening:
    """The language that was offered to whoever wrote it."""
    return Opening(changed(str(action.with_), context))


FIRST_CONTACT: Final = Intent(
    name="first_contact",
    commands={"taal": on_language, "language": on_language},
    actions={"speak": speak},
    scripts={
        SCRIPT: first_contact,
        COUNTRY_SCRIPT: which_country,
        LANGUAGE_SCRIPT: choose_language,
    },
)
