"""Development messages as people type them, with what they mean, and figures over them."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.regions import Region
from knowledge.understanding import Intent, Route, Understander, Understanding

_FILE = Path(__file__).with_name("messages.tsv")
_DANGER = (Route.NOW, Route.TODAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message with what it should be understood as."""

    part: str  # dev, or unseen: kept apart for measuring
    region: Region
    kind: str
    route: Route
    intent: Intent
    indicators: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How well messages were understood, as shares from 0 to 1."""

    messages: int
    danger_recall: float
    danger_shown_wrongly: float  # of the messages without danger
    signal_recall: float
    signal_precision: float
    indicators_f1: float  # micro, over messages that are signals
    intents_right: float
    routes_right: float


def kept(part: str | None = None) -> tuple[Message, ...]:
    """Read the messages, all or of one part."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            _message(row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    return tuple(each for each in rows if part in (None, each.part))


def _message(row: dict[str, str]) -> Message:
    return Message(
        part=row["part"],
        region=Region(row["region"]),
        kind=row["kind"],
        route=Route(row["route"]),
        intent=Intent(row["intent"]),
        indicators=frozenset(filter(None, row["indicators"].split(","))),
        text=row["text"],
    )


def understood(
    understander: Understander, messages: Iterable[Message]
) -> list[tuple[Message, Understanding]]:
    """Understand each message as if it came from its own country."""
    return [(each, understander.understand(each.text, region=each.region)) for each in messages]


def figures(pairs: Sequence[tuple[Message, Understanding]]) -> Figures:
    """Count what was right."""
    danger = [(m.route in _DANGER, u.route in _DANGER) for m, u in pairs]
    signal = [(m.intent is Intent.SIGNAL, u.intent is Intent.SIGNAL) for m, u in pairs]
    told = [(m, u) for m, u in pairs if m.intent is Intent.SIGNAL]
    found = [(m.indicators, {match.slug for match in u.indicators}) for m, u in told]
    hits = sum(len(wanted & seen) for wanted, seen in found)
    return Figures(
        messages=len(pairs),
        danger_recall=_share(seen for wanted, seen in danger if wanted),
        danger_shown_wrongly=_share(seen for wanted, seen in danger if not wanted),
        signal_recall=_share(u.intent in (Intent.SIGNAL, Intent.EMERGENCY) for m, u in told),
        signal_precision=_share(wanted for wanted, seen in signal if seen),
        indicators_f1=2 * hits / max(1, sum(len(w) + len(s) for w, s in found)),
        intents_right=_share(m.intent is u.intent for m, u in pairs),
        routes_right=_share(m.route is u.route for m, u in pairs),
    )


def _share(claims: Iterable[bool]) -> float:
    counted = list(claims)
    return sum(counted) / len(counted) if counted else 1.0
