"""Reads a file `.env`: NAME=VALUE a line, as systemd and shells have it, and nothing cleverer."""

import re
from pathlib import Path
from typing import Final

from bot.errors import BotError

_LINE: Final = re.compile(r"(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)")
_QUOTED: Final = re.compile(r"([\"'])(.*)\1\s*(?:#.*)?")


class DotenvFault(BotError):
    """Lines that cannot be read; told by number only, for they may hold a secret."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read_dotenv(file: Path) -> dict[str, str]:
    """Read a file, or nothing when it is not there; the last of two lines of one name counts."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        raise DotenvFault(
            (f"{file} cannot be read; check its rights and save it as UTF-8.",)
        ) from None
    values: dict[str, str] = {}
    faults: list[str] = []
    for number, line in enumerate(lines, start=1):
        written = line.strip()
        if not written or written.startswith("#"):
            continue
        found = _LINE.fullmatch(written)
        if found is None:
            faults.append(f"{file}, line {number}: write NAME=VALUE, or # before a remark.")
        else:
            values[found[1]] = _value(found[2])
    if faults:
        raise DotenvFault(tuple(faults))
    return values


def _value(written: str) -> str:
    quoted = _QUOTED.fullmatch(written)
    if quoted:
        return quoted[2]
    return re.split(r"\s#", written, maxsplit=1)[0].strip()
