"""Prints how well messages and questions are understood, as one table: `-m tests.evaluation`."""

import csv
from dataclasses import fields
from pathlib import Path

from knowledge import topics
from knowledge.regions import Region
from knowledge.search import Index, Outcome
from knowledge.understanding import Understander
from tests.evaluation.messages import Figures, Message, figures, kept, understood

_QUESTIONS = Path(__file__).with_name("questions.tsv")
_NO_TOPIC = "-"
_PARTS = ("dev", "unseen")


def main() -> None:
    """Measure both parts and print their figures, then what was missed in the part we work on."""
    index = Index(topics.shipped())
    understander = Understander(index)
    pairs = {part: understood(understander, kept(part)) for part in _PARTS}
    measured = {part: figures(each) for part, each in pairs.items()}
    print(f"{'messages':<22}" + "".join(f"{part:>9}" for part in _PARTS))
    for field in fields(Figures):
        values = (getattr(measured[part], field.name) for part in _PARTS)
        print(f"{field.name:<22}" + "".join(f"{value:>9.3g}" for value in values))
    if _QUESTIONS.exists():
        _print_questions(index)
    print("\nmissed in dev:")
    for message, meant in pairs["dev"]:
        if message.route is not meant.route:
            print(f"  {message.route} -> {meant.route}: {_short(message)}")


def _print_questions(index: Index) -> None:
    with _QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    told = [(row, index.search(row["text"], region=_region(row))) for row in rows]
    known = [(row, found) for row, found in told if row["slug"] != _NO_TOPIC]
    first = sum(bool(f.matches) and f.matches[0].slug == row["slug"] for row, f in known)
    strange = [found for row, found in told if row["slug"] == _NO_TOPIC]
    answered = sum(found.outcome is Outcome.ANSWER for found in strange)
    print(f"\nquestions: best topic right {first} of {len(known)}")
    print(f"questions no topic answers: answered {answered} of {len(strange)}")


def _region(row: dict[str, str]) -> Region | None:
    return Region(row["region"]) if row.get("region") in set(Region) else None


def _short(message: Message) -> str:
    return message.text if len(message.text) < 90 else message.text[:89] + "…"


if __name__ == "__main__":
    main()
