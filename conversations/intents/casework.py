"""Staff at work in the chat: the worklist, a report, and what they can do with it.

Rights are read from the database on every turn: a report that is not on this person's worklist
now cannot be opened or changed, whatever button is tapped.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from conversations.context import Context
from conversations.dialogue import Ask
from conversations.effects import (
    Access,
    AccessAction,
    Effect,
    Move,
    Step,
    StepKind,
    Tell,
    ToConversation,
)
from conversations.escalation import deadline, deadline_when_taken
from conversations.opening import Begin, Intent, Opening
from conversations.report_card import card, line
from conversations.reports import Report
from conversations.saying import button, plain, quote, say, title
from conversations.speech import Action, Say, Speaker, Urgency
from conversations.wording import Text
from knowledge.roles import Right, Role, allowed
from knowledge.understanding import Understanding

ANSWER_SCRIPT: Final = "answer_report"
CLOSE_SCRIPT: Final = "close_report"
_SHOWN: Final = 8


def on_command(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    return _worklist(context, now)


def _worklist(context: Context, now: datetime) -> Opening:
    if not allowed(Right.SEE_WORKLIST, context.sender.staff_roles):
        return Opening((_no_access(),))
    reports = context.worklist[:_SHOWN]
    if not reports:
        return Opening((say(Text("Nothing is waiting for you.")),))
    buttons = tuple(
        button(Text("Open {number}", number=report.number), "open_report", report.id)
        for report in reports
    )
    count = Text("{count} open for you, the most urgent first:", count=len(context.worklist))
    return Opening((say(title(count), *(plain(line(r)) for r in reports), buttons=buttons),))


def on_open(action: Action, context: Context, now: datetime) -> Opening:
    report = _mine(action, context, Right.READ_REPORT)
    if report is None:
        return Opening((_no_access(),))
    return Opening((*_accessed(report, AccessAction.READ), card(report)))


def on_seen(action: Action, context: Context, now: datetime) -> Opening:
    report = _mine(action, context, Right.ACKNOWLEDGE)
    if report is None:
        return Opening((_no_access(),))
    if any(s.kind is StepKind.SEEN and s.actor == context.sender.name for s in report.steps):
        return Opening((say(Text("You have already marked {number} as seen.",
                                 number=report.number)),))  # fmt: skip
    until = deadline(report.route, now, context.organisation.hours)
    return Opening(
        (
            *_acknowledged(report, StepKind.SEEN, context),
            _moved(report, context, owner_id=report.owner_id, until=until, state="seen"),
            *_accessed(report, AccessAction.UPDATE),
            *_to_sender(report, context, Text("{name} has seen your report {number}.",
                                              name=context.sender.name, number=report.number)),
            say(
                Text("Noted: you have seen {number}.", number=report.number),
                buttons=(
                    button(Text("I take this up"), "take_report", report.id),
                    button(Text("Answer"), "answer_report", report.id),
                ),
            ),
        )
    )  # fmt: skip


def on_take(action: Action, context: Context, now: datetime) -> Opening:
    report = _mine(action, context, Right.ACKNOWLEDGE)
    if report is None:
        return Opening((_no_access(),))
    if report.owner_id == context.sender.person_id:
        return Opening((say(Text("You have already taken up {number}.", number=report.number)),))
    return Opening(
        (
            *_taken(report, context, now),
            *_accessed(report, AccessAction.UPDATE),
            *_to_sender(report, context, Text("{name} is handling your report {number}.",
                                              name=context.sender.name, number=report.number)),
            say(
                Text("{number} is now yours.", number=report.number),
                buttons=(
                    button(Text("Answer"), "answer_report", report.id),
                    button(Text("Close"), "close_report", report.id),
                ),
            ),
        )
    )  # fmt: skip


def on_answer(action: Action, context: Context, now: datetime) -> Opening:
    report = _mine(action, context, Right.ANSWER)
    if report is None:
        return Opening((_no_access(),))
    return Opening(begins=Begin(script=ANSWER_SCRIPT, given={"report": report.id}))


def answer_report(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    report = context.report(given["report"])
    if report is None or not allowed(Right.ANSWER, _roles(report)):
        return (_no_access(),)
    words = ask.words(
        "words",
        plain(Text("What do you want to answer on {number}? "
                   "I pass your words on as you write them.",
                   number=report.number)),
        literal=True,
    )  # fmt: skip
    taken = () if report.owner_id == context.sender.person_id else _taken(report, context, now)
    return (
        *taken,
        Step(report=report.id, kind=StepKind.ANSWERED, actor_id=context.sender.person_id,
             words=words),
        *_accessed(report, AccessAction.UPDATE),
        _reply(report, words, context),
        say(
            Text("I have passed your answer on to whoever sent {number}.", number=report.number),
            buttons=(button(Text("Close"), "close_report", report.id),),
        ),
    )  # fmt: skip


def _reply(report: Report, words: str, context: Context) -> Effect:
    """To the conversation it answers; for abuse at home too: it was asked for there."""
    manager = Role.CASE_MANAGER in _roles(report)
    return Tell(
        to=ToConversation(report.conversation_id),
        say=Say(
            blocks=(
                plain(Text("{name} answers your report {number}:", name=context.sender.name,
                           number=report.number)),
                quote(words),
            ),
            buttons=(
                button(Text("Write back"), "add_to_report", report.id),
                button(Text("It is solved"), "solved", report.id),
            ),
            urgency=Urgency.NOTICE,
            speaker=Speaker.CASE_MANAGER if manager else Speaker.STAFF,
            speaker_name=context.sender.name,
            reference=report.number,
        ),
    )  # fmt: skip


def on_close(action: Action, context: Context, now: datetime) -> Opening:
    report = _mine(action, context, Right.CLOSE)
    if report is None:
        return Opening((_no_access(),))
    return Opening(begins=Begin(script=CLOSE_SCRIPT, given={"report": report.id}))


def close_report(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    report = context.report(given["report"])
    if report is None or not allowed(Right.CLOSE, _roles(report)):
        return (_no_access(),)
    words = ask.words(
        "outcome",
        plain(Text("What came of it? The sender reads this too. Then I close {number}.",
                   number=report.number)),
        literal=True,
    )  # fmt: skip
    asked = Say(
        blocks=(
            plain(Text("{name} has closed your report {number}:", name=context.sender.name,
                       number=report.number)),
            quote(words),
            plain(Text("Is this solved for you?")),
        ),
        buttons=(
            button(Text("Yes, it is solved"), "menu"),
            button(Text("No, not yet"), "not_solved", report.id),
        ),
        question=f"solved:{report.id}:{report.rung}",
        urgency=Urgency.NOTICE,
        reference=report.number,
    )  # fmt: skip
    return (
        Step(report=report.id, kind=StepKind.CLOSED, actor_id=context.sender.person_id,
             words=words),
        Move(report=report.id, state="closed", with_id=report.with_id,
             owner_id=context.sender.person_id, deadline=None, rung=report.rung),
        *_accessed(report, AccessAction.UPDATE),
        Tell(to=ToConversation(report.conversation_id), say=asked),
        say(Text("{number} is closed.", number=report.number)),
    )  # fmt: skip


def _mine(action: Action, context: Context, right: Right) -> Report | None:
    report = context.report(str(action.with_))
    return report if report is not None and allowed(right, _roles(report)) else None


def _roles(report: Report) -> frozenset[Role]:
    return frozenset({Role(report.as_role)})


def _no_access() -> Effect:
    return say(Text("You have no access to this (any more)."))


def _acknowledged(report: Report, kind: StepKind, context: Context) -> tuple[Effect, ...]:
    return (Step(report=report.id, kind=kind, actor_id=context.sender.person_id),)


def _taken(report: Report, context: Context, now: datetime) -> tuple[Effect, ...]:
    until = deadline_when_taken(report.route, now, context.organisation.hours)
    return (
        *_acknowledged(report, StepKind.TAKEN, context),
        _moved(report, context, owner_id=context.sender.person_id, until=until,
               state="in_progress"),
    )  # fmt: skip


def _moved(
    report: Report, context: Context, *, owner_id: str | None, until: datetime, state: str
) -> Move:
    return Move(report=report.id, state=state, with_id=context.sender.person_id,
                owner_id=owner_id, deadline=until, rung=report.rung)  # fmt: skip


def _accessed(report: Report, action: AccessAction) -> tuple[Effect, ...]:
    if report.client_id is None:
        return ()
    return (
        Access(
            client_id=report.client_id,
            event="view_report" if action is AccessAction.READ else "handle_report",
            action=action,
            role=report.as_role,
            objects=(report.id,),
        ),
    )


def _to_sender(report: Report, context: Context, truth: Text) -> tuple[Effect, ...]:
    """Not for abuse at home: nothing lights up there that was not asked for."""
    if report.sensitive:
        return ()
    said = Say(blocks=(plain(truth),), urgency=Urgency.NOTICE, reference=report.number)
    return (Tell(to=ToConversation(report.conversation_id), say=said),)


CASEWORK: Final = Intent(
    name="casework",
    commands={"werk": on_command},
    actions={
        "worklist": lambda action, context, now: _worklist(context, now),
        "open_report": on_open,
        "seen_report": on_seen,
        "take_report": on_take,
        "answer_report": on_answer,
        "close_report": on_close,
    },
    scripts={ANSWER_SCRIPT: answer_report, CLOSE_SCRIPT: close_report},
    staff=True,
)
