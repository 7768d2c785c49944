"""A complex situation: say what was heard, ask to pass it on, and pass on the literal words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from conversations import languages
from conversations.answers import Option
from conversations.context import Context
from conversations.dialogue import Ask
from conversations.effects import Effect, ReportKind
from conversations.escalation import deadline
from conversations.labels import HEARD
from conversations.opening import Begin, Intent, Opening
from conversations.reporting import (
    THIS,
    Draft,
    about_whom,
    agreed,
    kept,
    may_i,
    recorded,
    who_reads,
)
from conversations.routing import Receiver
from conversations.saying import plain, quote, say
from conversations.speech import Block, Say
from conversations.topic_card import card_for
from conversations.warning import question
from conversations.wording import Moment, NumberOf, Text
from knowledge.danger import in_doubt
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Understanding

SCRIPT: Final = "pass_on_signal"


def begin(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    """Both are served: what was asked gets its answer, what was told gets its question."""
    slugs = ",".join(match.slug for match in understood.indicators)
    perhaps = in_doubt(region=context.region, language=context.language)
    return Opening(
        (
            *((question(perhaps, context),) if understood.like_danger else ()),
            *_offered(languages.foreign(understood, context)),
            *card_for(understood, context, buttons=False),
        ),
        Begin(
            script=SCRIPT,
            given={
                "words": words,
                "indicators": slugs,
                "bottleneck": understood.bottleneck or "",
            },
        ),
    )


def _offered(language: str | None) -> tuple[Say, ...]:
    """To whoever wrote another language than they read from us."""
    if language is None:
        return ()
    line, choice = languages.offer(language)
    return (Say(blocks=(line,), buttons=(choice,)),)


def pass_on_signal(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    indicators = tuple(slug for slug in given["indicators"].split(",") if slug)
    about = about_whom(ask, context)
    draft = Draft(
        kind=ReportKind.SIGNAL,
        words=given["words"],
        about=about,
        route="case_manager",
        indicators=indicators,
        bottleneck=given["bottleneck"],
        ref=given.get("ref", ""),
    )
    to = draft.to(context)
    answer = ask.choice(
        "permission",
        [*_heard(indicators), plain(may_i(to))],
        [
            Option("yes", Text("Yes, pass it on")),
            Option("no", Text("No")),
            Option("more", Text("I want to add something")),
        ],
        why=who_reads(to),
    )
    if answer == "more":
        extra = ask.words("extra", plain(Text("What would you like to add?")))
        draft = _with_words(draft, extra)
        again = [quote(draft.words), plain(may_i(to))]
        answer = "yes" if ask.yes("permission_again", *again, why=who_reads(to)) else "no"
    if answer == "yes":
        return _sent(draft, to, context, now)
    if ask.yes("keep", plain(Text("Shall I keep your words for you, without passing them on?"))):
        return (*agreed()[:1], *kept(draft), _not_passed_on(kept_it=True))
    return (_not_passed_on(kept_it=False),)


def _heard(indicators: Sequence[str]) -> tuple[Block, ...]:
    return (
        plain(Text("Thank you for telling me this. That sounds heavy.")),
        *(plain(HEARD[slug]) for slug in indicators[:2]),
    )


def _with_words(draft: Draft, extra: str) -> Draft:
    return replace(draft, words=f"{draft.words}\n\n{extra}")


def _sent(draft: Draft, to: Receiver, context: Context, now: datetime) -> tuple[Effect, ...]:
    until = deadline(draft.route, now, context.organisation.hours)
    return (
        *agreed(),
        *recorded(draft, (to,), context, now),
        say(
            Text(
                "I have sent your words to {name}. Your report has number {number}.",
                name=to.person.name,
                number=NumberOf(THIS),
            ),
            Text(
                "Has {name} not seen it by {moment}? Then I send a reminder, and tell you so.",
                name=to.person.name,
                moment=Moment(until),
            ),
            Text(
                "Does it get worse before then? Call your doctor. Is there danger? "
                "Call {emergency}.",
                emergency=context.knowledge.emergency,
            ),
        ),
    )


def _not_passed_on(*, kept_it: bool) -> Effect:
    if kept_it:
        first = Text("I have kept it for you under number {number}. Nobody else reads it.",
                     number=NumberOf(THIS))  # fmt: skip
    else:
        first = Text("I pass nothing on and keep nothing.")
    return say(
        first,
        Text("You can also talk to your doctor about it. You can always come back to me."),
    )


SIGNAL: Final = Intent(
    name="signal",
    meanings=frozenset({Meaning.SIGNAL}),
    on_words=begin,
    scripts={SCRIPT: pass_on_signal},
)
