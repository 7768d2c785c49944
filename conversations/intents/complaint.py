"""A complaint: name the formal route, write it down if wanted, keep it from whom it is about.

Netherlands: the complaints officer of the care provider, free, then a disputes committee
(Wkkgz, 2016). Flanders: the ombuds service of the hospital or the organisation (Wet
Patiëntenrechten, 2002, changed 2024).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from conversations.answers import Option
from conversations.context import Context, Tie
from conversations.dialogue import Ask
from conversations.effects import Access, AccessAction, Effect, ReportKind
from conversations.escalation import deadline
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
from conversations.routing import Receiver
from conversations.saying import plain, say
from conversations.speech import Block
from conversations.wording import Moment, NumberOf, Text
from knowledge.care_network import Circle, Member
from knowledge.regions import Region
from knowledge.roles import Right
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Understanding

SCRIPT: Final = "complain"
_SOMEBODY_ELSE: Final = "somebody_else"
_TOLD: Final = 8  # words; a shorter complaint does not yet say what happened


def begin(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    return Opening(begins=Begin(script=SCRIPT, given={"words": words}))


def begin_empty(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    """By command: what happened is still to come."""
    if not context.may(Right.TELL_CONCERN):
        return Opening((staff_do_not_report(),))
    return Opening(begins=Begin(script=SCRIPT, given={"words": words}))


def complain(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    wanted = ask.yes(
        "write_down",
        plain(Text("That must be annoying. You have the right to complain, and it costs nothing.")),
        *_route(context.region),
        plain(Text("Shall I also write your complaint down and pass it on?")),
        yes=Text("Yes, write it down"),
        no=Text("No, I know enough"),
    )
    if not wanted:
        return (say(Text("Good. You can always come back to me.")),)
    words = _what_happened(ask, given["words"])
    about = about_whom(ask, context)
    accused = _accused(ask, about, context, now)
    draft = Draft(
        kind=ReportKind.COMPLAINT,
        words=words,
        about=about,
        accused_id=accused.person_id if accused else None,
        ref=given.get("ref", ""),
    )
    to = draft.to(context)
    if not ask.yes("share", plain(_question(to, accused)), why=who_reads(to)):
        return (
            say(
                Text("Good. I pass nothing on."),
                Text("You can still go to the person I named. It costs nothing."),
            ),
        )
    return (
        *agreed(),
        *recorded(draft, (to,), context, now),
        say(
            Text("I have passed your complaint on to {name}. It has number {number}.",
                 name=to.person.name, number=NumberOf(THIS)),
            Text("I look on {moment} whether {name} has seen it. If not, I send a reminder.",
                 moment=Moment(deadline(draft.route, now, context.organisation.hours)),
                 name=to.person.name),
            Text("Under 'My reports' you see what happens with it."),
        ),
    )  # fmt: skip


def _route(region: Region | None) -> tuple[Block, ...]:
    dutch = Text(
        "In the Netherlands: ask your care provider for the complaints officer. "
        "That person listens and helps to solve it."
    )
    flemish = Text(
        "In Flanders: ask the hospital or care service for the ombuds service. "
        "They listen and help to solve it."
    )
    both = {Region.NL: (dutch,), Region.BE: (flemish,)}
    return tuple(plain(text) for text in (both[region] if region else (dutch, flemish)))


def _what_happened(ask: Ask, words: str) -> str:
    """The complaint in the sender's own words; asked for where only the wish was named."""
    if len(words.split()) >= _TOLD:
        return words
    more = ask.words("what", plain(Text("What happened? Tell it in your own words.")))
    return f"{words}\n\n{more}" if words else more


def _accused(ask: Ask, about: About, context: Context, now: datetime) -> Member | None:
    tie = about.tie
    members = tie.network.on(context.today(now)) if tie is not None else ()
    helpers = [member for member in members if member.circle is Circle.PROFESSIONAL]
    if tie is None or not helpers:
        return None
    chosen = ask.choice(
        "accused",
        [plain(Text("Who or what is your complaint about? That person will not read it."))],
        [
            *(Option(member.id, f"{member.name} ({member.role})") for member in helpers),
            Option(
                _SOMEBODY_ELSE,
                Text("Somebody else, or the organisation"),
                also=("ander", "anders", "iemand", "organisatie", "allemaal", "iedereen"),
            ),
        ],
        why=(Text("Then I know to whom the complaint may not go."),),
        shows=(_accessed(tie, about, helpers),),
    )
    return next((member for member in helpers if member.id == chosen), None)


def _accessed(tie: Tie, about: About, helpers: Sequence[Member]) -> Access:
    """The question names the helpers, so asking it shows the network."""
    return Access(
        client_id=tie.client_id,
        event="view_network",
        action=AccessAction.READ,
        role=about.role,
        objects=tuple(member.id for member in helpers),
    )


def _question(to: Receiver, accused: Member | None) -> Text:
    if accused is None:
        return Text("May I pass your complaint on to {name}?", name=to.person.name)
    return Text(
        "May I pass your complaint on to {name}? {accused} does not get to see it.",
        name=to.person.name,
        accused=accused.name,
    )


COMPLAINT: Final = Intent(
    name="complaint",
    meanings=frozenset({Meaning.COMPLAINT}),
    on_words=begin,
    commands={"klacht": begin_empty},
    scripts={SCRIPT: complain},
)
