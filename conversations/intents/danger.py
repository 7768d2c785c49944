"""Danger: the right numbers first, in one message; then people are told, by the table of routing.

`now` tells the duty line at once, without consent (the protocol of the organisation decides that,
not the bot). `today` asks first, and keeps a refusal. The bot never judges how urgent a person's
state is: fixed rules choose a fixed text, numbers and a route.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from conversations.context import Context, Tie
from conversations.dialogue import Ask
from conversations.effects import Agree, Effect, Purpose, ReportKind, Subject
from conversations.opening import Begin, Intent, Opening
from conversations.reporting import (
    THIS,
    WORDING,
    About,
    Draft,
    about_whom,
    added,
    agreed,
    recorded,
)
from conversations.reports import Report
from conversations.routing import Receiver, danger_receivers
from conversations.saying import plain, say
from conversations.speech import Block, BlockKind, Say, Urgency
from conversations.wording import NumberOf, Text
from knowledge.danger import Advice, advice
from knowledge.roles import Role
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Route, Understanding

TODAY_SCRIPT: Final = "danger_today"
NOW_SCRIPT: Final = "danger_now"
# Within this time more words about the same danger join the report that is already out.
_SAME: Final = timedelta(hours=1)


def begin(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    told = _advice(understood, context)
    first = warning(told, context)
    running = _running(context, now)
    if understood.route is Route.NOW and running is not None:
        return Opening((first, *added(running, words, context), _added_to(running)))
    given = {
        "words": words,
        "danger": understood.dangers[0].kind,
        "indicators": ",".join(match.slug for match in understood.indicators),
        "sensitive": "yes" if told.sensitive else "",
        "staff": "yes" if told.accused_staff else "",
        "follow_up": told.follow_up,
    }
    if understood.route is Route.NOW:
        return Opening(
            (first, *_tell_at_once(given, context, now)), Begin(script=NOW_SCRIPT, given=given)
        )
    return Opening((first,), Begin(script=TODAY_SCRIPT, given=given))


def _advice(understood: Understanding, context: Context) -> Advice:
    return advice(
        understood.dangers,
        region=context.region,
        language=understood.language,
        child=understood.child,
    )


def warning(told: Advice, context: Context) -> Say:
    """The danger text: one message, numbers as lines that dial."""
    lines = tuple(
        Block(number.name(context.language), BlockKind.CALL, number.number) for number in told.calls
    )
    return Say(
        blocks=(*(plain(sentence) for sentence in told.sentences), *lines),
        urgency=Urgency.DANGER,
    )


def _running(context: Context, now: datetime) -> Report | None:
    return next(
        (
            report
            for report in context.reports
            if report.open and report.route == "now" and now - report.created_at < _SAME
        ),
        None,
    )


def _added_to(report: Report) -> Effect:
    return say(
        Text("I have added this to {number}. I do not know whether anybody is reading it now.",
             number=report.number)
    )  # fmt: skip


def _tell_at_once(given: Mapping[str, str], context: Context, now: datetime) -> tuple[Effect, ...]:
    draft = _draft(given, _about_at_once(context), "now")
    told = _receivers(draft, context)
    return (
        *recorded(draft, told, context, now),
        say(
            Text("I have sent {name} a message, with number {number}.",
                 name=told[0].person.name, number=NumberOf(THIS)),
            Text("I do not know how soon {name} reads it. Do not wait for that: call.",
                 name=told[0].person.name),
        ),
    )  # fmt: skip


def _about_at_once(context: Context) -> About:
    """There is no time to ask: one client means that client, otherwise no file is touched."""
    ties = context.at_home
    if len(ties) != 1:
        return About(subject=Subject.OTHER, tie=None, role=Role.VISITOR)
    role = Role.CLIENT if Role.CLIENT in ties[0].roles else Role.CARER
    return About(subject=Subject.CLIENT, tie=ties[0], role=role)


def danger_now(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    """After the number: one question, and the answer goes along to whoever was told."""
    if not given["follow_up"]:
        return ()
    company = ask.yes("follow_up", plain(given["follow_up"]))
    running = _running(context, now)
    words = f"{given['follow_up']} {'Ja.' if company else 'Nee.'}"
    joined = added(running, words, context) if running else ()
    last = (
        Text("Good. Call {emergency} and do what they say.", emergency=context.knowledge.emergency)
        if company
        else Text("Call {emergency} now. Stay on the line, then you are not alone.",
                  emergency=context.knowledge.emergency)
    )  # fmt: skip
    return (*joined, say(last))


def danger_today(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    if given["sensitive"] and not ask.yes("safe", plain(given["follow_up"] or _SAFE)):
        return (
            say(Text("Stop typing then and close this screen. Call as soon as you safely can.")),
        )
    draft = _draft(given, about_whom(ask, context), "today")
    told = _receivers(draft, context)
    names = " / ".join(who.person.name for who in told)
    agrees = ask.yes(
        "permission",
        plain(Text("May I pass this on today to {names}? I keep your words as you wrote them.",
                   names=names)),
        yes=Text("Yes, pass it on"),
    )  # fmt: skip
    if not agrees:
        return (
            Agree(purpose=Purpose.SHARE, granted=False, wording=f"danger-{WORDING}"),
            say(
                Text("I pass nothing on. The numbers above stay there for you."),
                Text("You can always come back to me. In danger you call {emergency}.",
                     emergency=context.knowledge.emergency),
            ),
        )  # fmt: skip
    closing = Text("Is it urgent, or does it get worse? Call one of the numbers above.")
    return (
        *agreed(),
        *recorded(draft, told, context, now),
        say(
            Text("I have passed it on to {names}, to look at today. It has number {number}.",
                 names=names, number=NumberOf(THIS)),
            Text("I cannot promise when they read it."),
            closing,
        ),
    )  # fmt: skip


_SAFE: Final = Text("Can you type safely now?")


def _draft(given: Mapping[str, str], about: About, route: str) -> Draft:
    return Draft(
        kind=ReportKind.SIGNAL,
        words=given["words"],
        about=about,
        route=route,
        indicators=tuple(slug for slug in given["indicators"].split(",") if slug),
        danger=given["danger"],
        sensitive=bool(given["sensitive"]),
        ref=given.get("ref", ""),
    )


def _receivers(draft: Draft, context: Context) -> tuple[Receiver, ...]:
    tie: Tie | None = draft.about.tie
    return danger_receivers(
        context,
        tie,
        now_level=draft.route == "now",
        abuse=draft.sensitive,
        accused=draft.accused_id,
    )


DANGER: Final = Intent(
    name="danger",
    meanings=frozenset({Meaning.EMERGENCY}),
    on_words=begin,
    scripts={TODAY_SCRIPT: danger_today, NOW_SCRIPT: danger_now},
)
