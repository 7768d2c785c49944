"""Text that runs from right to left: which languages do, and numbers that must not turn in it."""

import re
from typing import Final, Literal

from knowledge.languages import LANGUAGES

# A telephone number or the number of a report: its parts change places after Arabic letters.
NUMBER: Final = re.compile(r"\b(?:[A-Z]-)?\d+(?:[- ]\d+)+\b")
_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = "\u200e", "\u200f"


def direction(language: str) -> Literal["ltr", "rtl", "auto"]:
    """Say which way a language runs; of one we do not know the first letter tells."""
    known = LANGUAGES.get(language)
    return known.direction if known else "auto"


def marked(text: str, language: str) -> str:
    """Give plain text with the signs that keep it, and each number in it, the right way round."""
    if direction(language) != "rtl":
        return text
    first = next((sign for sign in text if sign.isalpha()), "")
    whole = NUMBER.sub(rf"{_LEFT_TO_RIGHT}\g<0>", text)
    return f"{_RIGHT_TO_LEFT}{whole}" if first.isascii() and first else whole
