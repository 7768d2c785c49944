"""One line on stderr that says how far the work is, and rewrites itself."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

_Each = TypeVar("_Each")


def counted(what: str, each: Sequence[_Each]) -> Iterator[_Each]:
    """Give them one by one, and say how many were done."""
    for number, one in enumerate(each, start=1):
        if number % max(1, len(each) // 100) == 0 or number == 1:
            _write(f"{what}: {number} of {len(each)}")
        yield one
    _write("")


def _write(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()
