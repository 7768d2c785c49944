"""Messages by authors who never saw the rules, and how well they are understood.

The part `dev` is read by who keeps the rules; the part `unseen` is measured only.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.regions import Region
from knowledge.understanding import Intent, Route, Understander, Understanding

PARTS = ("dev", "unseen")
_DANGER = (Route.NOW, Route.TODAY)
_UNHEARD = (Route.ANSWER, Route.LOG)

Row = Mapping[str, str]
Pairs = Sequence[tuple[Row, Understanding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Shares from 0 to 1 over one part of the sets."""

    danger_dutch: float
    danger_other_languages: float
    danger_unheard: float  # answered as if nothing was the matter
    danger_shown_wrongly: float
    signal_recall: float
    signal_precision: float
    indicators_f1: float
    intents_right: float


@cache
def rows(name: str, part: str) -> tuple[Row, ...]:
    """Read one part of a set."""
    file = Path(__file__).with_name(f"outside_{name}.tsv")
    with file.open(encoding="utf-8", newline="") as opened:
        found = csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(row for row in found if row["part"] == part)


def figures(understander: Understander, part: str) -> Figures:
    """Understand every message of a part and count what was right."""

    def pairs(name: str) -> Pairs:
        return [(row, _understood(understander, row)) for row in rows(name, part)]

    dutch, other, signals = pairs("danger_nl"), pairs("danger_other"), pairs("signals_nl")
    harmless = [*pairs("nodanger_nl"), *pairs("questions_nl")]
    told = [(row, meant) for row, meant in signals if row["intent"] == Intent.SIGNAL]
    seen = [row["intent"] == Intent.SIGNAL for row, meant in signals if _is_signal(meant)]
    return Figures(
        danger_dutch=_danger(dutch),
        danger_other_languages=_danger(other),
        danger_unheard=_share(meant.route in _UNHEARD for _, meant in [*dutch, *other]),
        danger_shown_wrongly=_danger(harmless),
        signal_recall=_share(
            meant.intent in (Intent.SIGNAL, Intent.EMERGENCY) for _, meant in told
        ),
        signal_precision=_share(seen),
        indicators_f1=_f1(told),
        intents_right=_share(row["intent"] == meant.intent for row, meant in signals),
    )


def danger_by_language(understander: Understander, part: str) -> dict[str, float]:
    """Give the share of dangers heard in each language other than Dutch."""
    pairs = [(row, _understood(understander, row)) for row in rows("danger_other", part)]
    languages = sorted({row["language"] for row, _ in pairs})
    return {
        code: _danger([each for each in pairs if each[0]["language"] == code]) for code in languages
    }


def _understood(understander: Understander, row: Row) -> Understanding:
    region = Region(row["region"]) if row.get("region") in set(Region) else None
    return understander.understand(row["text"], region=region)


def _is_signal(meant: Understanding) -> bool:
    return meant.intent is Intent.SIGNAL


def _danger(pairs: Pairs) -> float:
    return _share(meant.route in _DANGER for _, meant in pairs)


def _f1(pairs: Pairs) -> float:
    found = [
        (set(filter(None, row["indicators"].split(","))), {each.slug for each in meant.indicators})
        for row, meant in pairs
    ]
    hits = sum(len(wanted & seen) for wanted, seen in found)
    return 2 * hits / max(1, sum(len(wanted) + len(seen) for wanted, seen in found))


def _share(claims: Iterable[bool]) -> float:
    counted = list(claims)
    return sum(counted) / len(counted) if counted else 1.0
