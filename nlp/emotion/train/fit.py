"""From rows to weights: one head a class, calibrated on rows held back, rounded to int8."""

import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.emotion._weights import LABELS, Weights
from nlp.emotion.train.corpus import Row, parts
from nlp.hashed.priors import one_against_rest
from nlp.hashed.regress import Floats, features
from nlp.sentiment.train.fold import fold_table, kind_table

PENALTY, SMOOTHING, STRENGTH = 0.3, 0.1, 0.1
"""Of the heads: C, added counts, and the size of a guess's score beside an n-gram (see nlp.hashed.priors)."""
ADJUSTMENT = 0.3
"""Offsets are minus this times the logarithm of a class's share (logit adjustment: Menon and others, 2021): 1 would
serve the mean recall, 0 the accuracy. Offsets searched class by class for macro-F1 did no better on rows held back."""
PARTS = 3
"""Rows are calibrated by heads fitted without their part."""
LEVELS = 127
"""Greatest absolute weight in steps of int8."""

RECIPE = (
    f"Each head is a squared-hinge model against the rest, C {PENALTY:g}, n-grams scaled by their absolute log-count "
    f"ratio (smoothing {SMOOTHING:g})."
)
"""What the card says of the heads."""

_log = logging.getLogger(__name__)


def train(rows: Sequence[Row], guesses: Floats) -> Weights:
    """Weights from all rows, calibrated on the scores of heads that had not seen the row."""
    fold = fold_table()
    matrix = features([row.text for row in rows], fold)
    targets = np.array([LABELS.index(row.label) for row in rows])
    part = parts(rows, PARTS)
    scores = np.zeros((len(rows), len(LABELS)))
    for number in range(PARTS):
        inside = part == number
        heads, biases = _heads(matrix[~inside], targets[~inside], guesses)
        scores[inside] = matrix[inside] @ heads.T + biases
    mixing, shift = _calibration(scores, targets)
    offsets = -ADJUSTMENT * np.log(_shares(targets, [row.set_name for row in rows]))
    heads, biases = _heads(matrix, targets, guesses)
    _log.info("fitted on %d rows; offsets %s", len(rows), dict(zip(LABELS, offsets.round(2).tolist(), strict=True)))
    tables, scales = _rounded(mixing.T @ heads)
    return Weights(tables, scales, biases @ mixing + shift, offsets, fold, kind_table())


def _heads(matrix: object, targets: NDArray[np.int64], guesses: Floats) -> tuple[Floats, Floats]:
    return one_against_rest(
        matrix, targets, len(LABELS), guesses, penalty=PENALTY, smoothing=SMOOTHING, strength=STRENGTH
    )


def _calibration(scores: Floats, targets: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """(classes, classes) mixing and (classes,) shift that make logits of the heads' scores: a multinomial regression,
    so that a class may learn from another's head."""
    from sklearn.linear_model import LogisticRegression

    middle, spread = scores.mean(axis=0), scores.std(axis=0)
    model = LogisticRegression(C=1.0, max_iter=500).fit((scores - middle) / spread, targets)
    mixing = model.coef_.T / spread[:, None]
    return mixing, model.intercept_ - middle @ mixing


def _shares(targets: NDArray[np.int64], sets: Sequence[str]) -> Floats:
    """(classes,) share of each class, every set weighing the same."""
    names = np.array(sets)
    counts = [np.bincount(targets[names == name], minlength=len(LABELS)) + 1 for name in np.unique(names)]
    result: Floats = np.mean([count / count.sum() for count in counts], axis=0)
    return result


def _rounded(heads: Floats) -> tuple[NDArray[np.int8], Floats]:
    """(2**BITS, classes) int8 weights and the size of a step of each class."""
    steps: Floats = np.abs(heads).max(axis=1) / LEVELS
    return np.ascontiguousarray(np.rint(heads / steps[:, None]).astype(np.int8).T), steps
