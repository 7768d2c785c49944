"""How written words are made comparable: cleaned, folded, cut into sentences and words.

What people typed is kept as it is; these forms are only for comparing and for showing safely.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from knowledge.content_files import read_table

_RUNS_ON = 60  # words; a longer sentence is read in parts
_MARKS_SHOWN = 8  # combining marks on one letter that a real script may need; more is decoration
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ß": "ss"}
)
# Letters of other alphabets that look Latin; read as Latin only inside an otherwise Latin word.
_LOOKALIKES = str.maketrans("авекмнорстухіјѕԁɡοανικτρυ", "abekmhopctyxijsdgoaviktpy")
_WORD = re.compile(r"[^\W_]+(?:['’`´][^\W_]+)*")
_APOSTROPHES = str.maketrans("’`´‘", "''''")
_END = re.compile(r"(?<=[.!?…;])[\s\"'”’)]+|(?<=[a-zA-Z][.!?])(?=[A-Za-z]{2})|[\n•]+")
_COMMA = re.compile(r"[,;:()\[\]\u2013\u2014]|\s-\s|،")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")


def clean(text: str) -> str:
    """Give the text as it may be shown: composed, without invisible or direction-turning signs."""
    if text.isascii():
        return _INVISIBLE.sub("", text)
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return _fewer_marks(composed)


def fold(text: str) -> str:
    """Give the form that is compared: no capitals, accents, look-alikes or drawn-out letters."""
    folded = clean(text)
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded.casefold())
        folded = "".join(sign for sign in folded if not unicodedata.combining(sign))
        folded = folded.translate(_LETTERS).translate(_APOSTROPHES)
    return _DRAWN_OUT.sub(r"\1\1", folded.casefold())


def words(text: str) -> tuple[str, ...]:
    """Cut into folded words, spoken forms written out ('da's ni goe' is dat is niet goed)."""
    found: list[str] = []
    for match in _WORD.finditer(fold(text)):
        found.extend(spoken(_latin(match.group())).split())
    return tuple(found)


def clauses(text: str) -> tuple[tuple[str, ...], ...]:
    """Cut a sentence at its commas, brackets and dashes, and each part into words."""
    return tuple(found for part in _COMMA.split(text) if (found := words(part)))


def spoken(word: str) -> str:
    """Give what a spoken or shortened form stands for; the word itself when it is neither."""
    return _spoken_forms().get(word) or word.removesuffix("'s").replace("'", "")


def sentences(text: str) -> tuple[str, ...]:
    """Cut a message into its sentences, each literal; one that runs on is cut after many words."""
    found = (part for piece in _END.split(clean(text)) if (part := piece.strip()))
    return tuple(short for sentence in found for short in _short(sentence))


def _short(sentence: str) -> Iterator[str]:
    parts = sentence.split()
    if len(parts) <= _RUNS_ON:
        yield sentence
        return
    for start in range(0, len(parts), _RUNS_ON):
        yield " ".join(parts[start : start + _RUNS_ON])


@cache
def _spoken_forms() -> Mapping[str, str]:
    table = read_table("words", "spoken.toml")
    return {form: meant for meant, forms in table.items() for form in forms}


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Give a key that words spelled as they sound share ('geslage' and 'geslagen')."""
    key = word
    for written, heard in _HEARD:
        key = key.replace(written, heard)
    key = re.sub(r"(.)\1+", r"\1", key)
    return re.sub(r"(?<=.{3})(?:en|e)$", "e", key)


# In this order: a later line sees what an earlier one made.
_HEARD = (
    ("sch", "sg"), ("ch", "g"), ("ck", "k"), ("c", "k"), ("qu", "kw"), ("x", "ks"), ("ij", "y"),
    ("ei", "y"), ("ey", "y"), ("au", "ou"), ("ouw", "ou"), ("dt", "t"), ("d", "t"), ("z", "s"),
    ("v", "f"), ("ph", "f"), ("th", "t"), ("uw", "u"),
)  # fmt: skip


def _latin(word: str) -> str:
    if word.isascii():
        return word
    swapped = word.translate(_LOOKALIKES)
    return swapped if swapped.isascii() and any(sign.isascii() for sign in word) else word


def _fewer_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MARKS_SHOWN:
            kept.append(sign)
    return "".join(kept)
