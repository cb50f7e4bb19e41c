"""Fits heads: squared hinge on n-grams scaled by the log-count ratio of the two classes (Wang and Manning, 2012)."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.hashed.heads import Floats, Heads
from nlp.hashed.ngrams import BITS
from nlp.hashed.regress import FLOOR, SEED, features

LEVELS = 127
FOLDS = 5
"""Folds of the scores from which a calibration is fitted."""

_log = logging.getLogger(__name__)
Targets = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How heads are fitted."""

    penalty: float
    """C of the regression."""
    smoothing: float
    """Added to the counts of each class before their ratio; counts are divided by the root of the text's length."""
    bits: int
    """2**bits weights a piece and head."""
    least: int = 2
    """Cases that an n-gram must occur in."""


@dataclass(frozen=True, slots=True)
class Cases:
    """The features of n cases."""

    pieces: tuple[Any, ...]
    """CSR (n, 2**bits) of each piece."""
    others: Floats
    """(n, other features)."""

    @staticmethod
    def of(pieces: Sequence[Sequence[str]], others: Floats | None, fold: NDArray[np.uint16], bits: int) -> "Cases":
        """The features of cases from the texts of each of their pieces."""
        count = len(pieces[0])
        return Cases(
            tuple(_folded(features(piece, fold), bits) for piece in pieces),
            np.zeros((count, 0)) if others is None else others,
        )

    def take(self, rows: NDArray[np.intp]) -> "Cases":
        """Some of the cases."""
        return Cases(tuple(piece[rows] for piece in self.pieces), self.others[rows])


def _folded(matrix: Any, bits: int) -> Any:
    from scipy.sparse import csr_matrix

    cells = (matrix.data, matrix.indices >> (BITS - bits), matrix.indptr)
    smaller = csr_matrix(cells, (matrix.shape[0], 1 << bits))
    smaller.sum_duplicates()
    return smaller


def fit(cases: Cases, targets: Targets, recipe: Recipe, weights: Floats | None = None) -> Heads:
    """One head for each row of `targets` (heads, n)."""
    heads, size = len(targets), 1 << recipe.bits
    tables = np.zeros((heads, len(cases.pieces), size), np.int8)
    scales = np.ones((heads, len(cases.pieces)))
    others, biases = np.zeros((heads, cases.others.shape[1])), np.zeros(heads)
    kept = [np.flatnonzero(np.bincount(piece.indices, minlength=size) >= recipe.least) for piece in cases.pieces]
    pieces = [piece[:, columns].tocsr() for piece, columns in zip(cases.pieces, kept, strict=True)]
    for head, target in enumerate(targets):
        parts, others[head], biases[head] = _head(pieces, cases.others, target, recipe, weights)
        for piece, (columns, part) in enumerate(zip(kept, parts, strict=True)):
            scales[head, piece] = max(float(np.abs(part).max(initial=0)), 1e-9) / LEVELS
            tables[head, piece, columns] = np.rint(part / scales[head, piece])
    tables[:, :, 0] = 0
    return Heads(tables, scales, others, biases)


def _head(
    pieces: Sequence[Any], others: Floats, target: Targets, recipe: Recipe, weights: Floats | None
) -> tuple[list[Floats], Floats, float]:
    from scipy.sparse import csr_matrix, diags, hstack
    from sklearn.svm import LinearSVC

    ratios = [_ratio(piece, target, recipe.smoothing) for piece in pieces]
    scaled = [piece @ diags(ratio) for piece, ratio in zip(pieces, ratios, strict=True)]
    model = LinearSVC(C=recipe.penalty, tol=1e-2, random_state=SEED)
    model.fit(hstack([*scaled, csr_matrix(others)]).tocsr(), target, sample_weight=weights)
    ends = np.cumsum([0, *(len(ratio) for ratio in ratios), others.shape[1]])
    cut = [model.coef_[0][begin:end] for begin, end in zip(ends, ends[1:], strict=False)]
    return [part * ratio for part, ratio in zip(cut, ratios, strict=False)], cut[-1], float(model.intercept_[0])


def _ratio(piece: Any, target: Targets, smoothing: float) -> Floats:
    shares = []
    for side in (target, ~target):
        counts = np.asarray(piece[np.flatnonzero(side)].sum(axis=0)).ravel() + smoothing
        shares.append(counts / counts.sum())
    result: Floats = np.abs(np.log(shares[0] / shares[1])) + FLOOR
    return result


def apply(heads: Heads, cases: Cases) -> Floats:
    """(n, heads) scores of cases, as `Heads.scores` gives them from texts."""
    result = cases.others @ heads.others.T + heads.biases
    for piece, matrix in enumerate(cases.pieces):
        result += matrix @ (heads.tables[:, piece] * heads.scales[:, piece, None]).T
    return result


def crossed(cases: Cases, targets: Targets, recipe: Recipe, folds: NDArray[np.intp]) -> Floats:
    """(n, heads) scores of each case by heads that have not seen its fold."""
    result = np.zeros((len(folds), len(targets)))
    for fold in range(FOLDS):
        mine, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        result[mine] = apply(fit(cases.take(rest), targets[:, rest], recipe), cases.take(mine))
    return result


def platt(scores: Floats, target: Targets) -> tuple[float, float]:
    """Slope and offset of a logistic regression on one score (Platt, 1999)."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e6).fit(scores[:, None], target)
    return float(model.coef_[0, 0]), float(model.intercept_[0])
