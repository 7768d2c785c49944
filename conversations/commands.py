"""Commands: with a slash in every channel, or as bare words where no other reading is likely."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Way(StrEnum):
    """How to move within a dialogue, at every question."""

    STOP = "stop"
    BACK = "back"
    AGAIN = "again"
    ON = "on"  # with what danger put aside


_WAYS: Final[Mapping[str, Way]] = MappingProxyType(
    {
        "stop": Way.STOP,
        "stoppen": Way.STOP,
        "annuleer": Way.STOP,
        "annuleren": Way.STOP,
        "laat maar": Way.STOP,
        "laat me maar": Way.STOP,
        "laat maar zitten": Way.STOP,
        "hou maar op": Way.STOP,
        "cancel": Way.STOP,
        **dict.fromkeys(("annuler", "arrêter", "abbrechen", "aufhören", "dur", "iptal"), Way.STOP),
        **dict.fromkeys(("anuluj", "przestań", "przestan", "توقف", "قف", "إلغاء"), Way.STOP),
        "terug": Way.BACK,
        "ga terug": Way.BACK,
        "back": Way.BACK,
        **dict.fromkeys(("retour", "zurück", "geri", "wstecz", "رجوع"), Way.BACK),
        "opnieuw": Way.AGAIN,
        "again": Way.AGAIN,
        "restart": Way.AGAIN,
        **dict.fromkeys(("recommencer", "von vorn", "baştan", "od nowa", "من جديد"), Way.AGAIN),
        "verder": Way.ON,
        "ga verder": Way.ON,
        "go on": Way.ON,
        **dict.fromkeys(("continuer", "weiter", "devam", "dalej", "متابعة"), Way.ON),
    }
)

_BARE: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *("help", "uitleg", "hoe werkt dit", "hoe werkt het", "wat kan ik hier"),
                *("wat kunt u", "wat kan je", "wat kun je", "ik snap het niet", "ik snap t niet"),
                *("ik begrijp het niet", "ik snap er niks van", "hoe bedoelt u", "wat bedoelt u"),
                *("wat bedoel je", "hoe bedoel je", "i do not understand", "i don't understand"),
            ),
            "help",
        ),
        "menu": "menu",
        "begin": "menu",
        **dict.fromkeys(("mijn meldingen", "meldingen", "my reports", "mijn melding"), "meldingen"),
        **dict.fromkeys(("mijn gegevens", "my data"), "mijngegevens"),
        **dict.fromkeys(("vergeet mij", "forget me", "wis mijn gegevens"), "vergeetmij"),
        **dict.fromkeys(
            (
                *("werklijst", "worklist", "mijn werklijst", "mijn werk", "wat heb ik nog"),
                *("wat staat er open", "wat ligt er nog", "signalen", "my worklist"),
            ),
            "werk",
        ),
        **dict.fromkeys(
            (
                *("ik maak me zorgen", "ik maak mij zorgen", "ik heb een zorg", "een zorg"),
                *("ik wil iets melden", "ik wil iets vertellen", "ik wil iets kwijt"),
                *("ik wil een zorg melden", "i am worried about something"),
            ),
            "zorg",
        ),
        **dict.fromkeys(
            (
                *("ik heb een klacht", "ik wil klagen", "ik wil een klacht indienen", "klacht"),
                *("ik wil een klacht doen", "een klacht"),
            ),
            "klacht",
        ),
        **dict.fromkeys(
            (
                *("ik wil een mens spreken", "een mens", "mens", "i want to speak to a person"),
                *("insan", "bir insan", "mensch", "ein mensch", "człowiek", "czlowiek", "إنسان"),
            ),
            "mens",
        ),
        **dict.fromkeys(
            (
                *("taal", "andere taal", "language", "langue", "sprache", "dil", "dil değiştir"),
                *("اللغة", "لغة", "język", "jezyk"),
            ),
            "taal",
        ),
    }
)

# Questions about one's own reports, that no topic answers.
_REPORTS: Final = re.compile(
    r"\b(wanneer|waneer) (hoor|krijg|weet) (ik|we)\b|\bhoor ik (nog|er)\b"
    r"|\b(al )?(gelezen|gezien|opgepakt)\b.*\?|\bheeft .+ (gelezen|gezien)\b"
    r"|\b(mijn|me|m'n) (melding|zorg|klacht|bericht)\b|\bhoe staat het\b"
    r"|\bwat? (gebeurt|is) er (nu |dan )?(mee|met)\b|\bis er al (iets|antwoord|nieuws)\b"
    r"|\bwhat happens? (now|next)\b|\bwhen (do|will) i hear\b"
)


def way(words: str) -> Way | None:
    """*stop*, *terug*, *opnieuw* and *verder*, when that is all that was typed."""
    return _WAYS.get(_bare(words))


def command(words: str) -> tuple[str, str] | None:
    """The command and what came after it; None for ordinary words."""
    if words.startswith("/"):
        name, _, rest = words[1:].partition(" ")
        return name.partition("@")[0].casefold(), rest.strip()
    bare = _BARE.get(_bare(words))
    return (bare, "") if bare else None


def after_reports(words: str) -> bool:
    """Whether somebody wants to know what became of what they told."""
    return _REPORTS.search(" ".join(words.casefold().split())) is not None


def _bare(words: str) -> str:
    return " ".join(words.casefold().strip(" .!?").split())
