"""What somebody meant who typed an answer where buttons were offered.

A wrong guess would send words to the wrong person, so what does not clearly fit one option fits
none: then the question is asked again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from conversations.speech import Action
from conversations.wording import Text, catalogue

_WORD: Final = re.compile(r"[^\W_]+")
# From this likeness on, what was typed is taken for the button's label: one slip in a short word.
_SURE: Final = 80
_ALIKE: Final = 85
_FEW: Final = 4  # words; in more words somebody is telling something
_BARE: Final = 2  # words; 'ja?' is an answer all the same
_LONG: Final = 3  # letters; shorter words say too little


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    label: Text | str
    also: tuple[str, ...] = ()  # other words for it, in small letters
    action: Action | None = None  # what its button does; none: it answers the question
    typed: bool = False  # without a button: only for who types one of its other words


# A clear yes or no at the beginning counts, however long the rest is; a soft one when it is all.
_YES: Final = frozenset(
    {"ja", "jaa", "jawel", "jazeker", "jaja", "joa", "jep", "yes", "evet", "oui", "نعم"}
)
_SOFT_YES: Final = frozenset(
    {
        *("zeker", "goed", "prima", "graag", "akkoord", "oke", "oké", "okee", "ok", "okay", "mag"),
        *("klopt", "natuurlijk", "tuurlijk", "doe maar", "is goed", "dat mag", "mag wel", "sure"),
        *("dat klopt", "ga je gang", "vooruit maar", "geef maar", "mag hoor", "graag hoor"),
    }
)
_NO: Final = frozenset(
    {"nee", "neen", "neu", "neee", "nope", "no", "non", "hayır", "hayir", "nein", "لا"}
)
# What is a yes or no only from who speaks the language: in Dutch these mean other things.
_YES_IN: Final[Mapping[str, frozenset[str]]] = {
    "ar": frozenset({"ايوه", "أيوه", "اه", "aywa", "naam"}),
    "de": frozenset({"jawohl", "gerne"}),
    "fr": frozenset({"ouais", "volontiers"}),
    "pl": frozenset({"tak", "dobrze"}),
    "tr": frozenset({"tamam", "olur"}),
}
_NO_IN: Final[Mapping[str, frozenset[str]]] = {
    "ar": frozenset({"كلا", "la"}),
    "pl": frozenset({"nie"}),
    "tr": frozenset({"yok", "olmaz"}),
}
_SOFT_NO: Final = frozenset({"niet", "nie", "nooit", "niks", "liever", "geen", "not"})
_DOUBT: Final = frozenset({"maar", "niet", "nie", "geen", "behalve", "nooit", "niemand", "but"})
_NONE: Final[frozenset[str]] = frozenset()
_EMPTY: Final = frozenset(
    """de het een van voor over uw mijn ons onze haar zijn en of in aan is die dat dit wil graag
    maar ja nee ook met om naar iets the of my your about and""".split()  # noqa: SIM905 - words to read
)


def fitting(typed: str, options: Sequence[Option], language: str) -> str | None:
    """The key of the option that these typed words mean; None when they fit none, or two."""
    words = _WORD.findall(typed.casefold())
    if not words or not options:
        return None
    shown = [option for option in options if not option.typed]
    keys = [option.key for option in shown]
    if len(words) == 1 and words[0].isdecimal():
        place = int(words[0])
        return keys[place - 1] if 1 <= place <= len(keys) else None
    labels = {option.key: _words(option.label, language) for option in shown}
    sure = _label(words, labels)
    if sure or ("?" in typed and len(words) > _BARE):
        return sure  # whoever asks back has not answered
    return (
        _other_words(words, options)
        or _yes_or_no(words, keys, language)
        or _one_word(words, labels)
    )


def bare(typed: str, language: str) -> bool:
    """Whether this is a yes or no and nothing more."""
    words = _words(typed, language)
    return len(words) == 1 and _yes_or_no(words, ("yes", "no"), language) is not None


def _label(words: Sequence[str], labels: dict[str, list[str]]) -> str | None:
    # partial words are not enough: 'nee' stands in 'iemand anders' for a likeness that looks inside
    whole = {key: " ".join(label) for key, label in labels.items()}
    best = process.extractOne(" ".join(words), whole, scorer=fuzz.ratio, score_cutoff=_SURE)
    return str(best[2]) if best is not None else None


def _other_words(words: Sequence[str], options: Sequence[Option]) -> str | None:
    if len(words) > _FEW:
        return None
    return _only(option.key for option in options if set(option.also) & set(words))


def _yes_or_no(words: Sequence[str], keys: Sequence[str], language: str) -> str | None:
    few, first = len(words) <= _FEW, words[0]
    yes, no = _YES | _YES_IN.get(language, _NONE), _NO | _NO_IN.get(language, _NONE)
    if "no" in keys and (first in no or (few and _SOFT_NO & set(words))):
        return "no"
    if "yes" not in keys or (not few and _DOUBT & set(words)):
        return None
    soft = few and any(" ".join(words[:n]) in _SOFT_YES for n in (1, 2, 3))
    return "yes" if first in yes or soft else None


def _one_word(words: Sequence[str], labels: dict[str, list[str]]) -> str | None:
    """A telling word that stands in one label only: 'noor' for 'Noor (casemanager)'."""
    if len(words) > _FEW:
        return None
    telling = [word for word in words if len(word) >= _LONG and word not in _EMPTY]
    return _only(key for key, label in labels.items() if _shares(telling, label))


def _shares(telling: Sequence[str], label: Sequence[str]) -> bool:
    known = [word for word in label if word not in _EMPTY]
    return any(
        process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=_ALIKE) for word in telling
    )


def _only(keys: Iterator[str]) -> str | None:
    found = list(keys)
    return found[0] if len(found) == 1 else None


def _words(label: Text | str, language: str) -> list[str]:
    if isinstance(label, str):
        return _WORD.findall(label.casefold())
    said = catalogue(language).gettext(label.msgid)
    filled = said.format_map({name: str(value) for name, value in label.values.items()})
    return _WORD.findall(filled.casefold())
