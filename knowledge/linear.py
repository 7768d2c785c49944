"""A linear classifier: to what extent a text is of each label, and how that is learned.

Each label has a weight per mark; the weights are those of a support vector machine with squared
hinge loss, found by Newton steps with conjugate gradients (Keerthi and DeCoste, 2005). There is
no chance in it: the same examples give the same weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge.features import Row, Rows

Weights: TypeAlias = NDArray[np.float32] | NDArray[np.float16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pains:
    """How exactly the weights are sought: each step costs time, and the last ones change little."""

    newton: int = 3
    conjugate: int = 3
    strictness: float = 1.0  # how much small weights are preferred
    favour: float = 4.0  # how much more a text that has a label weighs


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of (marks, labels)."""

    labels: tuple[str, ...]
    weights: Weights

    def of_row(self, row: Row) -> NDArray[np.float32]:
        """Give a score per label: about -1 when it is not, about 1 when it is."""
        values = row.values.astype(np.float32)
        return values @ self.weights[row.slots].astype(np.float32)

    def of_vector(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The same for one vector of numbers."""
        return vector @ self.weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is learned: for each text which labels it has."""

    labels: tuple[str, ...]
    yes: NDArray[np.bool_]  # (texts, labels)

    @classmethod
    def of(cls, labels: Sequence[str], marked: Sequence[Sequence[str]]) -> "Wanted":
        """Take the labels of each text."""
        place = {label: number for number, label in enumerate(labels)}
        yes = np.zeros((len(marked), len(labels)), dtype=np.bool_)
        for text, mine in enumerate(marked):
            yes[text, [place[label] for label in mine]] = True
        return cls(labels=tuple(labels), yes=yes)


def learn_rows(rows: Rows, size: int, wanted: Wanted, pains: Pains) -> Linear:
    """Learn from texts as rows of so many slots."""
    from scipy import sparse  # large, and needed for learning only

    matrix = sparse.csr_array((rows.values, rows.slots, rows.starts), shape=(len(rows), size))
    turned = matrix.T.tocsr()
    return Linear(wanted.labels, _learn(matrix, turned, wanted.yes, pains))


def learn_vectors(vectors: NDArray[np.float32], wanted: Wanted, pains: Pains) -> Linear:
    """Learn from texts as vectors."""
    turned = np.ascontiguousarray(vectors.T)
    return Linear(wanted.labels, _learn(vectors, turned, wanted.yes, pains))


def _learn(matrix: Any, turned: Any, yes: NDArray[np.bool_], pains: Pains) -> NDArray[np.float32]:
    """Minimize half the squared weights times `strictness` plus half the squared hinge losses."""
    signs = np.where(yes, 1, -1).astype(np.float32)
    counts = np.where(yes, pains.favour, 1).astype(np.float32)
    weights = np.zeros((turned.shape[0], yes.shape[1]), dtype=np.float32)
    scores = np.zeros_like(signs)
    for _ in range(pains.newton):
        active = counts * (signs * scores < 1)
        slope = pains.strictness * weights + turned @ (active * (scores - signs))
        weights += _step(matrix, turned, active, -slope, pains)
        scores[:] = matrix @ weights
    return weights


def _step(
    matrix: Any, turned: Any, active: NDArray[np.float32], rest: Any, pains: Pains
) -> NDArray[np.float32]:
    """Solve (strictness + X' active X) step = rest, for every label at once."""
    step: NDArray[np.float32] = np.zeros_like(rest)
    way = rest.copy()
    size = np.einsum("ij,ij->j", rest, rest)
    for _ in range(pains.conjugate):
        bent = pains.strictness * way + turned @ (active * (matrix @ way))
        stretch = size / np.maximum(np.einsum("ij,ij->j", way, bent), 1e-12)
        step += stretch * way
        rest = rest - stretch * bent
        new_size = np.einsum("ij,ij->j", rest, rest)
        way = rest + (new_size / np.maximum(size, 1e-12)) * way
        size = new_size
    return step
