"""The languages people may write in, and how the language of a message is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from knowledge.content_files import read_table
from knowledge.wordforms import clean, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language we meet; where the catalogue is not complete, Dutch fills in."""

    code: str
    name: str  # as its speakers call it
    direction: Literal["ltr", "rtl"] = "ltr"
    complete: bool = False  # every sentence of the bot exists in it


LANGUAGES: Mapping[str, Language] = {
    each.code: each
    for each in (
        Language(code="nl", name="Nederlands", complete=True),
        Language(code="en", name="English"),
        Language(code="fr", name="Français"),
        Language(code="de", name="Deutsch"),
        Language(code="tr", name="Türkçe"),
        Language(code="ar", name="العربية", direction="rtl"),
        Language(code="pl", name="Polski"),
    )
}

DEFAULT = "nl"
_LOOKED_AT = 400  # characters; more does not make the answer better
_SURE = 0.8  # likelihood from which a message overrules the language we know someone by
_SURE_ENOUGH = 0.6  # the same for someone whose language we do not know
_SHORT = 3  # words; so few say too little against a known language


def detect(text: str, stored: str | None = None) -> str:
    """Tell the language of a message; the language a person is known by is the stronger word."""
    seen = clean(text)[:_LOOKED_AT]
    if not any(sign.isalpha() for sign in seen):
        return stored or DEFAULT
    if _mostly_arabic(seen):
        return "ar"
    known = stored or DEFAULT
    found = words(seen)
    told = _told_by_words(found, known)
    if told:
        return told
    guess, likelihood = _identifier().classify(seen)
    if stored is None and len(found) > 1 and likelihood >= _SURE:
        return str(guess)
    if len(found) <= _SHORT or likelihood < (_SURE if stored else _SURE_ENOUGH):
        return known
    return str(guess)


def candidates(text: str) -> tuple[str, ...]:
    """Give every language a text may well be in: for what must not be missed."""
    seen = clean(text)[:_LOOKED_AT]
    if not any(sign.isalpha() for sign in seen):
        return (DEFAULT,)
    found = words(seen)
    told = (code for code, known in _folded().items() if sum(word in known for word in found) > 1)
    guess = str(_identifier().classify(seen)[0])
    return tuple(dict.fromkeys((detect(text), guess, *told)))


def _told_by_words(found: tuple[str, ...], known: str) -> str | None:
    """Count the words that belong to one language; a draw goes to the known language."""
    counts = {code: sum(word in telling for word in found) for code, telling in _folded().items()}
    best = max(counts, key=lambda code: (counts[code], code == known))
    if not counts[best] or (best != known and counts[best] < min(2, len(found))):
        return None
    return best


def _mostly_arabic(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return 2 * sum("\u0600" <= sign <= "\u06ff" for sign in letters) > len(letters)


@cache
def _folded() -> Mapping[str, frozenset[str]]:
    table = read_table("words", "telling.toml")
    sets = {code: frozenset(words(telling)) for code, telling in table.items()}
    return {
        code: mine - frozenset().union(*(rest for other, rest in sets.items() if other != code))
        for code, mine in sets.items()
    }


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier
