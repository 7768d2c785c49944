"""What is kept of me, and the ways to end that: see it, withdraw consent, erase it, be silent.

Rights of the person: GDPR art. 7(3), 15 and 17. What already lies with a care provider belongs to
the file, which the law lets them keep (WGBO, BW 7:454; Belgium: Kwaliteitswet 2019 art. 35).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from conversations.context import Context
from conversations.dialogue import Ask
from conversations.effects import Access, AccessAction, Agree, Effect, Erase, Mute, Purpose
from conversations.opening import Begin, Intent, Opening
from conversations.reporting import WORDING
from conversations.saying import button, plain, say, title
from conversations.speech import Action, Block
from conversations.wording import Text
from knowledge.roles import Role
from knowledge.understanding import Understanding

SCRIPT: Final = "erase_me"


def show(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    own = context.own_data
    if context.sender.person_id is None or own is None:
        return Opening(
            (
                say(
                    Text("I keep no messages of you, and not your name."),
                    Text("I only keep the number of this chat, so that I can answer you."),
                ),
            )
        )
    consent = (
        Text("You agreed that I keep your messages. I erase them after 30 days.")
        if context.agreed(Purpose.CHAT)
        else Text("You did not agree that I keep your messages.")
    )
    return Opening(
        (
            *_accessed(context),
            say(
                title(Text("What I keep of you")),
                *_name(context),
                plain(Text("Messages: {count}.", count=own.messages)),
                plain(Text("Reports: {count}.", count=own.reports)),
                plain(Text("Questions without an answer: {count}.", count=own.questions)),
                plain(consent),
                *_contact(context),
                buttons=(
                    button(Text("My reports"), "own_reports"),
                    button(Text("Stop keeping my messages"), "withdraw"),
                    button(Text("Erase my data"), "erase_me"),
                ),
            ),
        )
    )


def _name(context: Context) -> tuple[Block, ...]:
    name = context.sender.name
    named = (plain(Text("Your name: {name}.", name=name)),) if name else ()
    ties = tuple(
        plain(Text("You are in the network of {name}.", name=tie.client_name))
        for tie in context.at_home
    )
    return (*named, *ties)


def _contact(context: Context) -> tuple[Block, ...]:
    if not context.organisation.privacy_contact:
        return ()
    return (plain(Text("Questions about your data? Ask {contact}.",
                       contact=context.organisation.privacy_contact)),)  # fmt: skip


def _accessed(context: Context) -> tuple[Effect, ...]:
    return tuple(
        Access(
            client_id=tie.client_id,
            event="view_own_data",
            action=AccessAction.READ,
            role=Role.CLIENT if Role.CLIENT in tie.roles else Role.CARER,
        )
        for tie in context.at_home
    )


def withdraw(action: Action, context: Context, now: datetime) -> Opening:
    return Opening(
        (
            Agree(purpose=Purpose.CHAT, granted=False, wording=WORDING),
            Agree(purpose=Purpose.SHARE, granted=False, wording=WORDING),
            say(
                Text("From now on I do not keep your messages."),
                Text("What I passed on earlier stays with whoever received it."),
            ),
        )
    )


def on_erase(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    return Opening(begins=Begin(script=SCRIPT))


def erase_me(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    sure = ask.yes(
        "sure",
        plain(Text("I then erase your messages, your questions and your name, for good.")),
        plain(Text("Reports that a care provider already has stay in their file: "
                   "the law asks that of them.")),
        plain(Text("Are you sure?")),
        yes=Text("Yes, erase everything"),
        no=Text("No, keep it"),
    )  # fmt: skip
    if not sure:
        return (say(Text("Good. I erase nothing.")),)
    return (Erase(), say(Text("I have erased it. You can always come back to me.")))


def silence(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    if context.sender.staff_roles:
        return Opening(
            (
                say(
                    Text("Signals come to you, so I cannot be silent towards you."),
                    Text("Are you away? Ask the administrator to enter your absence and deputy."),
                ),
            )
        )
    return Opening(
        (
            Mute(muted=True),
            say(
                Text("I no longer write to you by myself. I do still answer you."),
                Text("When a person answers you, you find it under 'My reports'."),
                buttons=(button(Text("Write to me again"), "unmute"),),
            ),
        )
    )


def unmute(action: Action, context: Context, now: datetime) -> Opening:
    return Opening((Mute(muted=False), say(Text("Good. I write to you again."))))


OWN_DATA: Final = Intent(
    name="own_data",
    commands={"mijngegevens": show, "vergeetmij": on_erase, "stop": silence},
    actions={
        "withdraw": withdraw,
        "erase_me": lambda action, context, now: Opening(begins=Begin(script=SCRIPT)),
        "unmute": unmute,
    },
    scripts={SCRIPT: erase_me},
)
