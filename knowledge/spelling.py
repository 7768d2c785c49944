"""One key for the many ways people spell a Dutch word.

Case, accents and endings go; letters that sound alike become one letter; doubled letters become
single. 'Kasemanagers' and 'casemanager', 'mantelsorg' and 'mantelzorg' get the same key.
"""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"['’`´]")
# In this order: the longer spellings come before the letters they are made of.
_SOUNDS = tuple(
    (re.compile(spelled), sound)
    for spelled, sound in (
        (r"sch(?=e?$)", "s"),
        (r"tie", "si"),
        (r"ck|q|c(?![eiyh])", "k"),
        (r"c(?=[eiy])", "s"),
        (r"ch", "g"),
        (r"ph|v", "f"),
        (r"th", "t"),
        (r"z", "s"),
        (r"ij|ei|y", "i"),
        (r"ou", "au"),
        (r"x", "ks"),
        (r"(.)\1+", r"\1"),
    )
)
_ENDINGS = ("s", "tje", "je", "en", "e", "t", "d")  # each at most once, in this order
_SHORTEST_STEM = 3


def split_words(text: str) -> list[str]:
    """Split into words without accents, case kept: 'Cliënt’s ACT-team' is Clients, ACT, team."""
    apart = unicodedata.normalize("NFKD", _ELISION.sub("", text))
    return _WORD.findall("".join(sign for sign in apart if not unicodedata.combining(sign)))


@lru_cache(maxsize=20_000)
def key(word: str) -> str:
    """Give what all spellings and endings of a word share."""
    shape = word.casefold()
    if shape.isdigit():
        return shape
    for spelled, sound in _SOUNDS:
        shape = spelled.sub(sound, shape)
    for ending in _ENDINGS:
        if shape.endswith(ending) and len(shape) - len(ending) >= _SHORTEST_STEM:
            shape = shape.removesuffix(ending)
    return shape
