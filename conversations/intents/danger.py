"""Danger: the right numbers first, in one message; then people are told, by the table of routing.

`now` tells the duty line at once, without consent (the protocol of the organisation decides that,
not the bot). `today` asks first, and keeps a refusal. The bot never judges how urgent a person's
state is: fixed rules choose a fixed text, numbers and a route.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from conversations.answers import Option
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
    follows_danger,
    recorded,
    who_reads,
)
from conversations.reports import Report
from conversations.routing import Receiver, danger_receivers
from conversations.saying import plain, say
from conversations.speech import Block, Say
from conversations.warning import warning
from conversations.wording import NumberOf, Text
from knowledge.care_network import Circle
from knowledge.danger import Advice, advice
from knowledge.network_questions import named
from knowledge.roles import Role
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Route, Understanding

TODAY_SCRIPT: Final = "danger_today"
NOW_SCRIPT: Final = "danger_now"
AFTER_SCRIPT: Final = "danger_after"


def begin(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    told = _advice(understood, context)
    first = warning(told, context)
    running = follows_danger(context, now)
    if understood.route is Route.NOW and running is not None:
        return Opening((first, *added(running, words, context), _added_to(running)))
    given = {
        "words": words,
        "danger": understood.dangers[0].kind,
        "indicators": ",".join(match.slug for match in understood.indicators),
        "sensitive": "yes" if told.sensitive else "",
        "staff": "yes" if told.accused_staff else "",
        "follow_up": told.follow_up,
        "asked": told.asked,
        "language": told.language,
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
        language=context.language,
        child=understood.child,
    )


def _added_to(report: Report) -> Effect:
    return say(
        Text("I have added this to {number}. I do not know whether anybody is reading it now.",
             number=report.number)
    )  # fmt: skip


def _tell_at_once(given: Mapping[str, str], context: Context, now: datetime) -> tuple[Effect, ...]:
    draft = _draft(given, _about_at_once(context), "now", context, now)
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
    """After the number: one question, and whatever is answered goes to whoever was told."""
    if not given["follow_up"]:
        return ()
    options = [Option("yes", Text("Yes")), Option("no", Text("No"))]
    answer = ask.choice("follow_up", [_follow_up(given)], options, joins=True)
    words = _answered(given, answer)
    running = follows_danger(context, now)
    joined = added(running, words, context) if running else ()
    emergency = context.knowledge.emergency
    last = (
        Text("Good. Call {emergency} and do what they say.", emergency=emergency)
        if answer == "yes"
        else Text("Call {emergency} now. Stay on the line, then you are not alone.",
                  emergency=emergency)
    )  # fmt: skip
    return (*joined, say(last))


def _follow_up(given: Mapping[str, str]) -> Block:
    return Block(given["follow_up"], language=given.get("language", ""))


def _answered(given: Mapping[str, str], answer: str) -> str:
    """The question and its answer, in the language of who reads the report."""
    asked = given.get("asked") or given["follow_up"]
    return f"{asked} {'Ja.' if answer == 'yes' else 'Nee.'}"


def danger_after(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    """The same question after `today` was passed on; who is asked has said yes to that."""
    options = [Option("yes", Text("Yes")), Option("no", Text("No"))]
    answer = ask.choice("follow_up", [_follow_up(given)], options, joins=True)
    words = _answered(given, answer)
    running = follows_danger(context, now, ("now", "today"))
    joined = added(running, words, context) if running else ()
    last = (
        Text("Good. The numbers above stay there for you.")
        if answer == "yes"
        else Text("Call one of the numbers above. Then you are not alone.")
    )
    return (*joined, say(last))


def danger_today(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect | Begin]:
    safe = _follow_up(given) if given["follow_up"] else plain(_SAFE)
    if given["sensitive"] and not ask.yes("safe", safe):
        return (
            say(Text("Stop typing then and close this screen. Call as soon as you safely can.")),
        )
    draft = _draft(given, about_whom(ask, context), "today", context, now)
    told = _receivers(draft, context)
    asked = plain(_may_i_today(told))
    if not ask.yes("permission", asked, yes=Text("Yes, pass it on"), why=who_reads(told[0])):
        return (
            Agree(purpose=Purpose.SHARE, granted=False, wording=f"danger-{WORDING}"),
            say(
                Text("I pass nothing on. The numbers above stay there for you."),
                Text("You can always come back to me. In danger you call {emergency}.",
                     emergency=context.knowledge.emergency),
            ),
        )  # fmt: skip
    after = Begin(script=AFTER_SCRIPT, given={k: given[k] for k in _ASKED if k in given})
    ask_after = bool(given["follow_up"]) and not given["sensitive"]
    return (
        *agreed(),
        *recorded(draft, told, context, now),
        _passed_on(told, given),
        *((after,) if ask_after else ()),
    )


def _may_i_today(told: Sequence[Receiver]) -> Text:
    if len(told) == 1:
        return Text("May I pass this on today to {name}? I keep your words as you wrote them.",
                    name=told[0].person.name)  # fmt: skip
    return Text(
        "May I pass this on today to {first} and {second}? I keep your words as you wrote them.",
        first=told[0].person.name,
        second=told[1].person.name,
    )


def _passed_on(told: Sequence[Receiver], given: Mapping[str, str]) -> Say:
    """Who has it, and what the sender may count on: nothing that a person did not promise."""
    first, *rest = (who.person.name for who in told)
    done = (
        Text("I have passed it on to {first} and {second}. The number is {number}.",
             first=first, second=rest[0], number=NumberOf(THIS))
        if rest
        else Text("I have passed it on to {first}. The number is {number}.",
                  first=first, number=NumberOf(THIS))
    )  # fmt: skip
    quiet = (
        Text("I write nothing about it by myself: somebody may read along."),
        Text("An answer waits for you under 'My reports'. You open that when it is safe."),
    )
    return say(
        done,
        Text("I asked to look at it today. I cannot promise when they read it."),
        *(quiet if given["sensitive"] else ()),
        Text("Is it urgent, or does it get worse? Call one of the numbers above."),
    )


_ASKED: Final = ("follow_up", "asked", "language")  # what a question after danger is asked with
_SAFE: Final = Text("Can you type safely now?")


def _draft(
    given: Mapping[str, str], about: About, route: str, context: Context, now: datetime
) -> Draft:
    return Draft(
        kind=ReportKind.SIGNAL,
        words=given["words"],
        about=about,
        route=route,
        indicators=tuple(slug for slug in given["indicators"].split(",") if slug),
        danger=given["danger"],
        sensitive=bool(given["sensitive"]),
        accused_id=_accused(given, about.tie, context, now),
        ref=given.get("ref", ""),
    )


def _accused(
    given: Mapping[str, str], tie: Tie | None, context: Context, now: datetime
) -> str | None:
    """A helper whose own name stands in words about violence: the report never goes there."""
    if tie is None or not (given["sensitive"] or given["staff"]):
        return None
    member = named(given["words"], tie.network, context.today(now))
    professional = member is not None and member.circle is Circle.PROFESSIONAL
    return member.person_id if member is not None and professional else None


def _receivers(draft: Draft, context: Context) -> tuple[Receiver, ...]:
    return danger_receivers(
        context,
        draft.about.tie,
        now_level=draft.route == "now",
        abuse=draft.sensitive,
        accused=draft.accused_id,
    )


DANGER: Final = Intent(
    name="danger",
    meanings=frozenset({Meaning.EMERGENCY}),
    on_words=begin,
    scripts={TODAY_SCRIPT: danger_today, NOW_SCRIPT: danger_now, AFTER_SCRIPT: danger_after},
)
