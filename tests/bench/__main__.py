"""`python -m tests.bench [--quick]`: prints a table of figures; nothing here passes or fails."""

import argparse
from collections.abc import Callable, Iterator
from typing import Final

from tests.bench import pacing, speed, stages, understanding
from tests.bench.machine import load

Part = Callable[[bool], Iterator[str]]
PARTS: Final[tuple[tuple[str, Part], ...]] = (
    ("a", lambda quick: speed.report(400 if quick else 2000)),
    ("b", lambda quick: speed.commits(0.5 if quick else 3.0)),
    ("c", lambda quick: stages.report(100 if quick else 800)),
    ("d", lambda quick: pacing.report(10 if quick else 120)),
    ("e", lambda quick: understanding.report(40 if quick else 300)),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter, and less exact")
    parser.add_argument("--part", choices=[name for name, _ in PARTS], help="this one only")
    asked = parser.parse_args()
    for name, part in PARTS:
        if asked.part in (None, name):
            for line in part(asked.quick):
                print(line, flush=True)
            print(f"  [{load()}]\n", flush=True)


if __name__ == "__main__":
    main()
