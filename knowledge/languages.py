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
    called: tuple[str, ...] = ()  # what people call it, in small letters


LANGUAGES: Mapping[str, Language] = {
    each.code: each
    for each in (
        Language(
            code="nl",
            name="Nederlands",
            complete=True,
            called=("nederlands", "dutch", "néerlandais", "hollandaca", "الهولندية"),
        ),
        Language(
            code="en",
            name="English",
            complete=True,
            called=("english", "engels", "anglais", "englisch", "ingilizce", "angielski"),
        ),
        Language(code="fr", name="Français", called=("français", "francais", "french")),
        Language(code="de", name="Deutsch", called=("deutsch", "duits", "german", "almanca")),
        Language(code="tr", name="Türkçe", called=("türkçe", "turkce", "turks", "turkish")),
        Language(
            code="ar",
            name="العربية",
            direction="rtl",
            called=("العربية", "عربي", "عربية", "arabisch", "arabic", "arabe", "arapça"),
        ),
        Language(code="pl", name="Polski", called=("polski", "pools", "polish", "polsku")),
    )
}

DEFAULT = "nl"
_LOOKED_AT = 400  # characters; more does not make the answer better
_SURE = 0.8  # likelihood from which a message overrules the language we know someone by
_SURE_ENOUGH = 0.6  # the same for someone whose language we do not know
_PLAIN = 3  # words of one language, and none of another, that leave nothing to be guessed
_SHORT = 3  # words; so few say too little against a known language
# From here on nothing is doubted: one in a thousand Dutch messages is taken for another language.
_DOUBTLESS = 0.95
_CERTAIN = 0.99  # then one word that another language has too is taken for chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the words and letters of a message say about its language."""

    letters: bool  # none: nothing can be told
    arabic: bool
    words: int
    telling: Mapping[str, int]  # words that belong to one language only
    guess: str
    likelihood: float

    def language(self, stored: str | None = None) -> str:
        """Tell the language; the one a person is known by is the stronger word."""
        known = stored or DEFAULT
        if not self.letters:
            return known
        if self.arabic:
            return "ar"
        told = self._told_by_words(known)
        if told:
            return told
        if stored is None and self.words > 1 and self.likelihood >= _SURE:
            return self.guess
        sure = _SURE if stored else _SURE_ENOUGH
        return known if self.words <= _SHORT or self.likelihood < sure else self.guess

    @property
    def surely(self) -> str | None:
        """The language it is in without a doubt: what people are answered in may follow it."""
        if not self.letters:
            return None
        if self.arabic:
            return "ar"
        own = self.telling.get(self.guess, 0)
        others = max((n for code, n in self.telling.items() if code != self.guess), default=0)
        if self.likelihood < _DOUBTLESS or others > own + 1:
            return None
        if others > own:
            return self.guess if self.likelihood >= _CERTAIN and self.words > _SHORT else None
        return self.guess if self.words >= _SHORT or own > 1 else None

    @property
    def candidates(self) -> tuple[str, ...]:
        """Every language it may well be in: for what must not be missed."""
        if not self.letters:
            return (DEFAULT,)
        told = (code for code, count in self.telling.items() if count > 1)
        return tuple(dict.fromkeys((self.language(), self.guess, *told)))

    def _told_by_words(self, known: str) -> str | None:
        """Count the words that belong to one language; a draw goes to the known language."""
        best = max(self.telling, key=lambda code: (self.telling[code], code == known))
        if not self.telling[best]:
            return None
        if best != known and self.telling[best] < min(2, self.words):
            return None
        return best


def heard(text: str) -> Heard:
    """Look at a message once."""
    seen = clean(text)[:_LOOKED_AT]
    letters = any(sign.isalpha() for sign in seen)
    found = words(seen)
    telling = {code: sum(word in own for word in found) for code, own in _folded().items()}
    said = [code for code, count in telling.items() if count]
    if len(said) == 1 and telling[said[0]] >= _PLAIN:
        guess, likelihood = said[0], 1.0
    else:
        guess, likelihood = _identifier().classify(seen) if letters else (DEFAULT, 0.0)
    return Heard(
        letters=letters,
        arabic=letters and _mostly_arabic(seen),
        words=len(found),
        telling=telling,
        guess=str(guess),
        likelihood=float(likelihood),
    )


def detect(text: str, stored: str | None = None) -> str:
    """Tell the language of a message; the language a person is known by is the stronger word."""
    return heard(text).language(stored)


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
    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    whole.set_languages(list(LANGUAGES))
    # Made anew from what is left: the first keeps what it knows of a hundred more languages.
    return LanguageIdentifier(
        whole.nb_ptc.copy(), whole.nb_pc.copy(), whole.nb_classes, whole.tk_nextmove,
        whole.tk_output, norm_probs=True, tk_row=whole.tk_row,
    )  # fmt: skip
