"""Somebody wants to speak to a person: say how to reach one, and offer to pass a message on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from conversations.context import Context, Tie
from conversations.dialogue import Ask
from conversations.effects import Access, AccessAction, Effect, ReportKind, Subject
from conversations.opening import Begin, Intent, Opening
from conversations.reporting import (
    THIS,
    About,
    Draft,
    about_whom,
    agreed,
    recorded,
    staff_do_not_report,
    who_reads,
)
from conversations.saying import plain, say
from conversations.speech import Action
from conversations.wording import NumberOf, Text
from knowledge.care_network import Member
from knowledge.roles import Right, Role
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Understanding

SCRIPT: Final = "reach_person"


def begin(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    return _begin(words, context, now)


def by_command(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    return _begin("", context, now)


def on_tap(action: Action, context: Context, now: datetime) -> Opening:
    return _begin("", context, now)


def _begin(words: str, context: Context, now: datetime) -> Opening:
    if not context.may(Right.TELL_CONCERN):
        return Opening((staff_do_not_report(),))
    begins = Begin(script=SCRIPT, given={"words": words} if words else {})
    tie = context.at_home[0] if context.at_home else None
    manager = tie.network.case_manager(context.today(now)) if tie else None
    if tie is None or manager is None or not tie.allows(Right.SEE_NETWORK):
        return Opening(begins=begins)
    return Opening((_accessed(tie, manager), _how_to_reach(manager)), begins)


def _how_to_reach(manager: Member) -> Effect:
    if manager.deputy:
        return say(
            Text("{name}, your case manager, is away. {deputy} stands in.",
                 name=manager.name, deputy=manager.deputy)
        )  # fmt: skip
    if manager.best_moment:
        return say(
            Text("{name} is your case manager. You reach {name} at {contact}, {moment}.",
                 name=manager.name, contact=manager.contact, moment=manager.best_moment)
        )  # fmt: skip
    return say(
        Text("{name} is your case manager. You reach {name} at {contact}.",
             name=manager.name, contact=manager.contact)
    )  # fmt: skip


def _accessed(tie: Tie, manager: Member) -> Effect:
    role = Role.CLIENT if Role.CLIENT in tie.roles else Role.CARER
    return Access(
        client_id=tie.client_id,
        event="view_network",
        action=AccessAction.READ,
        role=role,
        objects=(manager.id,),
    )


def reach_person(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    said = given.get("words", "")
    more = ask.words(
        "what",
        plain(Text("I am a computer program, but I can pass a message on to a person.")),
        plain(Text("What may I pass on? Add how and when we can reach you.")),
    )
    words = f"{said}\n\n{more}" if said else more
    about = _about(ask, context)
    draft = Draft(kind=ReportKind.CONCERN, words=words, about=about,
                  bottleneck="geen-aanspreekpunt")  # fmt: skip
    to = draft.to(context)
    asked = Text("May I pass this on to {name}? I keep your words as you wrote them.",
                 name=to.person.name)  # fmt: skip
    if not ask.yes("share", plain(asked), why=who_reads(to)):
        return (say(Text("Good. I pass nothing on."),
                    Text("You can also call your doctor or your care provider.")),)  # fmt: skip
    return (
        *agreed(),
        *recorded(draft, (to,), context, now),
        say(
            Text("I have passed it on to {name}. Your report has number {number}.",
                 name=to.person.name, number=NumberOf(THIS)),
            Text("I cannot promise when {name} answers. Under 'My reports' you see what happens.",
                 name=to.person.name),
        ),
    )  # fmt: skip


def _about(ask: Ask, context: Context) -> About:
    """Who wants to speak to somebody speaks for themself; asked only where it decides to whom."""
    ties = context.at_home
    if len(ties) > 1:
        return about_whom(ask, context)
    if not ties:
        return About(subject=Subject.SELF, tie=None, role=Role.VISITOR)
    if Role.CLIENT in ties[0].roles:
        return About(subject=Subject.CLIENT, tie=ties[0], role=Role.CLIENT)
    return About(subject=Subject.SELF, tie=ties[0], role=Role.CARER)


PERSON: Final = Intent(
    name="person",
    meanings=frozenset({Meaning.HUMAN}),
    on_words=begin,
    commands={"mens": by_command},
    actions={"person": on_tap},
    scripts={SCRIPT: reach_person},
)
