"""What a message most resembles among the examples people keep: which intent, and which signs.

What was learned of the words is asked first, and the meaning of the message only where that leaves
doubt. Rules on danger never depend on this.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.models import Model
from knowledge.routes import Intent
from knowledge.vectors import Meaning

_MEANING: Final = 0.8  # how much the learned meaning counts beside the learned marks
_LEAD: Final = 0.6  # of the first intent over the second, from which words say enough
_LONGEST: Final = 1200  # characters that are read


class Closely(Enum):
    """When the meaning of a message is asked beside its words."""

    NEVER = "never"
    IN_DOUBT = "where words leave doubt"
    ALWAYS = "always"


class Kinds:
    """Built once; holds nothing about people."""

    def __init__(self, model: Model) -> None:
        self._model = model
        labels = model.by_marks.labels
        self._intents = [labels.index(intent) for intent in Intent]

    def of(self, meaning: Meaning, *, closely: Closely = Closely.IN_DOUBT) -> Mapping[str, float]:
        """Give a score for every intent and sign: about -1 when it is not, about 1 when it is."""
        seen = meaning.text[:_LONGEST]
        scores = self._model.by_marks.of_row(self._model.features.row(seen))
        wanted = closely is Closely.ALWAYS or (
            closely is Closely.IN_DOUBT and self._doubtful(scores)
        )
        if wanted and self._model.by_meaning:
            scores = scores + _MEANING * self._model.by_meaning.of_vector(meaning.vector)
        return dict(zip(self._model.by_marks.labels, scores.tolist(), strict=True))

    def _doubtful(self, scores: NDArray[np.float32]) -> bool:
        first, second = np.sort(scores[self._intents])[:-3:-1]
        return bool(first - second < _LEAD)
