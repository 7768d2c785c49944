"""Staff at work in the chat: the worklist, a report, and what they can do with it.

Rights are read from the database on every turn: a report that is not on this person's worklist
now cannot be opened or changed, whatever button is tapped.
"""

from datetime import datetime
from typing import Final

from conversations.context import Context
from conversations.effects import (
    AccessAction,
    Effect,
    StepKind,
    Tell,
    ToConversation,
)
from conversations.escalation import deadline
from conversations.handling import (
    accessed,
    acknowledged,
    answer_report,
    close_report,
    moved,
    no_access,
    roles,
    taken,
)
from conversations.opening import Begin, Intent, Opening
from conversations.report_card import card, line
from conversations.reports import Report
from conversations.saying import button, plain, say, title
from conversations.speech import Action, Say, Urgency
from conversations.wording import Text
from knowledge.roles import Right, allowed
from knowledge.understanding import Understanding

ANSWER_SCRIPT: Final = "answer_report"
CLOSE_SCRIPT: Final = "close_report"
_SHOWN: Final = 8


def on_command(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    return _worklist(context, now)


def _worklist(context: Context, now: datetime) -> Opening:
    if not allowed(Right.SEE_WORKLIST, context.sender.staff_roles):
        return Opening((say(Text("Only staff have a worklist.")),))
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
        return Opening((no_access(),))
    return Opening((*accessed(report, AccessAction.READ), card(report)))


def on_seen(action: Action, context: Context, now: datetime) -> Opening:
    report = _mine(action, context, Right.ACKNOWLEDGE)
    if report is None:
        return Opening((no_access(),))
    if any(s.kind is StepKind.SEEN and s.actor == context.sender.name for s in report.steps):
        return Opening((say(Text("You have already marked {number} as seen.",
                                 number=report.number)),))  # fmt: skip
    if report.owner_id == context.sender.person_id:
        return Opening((say(Text("You have already taken up {number}.", number=report.number)),))
    until = deadline(report.route, now, context.organisation.hours)
    state = report.state if report.owner_id else "seen"
    return Opening(
        (
            *acknowledged(report, StepKind.SEEN, context),
            moved(report, context, owner_id=report.owner_id, until=until, state=state),
            *accessed(report, AccessAction.UPDATE),
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
        return Opening((no_access(),))
    if report.owner_id == context.sender.person_id:
        return Opening((say(Text("You have already taken up {number}.", number=report.number)),))
    return Opening(
        (
            *taken(report, context, now),
            *accessed(report, AccessAction.UPDATE),
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
        return Opening((no_access(),))
    return Opening(begins=Begin(script=ANSWER_SCRIPT, given={"report": report.id}))


def on_close(action: Action, context: Context, now: datetime) -> Opening:
    report = _mine(action, context, Right.CLOSE)
    if report is None:
        return Opening((no_access(),))
    return Opening(begins=Begin(script=CLOSE_SCRIPT, given={"report": report.id}))


def _mine(action: Action, context: Context, right: Right) -> Report | None:
    report = context.report(str(action.with_))
    return report if report is not None and allowed(right, roles(report)) else None


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
