"""My reports: what became of each, in the words staff see too; solved, reopened, added to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from conversations.context import Context
from conversations.dialogue import Ask
from conversations.effects import (
    AccessAction,
    Effect,
    Move,
    SharedWith,
    Step,
    StepKind,
    Tell,
    ToPerson,
)
from conversations.escalation import deadline
from conversations.menu import menu
from conversations.notices import news
from conversations.opening import Begin, Intent, Opening
from conversations.reporting import added, own_access, wake
from conversations.reports import Report, step_name
from conversations.routing import receiver
from conversations.saying import button, plain, quote, say, small, title
from conversations.speech import Action, Block, Button
from conversations.wording import Moment, Text
from knowledge.understanding import Understanding

ADD_SCRIPT: Final = "add_to_report"
_SHOWN: Final = 5


def on_command(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    return _list(context)


def on_list(action: Action, context: Context, now: datetime) -> Opening:
    return _list(context)


def _list(context: Context) -> Opening:
    if not context.reports:
        return Opening((menu(context, Text("You have no reports with me.")),))
    shown = context.reports[:_SHOWN]
    buttons = tuple(
        button(Text("Open {number}", number=report.number), "own_report", report.id)
        for report in shown
    )
    lines = tuple(plain(_line(report)) for report in shown)
    return Opening((*own_access(shown), say(title(Text("Your reports")), *lines, buttons=buttons)))


def _line(report: Report) -> tuple[Text, ...]:
    if not report.steps:
        return (Text("{number}, of {moment}: only kept for you.", number=report.number,
                     moment=Moment(report.created_at)),)  # fmt: skip
    last = report.steps[-1]
    return (Text("{number}, of {moment}: {step}.", number=report.number,
                 moment=Moment(report.created_at), step=step_name(last)),)  # fmt: skip


def on_open(action: Action, context: Context, now: datetime) -> Opening:
    report = context.own_report(str(action.with_))
    if report is None:
        return Opening((_gone(),))
    return Opening((*own_access((report,)), _card(report)))


def _card(report: Report) -> Effect:
    return say(
        title(Text("Report {number}", number=report.number)),
        *(quote(report.words) if report.words else plain(Text("The words have been erased.")),),
        *_steps(report),
        *(plain(text) for text in _next(report)),
        buttons=_buttons(report),
    )


def _next(report: Report) -> tuple[Text, ...]:
    """What the sender may expect now."""
    if report.shared_with is SharedWith.NOBODY:
        return (Text("Nobody else reads this. You can still pass it on."),)
    if not report.open:
        return (Text("Is this solved for you?"),)
    if report.owner_id is not None:
        return (Text("{name} is working on it.", name=report.owner_name),)
    if report.deadline is None:
        return ()
    return (Text("I look again {moment}. I cannot promise when {name} answers.",
                 moment=Moment(report.deadline), name=report.with_name),)  # fmt: skip


def _steps(report: Report) -> tuple[Block, ...]:
    lines: list[Block] = []
    for step in report.steps:
        lines.append(small(Text("{moment}: {step}.", moment=Moment(step.at), step=step_name(step))))
        if step.kind in (StepKind.ANSWERED, StepKind.CLOSED) and step.words:
            lines.append(quote(step.words))
    return tuple(lines)


def _buttons(report: Report) -> tuple[Button, ...]:
    if report.shared_with is SharedWith.NOBODY:
        return (button(Text("Pass it on after all"), "pass_on_kept", report.id),)
    if not report.open:
        return (
            button(Text("It is solved"), "solved", report.id),
            button(Text("It is not solved"), "not_solved", report.id),
        )
    return (
        button(Text("Add something"), "add_to_report", report.id),
        button(Text("It is solved"), "solved", report.id),
    )


def on_add(action: Action, context: Context, now: datetime) -> Opening:
    report = context.own_report(str(action.with_))
    if report is None:
        return Opening((_gone(),))
    return Opening(begins=Begin(script=ADD_SCRIPT, given={"report": report.id}))


def add_to_report(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    report = context.own_report(given["report"])
    if report is None:
        return (_gone(),)
    words = ask.words(
        "words", plain(Text("What would you like to add to {number}?", number=report.number))
    )
    holder = report.owner_name or report.with_name
    done = Text("I have added it to {number}.", number=report.number)
    told = (Text("I have told {name} so.", name=holder),) if holder else ()
    return (*added(report, words, context), say(done, *told))


def on_solved(action: Action, context: Context, now: datetime) -> Opening:
    report = context.own_report(str(action.with_))
    if report is None:
        return Opening((_gone(),))
    if any(step.kind is StepKind.SOLVED for step in report.steps[-1:]):
        return Opening((say(Text("You have said so already. {number} is closed.",
                                 number=report.number)),))  # fmt: skip
    return Opening(
        (
            Step(report=report.id, kind=StepKind.SOLVED, actor_id=context.sender.person_id),
            Move(report=report.id, state="closed", with_id=report.with_id,
                 owner_id=report.owner_id, deadline=None, rung=report.rung),
            *own_access((report,), AccessAction.UPDATE),
            *_wake_if_open(report),
            say(Text("Good to hear. I have closed {number}.", number=report.number)),
        )
    )  # fmt: skip


def _wake_if_open(report: Report) -> tuple[Effect, ...]:
    """Whoever closed it need not hear again that it is."""
    solved = Text("The sender says that {number} is solved.", number=report.number)
    return wake(report, solved) if report.open else ()


def on_pass_on(action: Action, context: Context, now: datetime) -> Opening:
    """Words kept for the sender alone are told once more, now to be passed on."""
    report = context.own_report(str(action.with_))
    if report is None or not report.words:
        return Opening((_gone(),))
    return Opening(begins=Begin(script="tell_concern", given={"words": report.words}))


def on_not_solved(action: Action, context: Context, now: datetime) -> Opening:
    report = context.own_report(str(action.with_))
    if report is None:
        return Opening((_gone(),))
    if report.open:
        return Opening((say(Text("{number} is still open.", number=report.number)),))
    if report.shared_with is SharedWith.NOBODY:
        return on_pass_on(action, context, now)
    to = receiver(
        context.tie(report.client_id),
        context.organisation,
        sender=report.sender_id,
        accused=report.accused_id,
    )
    holder = report.owner_id or report.with_id or to.person.id
    return Opening(
        (
            Step(report=report.id, kind=StepKind.REOPENED, actor_id=context.sender.person_id),
            Move(report=report.id, state="reopened", with_id=holder, owner_id=None,
                 deadline=deadline(report.route, now, context.organisation.hours),
                 rung=report.rung),
            *own_access((report,), AccessAction.UPDATE),
            Tell(to=ToPerson(holder),
                 say=news(report, Text("{number} is not solved, says the sender. It is open again.",
                                       number=report.number))),
            say(Text("I have opened {number} again and told them so.", number=report.number),
                buttons=(button(Text("Add something"), "add_to_report", report.id),)),
        )
    )  # fmt: skip


def _gone() -> Effect:
    return say(Text("I cannot find that report among yours."))


OWN_REPORTS: Final = Intent(
    name="own_reports",
    commands={"meldingen": on_command},
    actions={
        "own_reports": on_list,
        "own_report": on_open,
        "add_to_report": on_add,
        "solved": on_solved,
        "not_solved": on_not_solved,
        "pass_on_kept": on_pass_on,
    },
    scripts={ADD_SCRIPT: add_to_report},
)
