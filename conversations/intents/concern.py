"""Tell a worry: what, about whom, which bottleneck, who may read it; then it has a number."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from conversations.answers import Option
from conversations.context import Context
from conversations.dialogue import Ask
from conversations.effects import Effect, ReportKind
from conversations.escalation import deadline
from conversations.labels import BOTTLENECKS, HEARD
from conversations.opening import Begin, Intent, Opening
from conversations.reporting import (
    THIS,
    Draft,
    about_whom,
    agreed,
    kept,
    recorded,
    staff_do_not_report,
    who_reads,
)
from conversations.saying import plain, say
from conversations.speech import Action
from conversations.topic_card import card_for
from conversations.wording import Moment, NumberOf, Text
from knowledge.roles import Right, Role
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Understanding

SCRIPT: Final = "tell_concern"
_OTHER: Final = "other"


def begin(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    """Both are served: what was asked gets its answer, what was told gets its question."""
    answer = card_for(understood, context, buttons=False)
    return Opening(answer, Begin(script=SCRIPT, given={"words": words}))


def begin_empty(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    """By button or command: the words are still to come."""
    return _opening({}, context)


def on_tap(action: Action, context: Context, now: datetime) -> Opening:
    """From the menu: the words are still to come."""
    return _opening({}, context)


def _opening(given: Mapping[str, str], context: Context) -> Opening:
    if not context.may(Right.TELL_CONCERN):
        return Opening((staff_do_not_report(),))
    return Opening(begins=Begin(script=SCRIPT, given=given))


def tell_concern(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    words = given.get("words") or ask.words(
        "what", plain(Text("What is the matter? Tell it in your own words."))
    )
    understood = context.knowledge.understander.understand(
        words, region=context.region, language=context.language
    )
    about = about_whom(ask, context)
    indicators = tuple(match.slug for match in understood.indicators)
    bottleneck = _which_bottleneck(ask, understood.bottleneck, indicators)
    draft = Draft(
        kind=ReportKind.SIGNAL if indicators else ReportKind.CONCERN,
        words=words,
        about=about,
        route="case_manager" if indicators else "log",
        indicators=indicators,
        bottleneck=bottleneck,
        ref=given.get("ref", ""),
    )
    if _may_share(ask, draft, context):
        return _sent(draft, context, now)
    return (
        *agreed()[:1],
        *kept(draft),
        say(
            Text("I have kept it for you under number {number}. Nobody else reads it.",
                 number=NumberOf(THIS)),
            Text("You find it under 'My reports'. You can still pass it on later."),
        ),
    )  # fmt: skip


def _which_bottleneck(ask: Ask, guess: str | None, indicators: Sequence[str]) -> str:
    """Say back what was understood; the sender corrects it."""
    if indicators:
        return guess or ""
    if guess is not None and guess in BOTTLENECKS:
        right = ask.yes(
            "bottleneck_right",
            plain(Text("I think it is about this: {bottleneck}. Is that right?",
                       bottleneck=BOTTLENECKS[guess])),
            no=Text("No, something else"),
            why=_WHY_BOTTLENECK,
        )  # fmt: skip
        if right:
            return guess
    chosen = ask.choice(
        "bottleneck",
        [plain(Text("What is it about most?"))],
        [
            *(Option(slug, name) for slug, name in BOTTLENECKS.items() if slug != guess),
            Option(_OTHER, Text("Something else")),
        ],
        why=_WHY_BOTTLENECK,
    )
    return "" if chosen == _OTHER else chosen


_WHY_BOTTLENECK: Final = (
    Text("Then whoever reads it sees at once what it is about. I do not judge your worry."),
)


def _may_share(ask: Ask, draft: Draft, context: Context) -> bool:
    to = draft.to(context)
    label = Text("To {name}", name=to.person.name)
    if to.role is Role.CASE_MANAGER:
        label = Text("To {name}, your case manager", name=to.person.name)
    who = ask.choice(
        "share",
        [
            plain(Text("Thank you for telling me this.")),
            *(plain(HEARD[slug]) for slug in draft.indicators[:2]),
            plain(Text("Who may read it? I keep your words as you wrote them.")),
        ],
        [
            Option("yes", label),
            Option("no", Text("Nobody, only keep it for me"), also=("niemand", "nobody")),
        ],
        why=who_reads(to),
    )
    return who == "yes"


def _sent(draft: Draft, context: Context, now: datetime) -> tuple[Effect, ...]:
    to = draft.to(context)
    until = deadline(draft.route, now, context.organisation.hours)
    return (
        *agreed(),
        *recorded(draft, (to,), context, now),
        say(
            Text("I have sent your words to {name}. Your report has number {number}.",
                 name=to.person.name, number=NumberOf(THIS)),
            Text("Has {name} not seen it by {moment}? Then I send a reminder, and tell you so.",
                 name=to.person.name, moment=Moment(until)),
            Text("Under 'My reports' you see what happens with it."),
        ),
    )  # fmt: skip


CONCERN: Final = Intent(
    name="concern",
    meanings=frozenset({Meaning.CONCERN}),
    on_words=begin,
    commands={"zorg": begin_empty},
    actions={"tell_concern": on_tap},
    scripts={SCRIPT: tell_concern},
)
