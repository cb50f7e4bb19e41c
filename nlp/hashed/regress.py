"""One head's weights: an average of linear models over hashed n-gram counts."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.hashed.ngrams import BITS, SIZES, codes, hashes

SEED = 20_240_601
"""Of liblinear's coordinate order and of every sample; all else is determined."""
ONE_SIDED = 6.0
"""Log-odds of every text where one class alone was seen."""
FLOOR = 0.3
"""Least scale of an n-gram that both classes share evenly."""

_log = logging.getLogger(__name__)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """One member of an average: how n-grams are scaled before the regression, its loss and its inverse penalty."""

    scale: str
    """`ratio`: by the absolute log-count ratio of the classes (Wang and Manning, 2012); `rarity`: by inverse document
    frequency."""
    penalty: float
    """C of the regression."""
    power: float = 1.0
    """Exponent of the scale."""
    loss: str = "logistic"
    """`logistic` or `squared hinge`."""
    smoothing: float = 0.1
    """Added to the counts of each class; counts are divided by the root of the text's length, so 1 would be much."""

    def __str__(self) -> str:
        return f"{self.loss} C={self.penalty:g} on {self.scale}^{self.power:g} (smoothing {self.smoothing:g})"


def features(texts: Sequence[str], fold: NDArray[np.uint16]) -> Any:
    """CSR (texts, 2**BITS) of n-gram counts over the root of the number of n-grams, as the engine sees texts."""
    from scipy.sparse import csr_matrix

    batch = codes(texts, fold)
    counts = batch.gram_counts
    owner = np.repeat(np.arange(len(texts)), counts)
    values = np.repeat(1 / np.sqrt(SIZES * counts), counts)
    columns = np.concatenate(hashes(batch)).astype(np.int32)
    counted = columns > 0
    cells = (np.tile(owner, SIZES)[counted], columns[counted])
    matrix = csr_matrix((np.tile(values, SIZES)[counted], cells), (len(texts), 1 << BITS))
    matrix.sum_duplicates()
    return matrix


def fit(matrix: Any, targets: NDArray[np.int64], weights: Floats, recipes: Sequence[Recipe]) -> tuple[Floats, float]:
    """(2**BITS,) averaged weights, and the bias; rows with target -1 are left out.

    Where one class alone is known there is nothing to weigh: the bias is ONE_SIDED towards it (towards 1 with no rows).
    """
    known = np.flatnonzero(targets >= 0)
    if len(np.unique(targets[known])) < 2:
        return np.zeros(1 << BITS), -ONE_SIDED if (targets == 0).any() else ONE_SIDED
    members = [_member(matrix[known], targets[known], weights[known], recipe) for recipe in recipes]
    total = sum((weight for weight, _ in members), np.zeros(1 << BITS))
    return total / len(members), sum(bias for _, bias in members) / len(members)


def _member(matrix: Any, targets: NDArray[np.int64], weights: Floats, recipe: Recipe) -> tuple[Floats, float]:
    from scipy.sparse import diags

    scale = _class_scale(matrix, targets, weights, recipe.smoothing) if recipe.scale == "ratio" else _rarity(matrix)
    scale **= recipe.power
    model = _regression(recipe)
    model.fit((matrix @ diags(scale)).tocsr(), targets, sample_weight=weights)
    _log.info("  fitted %s on %d rows", recipe, len(targets))
    return model.coef_[0] * scale, float(model.intercept_[0])


def _regression(recipe: Recipe) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    if recipe.loss == "squared hinge":
        return LinearSVC(C=recipe.penalty, tol=1e-2, random_state=SEED)
    return LogisticRegression(C=recipe.penalty, solver="liblinear", tol=1e-2, random_state=SEED)


def _class_scale(matrix: Any, targets: NDArray[np.int64], weights: Floats, smoothing: float) -> Floats:
    """|log ratio of the n-gram's share in both classes| + FLOOR."""
    shares = []
    for target in (0, 1):
        mine = targets == target
        counts = np.asarray(matrix[mine].T @ weights[mine]).ravel() + smoothing
        shares.append(counts / counts.sum())
    result: Floats = np.abs(np.log(shares[1] / shares[0])) + FLOOR
    return result


def _rarity(matrix: Any) -> Floats:
    counts = np.bincount(matrix.indices, minlength=matrix.shape[1])
    result: Floats = np.log((matrix.shape[0] + 1) / (counts + 1)) + 1
    return result
