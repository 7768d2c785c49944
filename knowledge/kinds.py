"""What a message most resembles among the examples people keep: which intent, and which signs.

Words and parts of words say it for Dutch, of which there are many examples; in other languages the
meaning of the message is asked as well. Rules on danger that are sure never depend on this.
"""

from collections.abc import Mapping
from typing import Final

from knowledge.models import Model
from knowledge.vectors import Meaning

_MEANING: Final = 0.3  # how much the learned meaning counts beside the learned marks
_LONGEST: Final = 1200  # characters that are read


class Kinds:
    """Built once; holds nothing about people."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def of(self, meaning: Meaning, *, foreign: bool = False) -> Mapping[str, float]:
        """Give a score for every intent, sign and level of danger.

        About -1 when it is not, about 1 when it is; `foreign` is what is not written in Dutch.
        """
        seen = meaning.text[:_LONGEST]
        scores = self._model.by_marks.of_row(self._model.features.row(seen))
        if foreign and self._model.by_meaning:
            scores = scores + _MEANING * self._model.by_meaning.of_vector(meaning.vector)
        return dict(zip(self._model.by_marks.labels, scores.tolist(), strict=True))
