"""Commands: with a slash in every channel, or as bare words where no other reading is likely."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Way(StrEnum):
    """How to move within a dialogue, at every question."""

    STOP = "stop"
    BACK = "back"
    AGAIN = "again"


_WAYS: Final[Mapping[str, Way]] = MappingProxyType(
    {
        "stop": Way.STOP,
        "stoppen": Way.STOP,
        "annuleer": Way.STOP,
        "annuleren": Way.STOP,
        "laat maar": Way.STOP,
        "cancel": Way.STOP,
        "terug": Way.BACK,
        "back": Way.BACK,
        "opnieuw": Way.AGAIN,
        "again": Way.AGAIN,
        "restart": Way.AGAIN,
    }
)

_BARE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "help": "help",
        "menu": "menu",
        "mijn meldingen": "meldingen",
        "meldingen": "meldingen",
        "my reports": "meldingen",
        "mijn gegevens": "mijngegevens",
        "my data": "mijngegevens",
        "vergeet mij": "vergeetmij",
        "forget me": "vergeetmij",
        "werklijst": "werk",
        "worklist": "werk",
    }
)


def way(words: str) -> Way | None:
    """*stop*, *terug* and *opnieuw*, when that is all that was typed."""
    return _WAYS.get(_bare(words))


def command(words: str) -> tuple[str, str] | None:
    """The command and what came after it; None for ordinary words."""
    if words.startswith("/"):
        name, _, rest = words[1:].partition(" ")
        return name.partition("@")[0].casefold(), rest.strip()
    bare = _BARE.get(_bare(words))
    return (bare, "") if bare else None


def _bare(words: str) -> str:
    return " ".join(words.casefold().strip(" .!?").split())
