"""Measures how well questions and situations are understood: `python -m tests.evaluation`."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from knowledge.topics import Topic, shipped
from tests.evaluation import curve, messages, parts, peers, questions, tables
from tests.evaluation.messages import Told
from tests.evaluation.parts import Part
from tests.evaluation.progress import counted
from tests.evaluation.questions import Asked
from tests.learning import knowledge

_PAGE: Final = Path(__file__).parents[2] / "EVALUATION.md"
_TEXT: Final = Path(__file__).with_name("page.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was made of one part of the sets."""

    part: Part
    asked: list[Asked]
    told: list[Told]


def main() -> None:
    """Measure what is asked for, and print it or write it down."""
    wish = _wish()
    measured = [_measured(part) for part in ([Part(wish.part)] if wish.part else Part)]
    sections = {f"{each.part}": "\n\n".join(_figures(each)) for each in measured}
    if wish.peers or wish.write:
        sections["peers"] = _peers(shipped())
    if wish.curve or wish.write:
        sections |= _curve(shipped())
    if wish.write:
        _PAGE.write_text(_page(sections), encoding="utf-8")
        return
    for name, text in sections.items():
        print(f"## {name}\n\n{text}\n")
    for each in measured:
        if each.part is Part.DEV:
            print("\n\n".join(_missed(each)))


def _wish() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__)
    parser.add_argument("--part", choices=list(Part), help="one part of the sets, not both")
    parser.add_argument("--peers", action="store_true", help="compare with other ways (minutes)")
    parser.add_argument("--curve", action="store_true", help="learn with fewer phrases (minutes)")
    parser.add_argument("--write", action="store_true", help="measure all and write EVALUATION.md")
    wish = parser.parse_args()
    if wish.write and wish.part:
        parser.error("--write measures both parts")
    return wish


def _measured(part: Part) -> Measured:
    known = knowledge()
    asked = counted(f"{part}: questions", parts.questions(part))
    told = counted(f"{part}: messages", parts.messages(part))
    return Measured(
        part=part,
        asked=questions.understood(known.understander, asked),
        told=messages.told(known.understander, told),
    )


def _figures(measured: Measured) -> Iterator[str]:
    yield tables.of_questions(questions.by_slice(measured.asked))
    yield tables.of_calibration(questions.calibration(measured.asked))
    yield tables.of_messages(messages.by_slice(measured.told))
    yield tables.of_languages(messages.by_language(measured.told))


def _missed(measured: Measured) -> Iterator[str]:
    for name, of_slice in questions.SLICES.items():
        asked = [pair for pair in measured.asked if of_slice(pair[0])]
        yield f"### Worst misses: questions, {name}"
        yield tables.of_missed_questions(questions.worst(asked))
    for name, within in messages.SLICES.items():
        told = [pair for pair in measured.told if within(pair[0])]
        yield f"### Worst misses: messages, {name}"
        yield tables.of_missed_messages(messages.worst(told))


def _peers(topics: tuple[Topic, ...]) -> str:
    found = peers.compared(topics, knowledge().index, parts.questions(Part.DEV))
    return tables.of_peers(found)


def _curve(topics: tuple[Topic, ...]) -> dict[str, str]:
    left_out = curve.left_out(topics)
    return {
        "curve": tables.of_steps(curve.steps(topics, parts.questions(Part.DEV))),
        "left_out": tables.of_left_out(left_out),
        "confused": tables.of_confused(left_out.confused),
    }


def _page(sections: dict[str, str]) -> str:
    """Fill the text of EVALUATION.md in with the tables."""
    page = _TEXT.read_text(encoding="utf-8")
    facts = {"date": f"{datetime.now(UTC):%Y-%m-%d}"}
    for part in Part:
        facts[f"questions_{part}"] = str(len(parts.questions(part)))
        facts[f"messages_{part}"] = str(len(parts.messages(part)))
    for name, text in {**facts, **sections}.items():
        page = page.replace(f"{{{{{name}}}}}", text)
    return page


if __name__ == "__main__":
    main()
