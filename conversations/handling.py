"""What staff do with a report, in words: the answer and the outcome, and what each changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

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
from conversations.escalation import deadline_when_taken
from conversations.reports import Report
from conversations.saying import button, plain, quote, say
from conversations.speech import Say, Speaker, Urgency
from conversations.wording import Text
from knowledge.roles import Right, Role, allowed


def answer_report(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    report = context.report(given["report"])
    if report is None or not allowed(Right.ANSWER, roles(report)):
        return (no_access(),)
    words = ask.words(
        "words",
        plain(Text("What do you want to answer on {number}? "
                   "I pass your words on as you write them.",
                   number=report.number)),
        literal=True,
    )  # fmt: skip
    mine = report.owner_id == context.sender.person_id
    return (
        *(() if mine else taken(report, context, now)),
        Step(report=report.id, kind=StepKind.ANSWERED, actor_id=context.sender.person_id,
             words=words),
        *accessed(report, AccessAction.UPDATE),
        *_reply(report, words, context),
        say(
            _passed_on(report),
            buttons=(button(Text("Close"), "close_report", report.id),),
        ),
    )  # fmt: skip


def _passed_on(report: Report) -> Text:
    if report.sensitive:
        return Text("Your answer on {number} waits for the sender. I do not send it by myself: "
                    "somebody may read along.", number=report.number)  # fmt: skip
    return Text("I have passed your answer on to whoever sent {number}.", number=report.number)


def _reply(report: Report, words: str, context: Context) -> tuple[Effect, ...]:
    """To the conversation it answers; of abuse it waits there until the sender looks."""
    if report.sensitive:
        return ()
    manager = Role.CASE_MANAGER in roles(report)
    reply = Tell(
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
    return (reply,)


def close_report(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect]:
    report = context.report(given["report"])
    if report is None or not allowed(Right.CLOSE, roles(report)):
        return (no_access(),)
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
            button(Text("Yes, it is solved"), "solved", report.id),
            button(Text("No, not yet"), "not_solved", report.id),
        ),
        question=f"solved:{report.id}:{len(report.steps)}",
        urgency=Urgency.NOTICE,
        reference=report.number,
    )  # fmt: skip
    return (
        Step(report=report.id, kind=StepKind.CLOSED, actor_id=context.sender.person_id,
             words=words),
        Move(report=report.id, state="closed", with_id=report.with_id,
             owner_id=context.sender.person_id, deadline=None, rung=report.rung),
        *accessed(report, AccessAction.UPDATE),
        *_asked_of_sender(report, asked),
        say(Text("{number} is closed.", number=report.number)),
    )  # fmt: skip


def _asked_of_sender(report: Report, asked: Say) -> tuple[Effect, ...]:
    """Of abuse nothing is sent unasked; the question stands under 'My reports'."""
    if report.sensitive:
        return ()
    return (Tell(to=ToConversation(report.conversation_id), say=asked),)


def roles(report: Report) -> frozenset[Role]:
    return frozenset({Role(report.as_role)})


def no_access() -> Effect:
    return say(
        Text("This is not on your worklist (any more)."),
        buttons=(button(Text("My worklist"), "worklist"),),
    )


def acknowledged(report: Report, kind: StepKind, context: Context) -> tuple[Effect, ...]:
    return (Step(report=report.id, kind=kind, actor_id=context.sender.person_id),)


def taken(report: Report, context: Context, now: datetime) -> tuple[Effect, ...]:
    until = deadline_when_taken(report.route, now, context.organisation.hours)
    return (
        *acknowledged(report, StepKind.TAKEN, context),
        moved(report, context, owner_id=context.sender.person_id, until=until,
               state="in_progress"),
    )  # fmt: skip


def moved(
    report: Report, context: Context, *, owner_id: str | None, until: datetime, state: str
) -> Move:
    return Move(report=report.id, state=state, with_id=context.sender.person_id,
                owner_id=owner_id, deadline=until, rung=report.rung)  # fmt: skip


def accessed(report: Report, action: AccessAction) -> tuple[Effect, ...]:
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
