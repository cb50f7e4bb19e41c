"""From rows to weights: the four heads, calibrated on rows held back, rounded to int8."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nlp.hashed.ngrams import codes
from nlp.hashed.regress import SEED, Floats, Recipe, features, fit
from nlp.sentiment import _domain
from nlp.sentiment._weights import HEADS, Weights
from nlp.sentiment.train.corpus import OPINION, POLARITY, Row
from nlp.sentiment.train.fold import fold_table, kind_table

REVIEW_RECIPES = (
    Recipe("ratio", 0.3, loss="squared hinge", smoothing=0.3),
    Recipe("ratio", 0.3, power=0.5, loss="squared hinge", smoothing=0.3),
)
POST_RECIPES = (Recipe("ratio", 0.3, power=1.5, loss="squared hinge", smoothing=0.2),)
GATE_RECIPES = (Recipe("ratio", 0.3, loss="squared hinge", smoothing=0.3),)
OPINION_RECIPES = (Recipe("ratio", 0.3, loss="squared hinge", smoothing=0.3), Recipe("ratio", 1.0, smoothing=0.3))
POST_WEIGHT, REVIEW_WEIGHT = 0.1, 0.01
"""Weight of a post in training the head for reviews, and of a review in training the head for posts."""
REVIEW_SHARE = 0.5
"""Reviews added to the opinion head as opinionated, as a share of the emotion rows."""
SIDED_WEIGHT = 0.1
"""Weight in the opinion head of posts known to be on a side, whose writers were never asked what they feel."""
LEVELS = 127
"""Greatest absolute weight in steps of int8."""

_log = logging.getLogger(__name__)


def train(rows: Sequence[Row], held_back: Callable[[Row], bool]) -> Weights:
    """Weights from all rows, calibrated on the rows held back from a first fit."""
    first = calibrated(rows, held_back)
    _log.info("second fit on all %d rows", len(rows))
    return replace(_heads(rows, first.fold), slopes=first.slopes, offsets=first.offsets, usual=first.usual)


def calibrated(rows: Sequence[Row], held_back: Callable[[Row], bool]) -> Weights:
    """Weights from the rows not held back, calibrated on those that are."""
    first = [row for row in rows if not held_back(row)]
    back = [row for row in rows if held_back(row)]
    _log.info("fit on %d rows, %d held back for calibration", len(first), len(back))
    weights = _heads(first, fold_table())
    slopes, offsets = _calibration(weights, back)
    usual = _domain.usual(codes([row.text for row in back], weights.fold), weights.surprise)
    return replace(weights, slopes=slopes, offsets=offsets, usual=usual)


def _heads(rows: Sequence[Row], fold: NDArray[np.uint16]) -> Weights:
    """Uncalibrated weights."""
    matrix = features([row.text for row in rows], fold)
    social = np.array([row.is_social for row in rows])
    polarity = np.array([POLARITY.get(row.label, -1) for row in rows])
    ones = np.ones(len(rows))
    fitted = {
        "review": fit(matrix, polarity, np.where(social, POST_WEIGHT, 1.0), REVIEW_RECIPES),
        "social": fit(matrix, polarity, np.where(social, 1.0, REVIEW_WEIGHT), POST_RECIPES),
        "is_social": fit(matrix, social.astype(np.int64), ones, GATE_RECIPES),
        "opinion": fit(matrix, *_opinion(rows), OPINION_RECIPES),
    }
    tables, scales = zip(*(_rounded(fitted[head][0]) for head in HEADS), strict=True)
    biases = np.array([fitted[head][1] for head in HEADS])
    plain = np.ones(len(HEADS))
    return Weights(
        tables=np.stack(tables),
        scales=np.array(scales),
        biases=biases,
        slopes=plain,
        offsets=plain * 0,
        fold=fold,
        kinds=kind_table(),
        surprise=_domain.surprise_table([row.text for row in rows], fold),
        usual=np.zeros((len(_domain.BANDS) + 1, len(_domain.POINTS)), np.float32),
    )


def _opinion(rows: Sequence[Row]) -> tuple[NDArray[np.int64], Floats]:
    """Targets, 1 for felt, 0 for neutral, -1 for unknown, and weights; a sample of reviews counts as felt, or reviews
    would be strangers."""
    targets = np.array([OPINION.get(row.label, -1) for row in rows])
    weights = np.where(targets >= 0, 1.0, SIDED_WEIGHT)
    reviews = np.flatnonzero([not row.is_social for row in rows])
    count = min(len(reviews), int(REVIEW_SHARE * (targets >= 0).sum()))
    sample = np.random.default_rng(SEED).choice(reviews, count, replace=False)
    weights[sample] = 1.0
    targets[sample] = 1
    targets[[at for at, row in enumerate(rows) if row.is_social and row.label not in OPINION]] = 1
    return targets, weights


def _rounded(weights: Floats) -> tuple[NDArray[np.int8], float]:
    """int8 weights and the size of a step."""
    step = float(np.abs(weights).max()) / LEVELS or 1.0
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
    if len(np.unique(targets[known])) < 2:
        return 1.0, 0.0  # one side alone was seen: the bias says it all
    model = LogisticRegression(C=1e6).fit(scores[known, None], targets[known])
    return float(model.coef_[0, 0]), float(model.intercept_[0])
