"""How each kind of setting is read; what is wrong, and what to do, is told as a ValueError."""

import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.regions import Region


def text(written: str) -> str:
    if any(ord(sign) < 32 for sign in written):
        raise ValueError("holds signs that cannot be shown; write plain text")
    return written


def database(written: str) -> str:
    scheme, separator, rest = written.partition("://")
    if separator and scheme not in ("sqlite", "postgresql", "postgres"):
        raise ValueError(
            "is not a database; write a file, sqlite:///FILE or postgresql://HOST/NAME"
        )
    if separator and not rest.strip("/"):
        raise ValueError("names no database; write sqlite:///FILE or postgresql://HOST/NAME")
    return written


def folder(written: str) -> Path:
    return Path(written).expanduser()


def host(written: str) -> str:
    if not re.fullmatch(r"[\w.:-]+", written):
        raise ValueError("is not an address to listen on; write 127.0.0.1 or 0.0.0.0")
    return written


def port(written: str) -> int:
    if not written.isdecimal() or int(written) > 65535:
        raise ValueError("is not a port; write a number up to 65535")
    return int(written)


def address(written: str) -> str:
    if not written:
        return ""
    parts = urlsplit(written)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("is not an address; write https://NAME")
    return written.rstrip("/")


def region(written: str) -> Region | None:
    if written not in ("", *Region):
        raise ValueError("is not a country; write nl or be, or leave it out for both")
    return Region(written) if written else None


def zone(written: str) -> ZoneInfo:
    try:
        return ZoneInfo(written)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is not a time zone; write Europe/Amsterdam or Europe/Brussels") from None


def hour(written: str) -> int:
    if not written.isdecimal() or int(written) > 24:
        raise ValueError("is not a whole hour; write a number from 0 to 24")
    return int(written)


def days(written: str) -> frozenset[date]:
    try:
        return frozenset(
            date.fromisoformat(day.strip()) for day in written.split(",") if day.strip()
        )
    except ValueError:
        raise ValueError("are not days; write 2026-12-25,2026-12-26") from None


def token(written: str) -> str:
    if written and not re.fullmatch(r"\d+:[\w-]{30,}", written):
        raise ValueError("is not a bot token; copy it whole from @BotFather")
    return written


def bot_name(written: str) -> str:
    name = written.removeprefix("@")
    if name and not re.fullmatch(r"[A-Za-z]\w{3,31}", name):
        raise ValueError("is not a bot's name; write it as @BotFather shows it, such as OostBot")
    return name


def switch(written: str) -> bool:
    if written not in ("on", "off"):
        raise ValueError("is neither on nor off")
    return written == "on"


def lanes(written: str) -> int:
    if not written.isdecimal() or not 1 <= int(written) <= 64:
        raise ValueError("is not a number of messages; write a number from 1 to 64")
    return int(written)


def level(written: str) -> str:
    if written.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError("is not a level; write DEBUG, INFO, WARNING or ERROR")
    return written.upper()
