"""What speaks for each thing a message can be: what it resembles, and what patterns say."""

from collections.abc import Mapping, Sequence
from typing import Final

from knowledge.bottlenecks import BOTTLENECKS
from knowledge.intents import Wish
from knowledge.routes import Intent

# What a pattern adds to the likeness of its intent; set on the development messages.
_BY_PATTERN: Final[Mapping[str, tuple[Intent, float]]] = {
    "complaint": (Intent.COMPLAINT, 0.3),
    "worry": (Intent.CONCERN, 1.0),
    "human": (Intent.HUMAN, 0.6),
    "network": (Intent.NETWORK, 0.4),
    "smalltalk": (Intent.SMALLTALK, 0.3),
    **dict.fromkeys(BOTTLENECKS, (Intent.CONCERN, 0.3)),
}
# The examples hold more danger and signals than people write; set on the same messages.
_LEAN: Final[Mapping[Intent, float]] = {
    Intent.SIGNAL: -0.2,
    Intent.COMPLAINT: 0.3,
    Intent.CONCERN: 0.2,
    Intent.NETWORK: 0.2,
    Intent.SMALLTALK: -0.1,
    Intent.OTHER: 0.3,
}
# In other languages than Dutch, where there are fewer examples and meaning counts as well.
_LEAN_ABROAD: Final[Mapping[Intent, float]] = {
    **_LEAN,
    Intent.SIGNAL: 0.3,
    Intent.COMPLAINT: 0.5,
    Intent.CONCERN: 0.1,
    Intent.QUESTION: 0.1,
    Intent.SMALLTALK: 0.2,
}
_HEED: Final = 0.2  # danger that is not sure makes a signal sooner than it resembles one


def weights_of(
    wishes: Sequence[Wish], likeness: Mapping[str, float], *, foreign: bool
) -> Mapping[Intent, float]:
    """Give for each intent what the message resembles and what patterns say."""
    lean = _LEAN_ABROAD if foreign else _LEAN
    weights = {intent: likeness.get(intent, -1.0) + lean.get(intent, 0.0) for intent in Intent}
    for intent, extra in {_BY_PATTERN[w.name] for w in wishes if w.name in _BY_PATTERN}:
        weights[intent] += extra
    return weights


def lead_of_danger(weights: Mapping[Intent, float]) -> float:
    """Give how much more there is for danger than for anything else."""
    others = (weight for intent, weight in weights.items() if intent is not Intent.EMERGENCY)
    return weights[Intent.EMERGENCY] - max(others)


def without_danger(of_all: Mapping[Intent, float], told: float) -> Mapping[Intent, float]:
    """Give what speaks for each intent but danger: without a rule that is for the case manager.

    `told` is how much one sentence of the message is like a signal by itself.
    """
    weights = dict(of_all)
    danger = weights.pop(Intent.EMERGENCY)
    weights[Intent.SIGNAL] = max(weights[Intent.SIGNAL], danger + _HEED, told)
    return weights
