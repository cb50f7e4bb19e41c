"""From rows to weights: the four heads, calibrated on rows held back, rounded to int8."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nlp.hashed.regress import SEED, Floats, Recipe, features, fit
from nlp.sentiment._weights import HEADS, Weights
from nlp.sentiment.train.corpus import OPINION, POLARITY, Row
from nlp.sentiment.train.fold import fold_table, kind_table

REVIEW_RECIPES = (Recipe("ratio", 0.3, loss="squared hinge"), Recipe("ratio", 8.0))
POST_RECIPES = (Recipe("ratio", 4.0, power=1.5, smoothing=0.2),)
PLAIN_RECIPES = (Recipe("rarity", 8.0),)
POST_WEIGHT, REVIEW_WEIGHT = 0.1, 0.01
"""Weight of a post in training the head for reviews, and of a review in training the head for posts."""
REVIEW_SHARE = 0.5
"""Reviews added to the opinion head as opinionated, as a share of the emotion rows."""
LEVELS = 127
"""Greatest absolute weight in steps of int8."""

_log = logging.getLogger(__name__)


def train(rows: Sequence[Row], held_back: Callable[[Row], bool]) -> Weights:
    """Weights from all rows, calibrated on the rows held back from a first fit."""
    fold = fold_table()
    first = [row for row in rows if not held_back(row)]
    back = [row for row in rows if held_back(row)]
    _log.info("first fit on %d rows, %d held back for calibration", len(first), len(back))
    slopes, offsets = _calibration(_heads(first, fold), back)
    _log.info("second fit on all %d rows", len(rows))
    return replace(_heads(rows, fold), slopes=slopes, offsets=offsets)


def _heads(rows: Sequence[Row], fold: NDArray[np.uint16]) -> Weights:
    """Uncalibrated weights."""
    matrix = features([row.text for row in rows], fold)
    social = np.array([row.is_social for row in rows])
    polarity = np.array([POLARITY.get(row.label, -1) for row in rows])
    ones = np.ones(len(rows))
    fitted = {
        "review": fit(matrix, polarity, np.where(social, POST_WEIGHT, 1.0), REVIEW_RECIPES),
        "social": fit(matrix, polarity, np.where(social, 1.0, REVIEW_WEIGHT), POST_RECIPES),
        "is_social": fit(matrix, social.astype(np.int64), ones, PLAIN_RECIPES),
        "opinion": fit(matrix, _opinion_targets(rows), ones, PLAIN_RECIPES),
    }
    tables, scales = zip(*(_rounded(fitted[head][0]) for head in HEADS), strict=True)
    biases = np.array([fitted[head][1] for head in HEADS])
    plain = np.ones(len(HEADS))
    return Weights(np.stack(tables), np.array(scales), biases, plain, plain * 0, fold, kind_table())


def _opinion_targets(rows: Sequence[Row]) -> NDArray[np.int64]:
    """1 for felt, 0 for neutral, -1 for unknown; a sample of reviews counts as felt, or reviews would be strangers."""
    targets = np.array([OPINION.get(row.label, -1) for row in rows])
    reviews = np.flatnonzero([not row.is_social for row in rows])
    count = min(len(reviews), int(REVIEW_SHARE * (targets >= 0).sum()))
    targets[np.random.default_rng(SEED).choice(reviews, count, replace=False)] = 1
    return targets


def _rounded(weights: Floats) -> tuple[NDArray[np.int8], float]:
    """int8 weights and the size of a step."""
    step = float(np.abs(weights).max()) / LEVELS
    return np.rint(weights / step).astype(np.int8), step


def _calibration(weights: Weights, rows: Sequence[Row]) -> tuple[Floats, Floats]:
    """Slope and offset of each head, from rows the weights have not seen; of a polarity head, from its kind of text."""
    matrix = features([row.text for row in rows], weights.fold)
    scores = np.asarray(matrix @ (weights.tables * weights.scales[:, None]).T) + weights.biases
    social = np.array([row.is_social for row in rows])
    polarity = np.array([POLARITY.get(row.label, -1) for row in rows])
    targets = {
        "review": np.where(social, -1, polarity),
        "social": np.where(social, polarity, -1),
        "is_social": social.astype(np.int64),
        "opinion": np.array([OPINION.get(row.label, -1) for row in rows]),
    }
    found = np.array([_platt(score, targets[head]) for head, score in zip(HEADS, scores.T, strict=True)])
    return found[:, 0], found[:, 1]


def _platt(scores: Floats, targets: NDArray[np.int64]) -> tuple[float, float]:
    """Slope and offset of a logistic regression on one score (Platt, 1999); rows with target -1 are left out."""
    from sklearn.linear_model import LogisticRegression

    known = targets >= 0
    model = LogisticRegression(C=1e6).fit(scores[known, None], targets[known])
    return float(model.coef_[0, 0]), float(model.intercept_[0])
