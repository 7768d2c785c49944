"""What staff are told: a number and a button, no name and no health word.

A notice can light up on a locked screen, so its content comes after a tap, to the right person
(NEN 7510:2024; the Dutch data protection authority on chat apps in health care).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from conversations.effects import ReportKind
from conversations.reports import Report
from conversations.saying import plain
from conversations.speech import Action, Button, Ref, Say, Urgency
from conversations.wording import NumberOf, Text

_NEW: Final[Mapping[ReportKind, Text]] = MappingProxyType(
    {
        ReportKind.SIGNAL: Text("New signal {number}."),
        ReportKind.CONCERN: Text("New concern {number}."),
        ReportKind.COMPLAINT: Text("New complaint {number}."),
    }
)


def notice(report: Report, *, reminder: bool) -> Say:
    """Of a report that is there already: a reminder, or passed on to the next person."""
    if reminder:
        text = Text("{number} is still waiting for you.", number=report.number)
    else:
        text = Text("{number} has been passed on to you.", number=report.number)
    return _notice(text, report.id)


def news(report: Report, text: Text) -> Say:
    """Something about a report that staff should open; the text names nobody."""
    return _notice(text, report.id)


def first_notice(kind: ReportKind, ref: str, *, route: str) -> Say:
    """Of a report that is made in this very turn."""
    number = NumberOf(ref)
    if route == "now":
        text = Text("URGENT: new signal {number}. Open it now.", number=number)
    elif route == "today":
        text = Text("New signal {number}. Please look at it today.", number=number)
    else:
        text = Text(_NEW[kind].msgid, number=number)
    return _notice(text, Ref(ref))


def _notice(text: Text, report: str | Ref) -> Say:
    return Say(
        blocks=(plain(text),),
        buttons=(Button(Text("Open"), Action("open_report", report)),),
        urgency=Urgency.ALERT,
    )
