"""A report as staff read it: who wrote about whom, the literal words, the steps, the buttons."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from conversations.effects import ReportKind, StepKind, Subject
from conversations.labels import BOTTLENECKS, INDICATORS, SENDER_ROLES
from conversations.reports import Report, step_name
from conversations.saying import button, plain, quote, small, title
from conversations.speech import Block, Button, Say
from conversations.wording import Moment, Text

_TITLES: Final[Mapping[ReportKind, Text]] = MappingProxyType(
    {
        ReportKind.SIGNAL: Text("Signal {number}"),
        ReportKind.CONCERN: Text("Concern {number}"),
        ReportKind.COMPLAINT: Text("Complaint {number}"),
    }
)


def card(report: Report) -> Say:
    """Everything about it; not to be forwarded."""
    return Say(
        blocks=(
            title(Text(_TITLES[report.kind].msgid, number=report.number)),
            plain(_from(report)),
            plain(_about(report)),
            *(plain(Text("Heard: {name}.", name=INDICATORS[slug])) for slug in report.indicators),
            *_bottleneck(report),
            quote(report.words) if report.words else plain(Text("The words have been erased.")),
            *_steps(report),
        ),
        buttons=_buttons(report),
        protect=True,
    )


def line(report: Report) -> tuple[Text, ...]:
    """One line of the worklist: no name, no words; those come after a tap."""
    if report.deadline is None:
        return (Text("{number}: no deadline.", number=report.number),)
    if report.owner_id is not None:
        return (Text("{number}: being handled, look again by {moment}.", number=report.number,
                     moment=Moment(report.deadline)),)  # fmt: skip
    return (Text("{number}: answer by {moment}.", number=report.number,
                 moment=Moment(report.deadline)),)  # fmt: skip


def _from(report: Report) -> Text:
    role = SENDER_ROLES[report.sender_role]
    if not report.sender_name:
        return Text("Sent on {moment} by somebody who did not give a name ({role}).",
                    moment=Moment(report.created_at), role=role)  # fmt: skip
    return Text("Sent on {moment} by {name} ({role}).", moment=Moment(report.created_at),
                name=report.sender_name, role=role)  # fmt: skip


def _about(report: Report) -> Text:
    if report.subject is Subject.CLIENT and report.client_name:
        return Text("It is about {name}.", name=report.client_name)
    if report.subject is Subject.SELF:
        return Text("It is about the sender.")
    return Text("It is about somebody of whom there is no file.")


def _bottleneck(report: Report) -> tuple[Block, ...]:
    if report.bottleneck not in BOTTLENECKS:
        return ()
    return (plain(Text("Bottleneck: {name}.", name=BOTTLENECKS[report.bottleneck])),)


def _steps(report: Report) -> tuple[Block, ...]:
    lines: list[Block] = []
    for step in report.steps:
        lines.append(small(Text("{moment}: {step}.", moment=Moment(step.at), step=step_name(step))))
        if step.words and step.kind in (StepKind.ADDED, StepKind.ANSWERED, StepKind.CLOSED):
            lines.append(quote(step.words))
    return tuple(lines)


def _buttons(report: Report) -> tuple[Button, ...]:
    if not report.open:
        return ()
    return (
        button(Text("Seen"), "seen_report", report.id),
        button(Text("I take this up"), "take_report", report.id),
        button(Text("Answer"), "answer_report", report.id),
        button(Text("Close"), "close_report", report.id),
    )
