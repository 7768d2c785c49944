"""Who does what: the care network as text, by task, by day, with the lead and stand-ins."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from conversations.answers import Option
from conversations.context import Context, Tie
from conversations.dialogue import Ask
from conversations.effects import Access, AccessAction, Effect
from conversations.network_text import day_line, member_lines
from conversations.opening import Begin, Intent, Opening
from conversations.saying import button, plain, say, title
from conversations.speech import Block, Button, Say
from conversations.wording import Day, Text
from knowledge.care_network import CareNetwork
from knowledge.network_questions import About, DoneBy, Everyone, Lead, OnDay, asked
from knowledge.roles import Right, Role
from knowledge.spelling import split_words
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Understanding

SCRIPT: Final = "which_network"


def begin(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    ties = _visible(context)
    match len(ties):
        case 0:
            return Opening((_no_network(),))
        case 1:
            return Opening(show(words, ties[0], context, now))
        case _:
            named = _named(words, ties)
            if named is not None:
                return Opening(show(words, named, context, now))
            return Opening(begins=Begin(script=SCRIPT, given={"question": words}))


def _named(words: str, ties: Sequence[Tie]) -> Tie | None:
    """The one client whose own name stands in the question."""
    typed = {word.casefold() for word in split_words(words)}
    shared = Counter(w for tie in ties for w in set(split_words(tie.client_name.casefold())))
    fitting = [
        tie
        for tie in ties
        if any(w in typed and shared[w] == 1 for w in split_words(tie.client_name.casefold()))
    ]
    return fitting[0] if len(fitting) == 1 else None


def begin_all(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    return begin("", understood, context, now)


def _visible(context: Context) -> tuple[Tie, ...]:
    return tuple(tie for tie in context.ties if tie.allows(Right.SEE_NETWORK))


def _no_network() -> Effect:
    return say(
        Text("I only show a care network to the people who are in it."),
        Text("Do you have an invitation? Use the link or the code on it. "
             "No invitation? Ask the case manager or your care provider."),
        buttons=(button(Text("I want to speak to a person"), "person"),),
    )  # fmt: skip


def which_network(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    ties = _visible(context)
    if not ties:
        return (_no_network(),)
    chosen = ask.choice(
        "client",
        [plain(Text("Whose network do you mean?"))],
        [Option(tie.client_id, tie.client_name) for tie in ties],
    )
    tie = next(tie for tie in ties if tie.client_id == chosen)
    return show(given["question"], tie, context, now)


def show(question: str, tie: Tie, context: Context, now: datetime) -> tuple[Effect, ...]:
    """The answer and its row in the access log."""
    today = context.today(now)
    role = next(role for role in _SEEING if role in tie.roles)
    return (
        Access(
            client_id=tie.client_id,
            event="view_network",
            action=AccessAction.READ,
            role=role,
            objects=tuple(member.id for member in tie.network.on(today)),
        ),
        Say(
            blocks=_answer(question, tie.network, today),
            buttons=_ways_on(role),
            protect=True,
        ),
    )


def _ways_on(role: Role) -> tuple[Button, ...]:
    today = button(Text("Who comes today?"), "network_today")
    if role not in (Role.CLIENT, Role.CARER):
        return (today,)
    return (today, button(Text("Something is not right"), "tell_concern"))


_SEEING: Final = (Role.CLIENT, Role.CARER, Role.CASE_MANAGER, Role.DEPUTY)


def _answer(question: str, network: CareNetwork, today: date) -> tuple[Block, ...]:
    match asked(question, network, today):
        case Lead():
            return _lead(network, today)
        case OnDay(day=day):
            return _day(network, day)
        case DoneBy(members=members):
            return tuple(plain(member_lines(member, today)) for member in members)
        case About(member=member):
            return (plain(member_lines(member, today)),)
        case Everyone():
            return _everyone(network, today)


def _lead(network: CareNetwork, today: date) -> tuple[Block, ...]:
    lead = network.lead(today)
    if lead is None:
        return (
            plain(Text("Nobody has the lead at this moment, as far as I know.")),
            plain(Text("Do you need a decision? Choose 'Something is not right' and tell me.")),
        )
    return (
        plain(Text("{name} has the lead.", name=lead.name)),
        plain(member_lines(lead, today)),
    )


def _day(network: CareNetwork, day: date) -> tuple[Block, ...]:
    visits = network.visits(day)
    if not visits:
        return (
            plain(Text("Nobody is down for {day}, as far as I know.", day=Day(day))),
            plain(Text("That does not mean for certain that nobody comes.")),
        )
    return (
        title(Text("Who comes on {day}", day=Day(day))),
        *(plain(day_line(visit, member)) for visit, member in visits),
    )


def _everyone(network: CareNetwork, today: date) -> tuple[Block, ...]:
    members = network.on(today)
    if not members:
        return (plain(Text("Nobody has been entered in this network yet.")),)
    return (
        title(Text("The care network of {name}", name=network.client_name)),
        *(plain(member_lines(member, today)) for member in members),
    )


NETWORK: Final = Intent(
    name="network",
    meanings=frozenset({Meaning.NETWORK}),
    on_words=begin,
    commands={"netwerk": begin_all},
    actions={
        "network": lambda action, context, now: _tapped("", context, now),
        "network_today": lambda action, context, now: _tapped("vandaag", context, now),
    },
    scripts={SCRIPT: which_network},
)


def _tapped(question: str, context: Context, now: datetime) -> Opening:
    nothing = context.knowledge.understander.understand("")
    return begin(question, nothing, context, now)
