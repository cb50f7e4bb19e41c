"""From rows to weights: one logistic regression a head and scaling, averaged, calibrated, rounded to int8."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.sentiment._ngrams import BITS, SIZES, codes, hashes
from nlp.sentiment._weights import HEADS, Weights
from nlp.sentiment.train.corpus import OPINION, POLARITY, Row
from nlp.sentiment.train.fold import fold_table, kind_table

SEED = 20_240_601
"""Of liblinear's coordinate order and of the sample of reviews; everything else is determined."""
OTHER_KIND_WEIGHT = 0.1
"""Weight of reviews in training the head for posts, and of posts in training the head for reviews."""
REVIEW_SHARE = 0.5
"""Reviews added to the opinion head as opinionated, as a share of the emotion rows."""
LEVELS = 63
"""Greatest absolute weight in steps: twice as many cost a third more bytes and gain nothing."""
SMOOTHING = 0.1
"""Added to the counts of each class; counts are divided by the root of the text's length, so 1 would be much."""
FLOOR = 0.3
"""Least scale of an n-gram that both classes share evenly."""

_log = logging.getLogger(__name__)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Features:
    """Hashed n-gram counts over the square root of their number."""

    matrix: Any
    """CSR (rows, 2**BITS), float64."""

    def document_frequency(self) -> NDArray[np.int64]:
        """(2**BITS,) rows that hold each n-gram."""
        return np.bincount(self.matrix.indices, minlength=self.matrix.shape[1])


def features(texts: Sequence[str], fold: NDArray[np.uint16]) -> Features:
    """The features of some texts, as the engine sees them."""
    from scipy.sparse import csr_matrix

    batch = codes(texts, fold)
    counts = batch.gram_counts
    owner = np.repeat(np.arange(len(texts)), counts)
    values = np.repeat(1 / np.sqrt(SIZES * counts), counts)
    columns = np.concatenate(hashes(batch.values)).astype(np.int32)
    matrix = csr_matrix((np.tile(values, SIZES), (np.tile(owner, SIZES), columns)), (len(texts), 1 << BITS))
    matrix.sum_duplicates()
    return Features(matrix)


def train(rows: Sequence[Row], held_back: Callable[[Row], bool]) -> Weights:
    """Weights from all rows, calibrated on the rows held back from a first fit."""
    fold = fold_table()
    first = [row for row in rows if not held_back(row)]
    back = [row for row in rows if held_back(row)]
    _log.info("first fit on %d rows, %d held back for calibration", len(first), len(back))
    slopes, offsets = _calibration(_heads(first, fold), back, fold)
    _log.info("second fit on all %d rows", len(rows))
    return replace(_heads(rows, fold), slopes=slopes, offsets=offsets)


def _heads(rows: Sequence[Row], fold: NDArray[np.uint16]) -> Weights:
    """Uncalibrated weights."""
    seen = features([row.text for row in rows], fold)
    social = np.array([row.is_social for row in rows])
    polarity = np.array([POLARITY.get(row.label, -1) for row in rows])
    fitted = {
        "review": _fit(seen, polarity, np.where(social, OTHER_KIND_WEIGHT, 1.0), POLARITY_RECIPE),
        "social": _fit(seen, polarity, np.where(social, 1.0, OTHER_KIND_WEIGHT), POLARITY_RECIPE),
        "is_social": _fit(seen, social.astype(int), np.ones(len(rows)), PLAIN_RECIPE),
        "opinion": _fit(seen, _opinion_targets(rows), np.ones(len(rows)), PLAIN_RECIPE),
    }
    tables, scales = zip(*(_rounded(fitted[head][0]) for head in HEADS), strict=True)
    ones = np.ones(len(HEADS))
    biases = np.array([fitted[head][1] for head in HEADS])
    return Weights(np.stack(tables), np.array(scales), biases, ones, ones * 0, fold, kind_table())


def _opinion_targets(rows: Sequence[Row]) -> NDArray[np.int64]:
    """1 for felt, 0 for neutral, -1 for unknown; a sample of reviews counts as felt, or reviews would be strangers."""
    targets = np.array([OPINION.get(row.label, -1) for row in rows])
    reviews = np.flatnonzero([not row.is_social for row in rows])
    count = min(len(reviews), int(REVIEW_SHARE * (targets >= 0).sum()))
    targets[np.random.default_rng(SEED).choice(reviews, count, replace=False)] = 1
    return targets


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


POLARITY_RECIPE = (
    Recipe("ratio", 8.0),
    Recipe("ratio", 0.3, loss="squared hinge"),
    Recipe("ratio", 4.0, power=1.5),
)
"""A hinge is better on reviews and a steeper scale on posts; their average is at least as good as either on both."""
PLAIN_RECIPE = (Recipe("rarity", 8.0),)


def _fit(
    seen: Features, targets: NDArray[np.int64], weights: Floats, recipes: Sequence[Recipe]
) -> tuple[Floats, float]:
    """The averaged weights and bias; rows with target -1 are left out."""
    known = np.flatnonzero(targets >= 0)
    part = Features(seen.matrix[known])
    members = [_member(part, targets[known], weights[known], recipe) for recipe in recipes]
    total = sum((weight for weight, _ in members), np.zeros(1 << BITS))
    return total / len(members), sum(bias for _, bias in members) / len(members)


def _member(seen: Features, targets: NDArray[np.int64], weights: Floats, recipe: Recipe) -> tuple[Floats, float]:
    from scipy.sparse import diags

    scale = _class_scale(seen, targets, weights) if recipe.scale == "ratio" else _rarity_scale(seen)
    scale **= recipe.power
    model = _regression(recipe)
    model.fit((seen.matrix @ diags(scale)).tocsr(), targets, sample_weight=weights)
    _log.info("  fitted %s on %d rows", recipe, len(targets))
    return model.coef_[0] * scale, float(model.intercept_[0])


def _regression(recipe: Recipe) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    if recipe.loss == "squared hinge":
        return LinearSVC(C=recipe.penalty, tol=1e-2, random_state=SEED)
    return LogisticRegression(C=recipe.penalty, solver="liblinear", tol=1e-2, random_state=SEED)


def _class_scale(seen: Features, targets: NDArray[np.int64], weights: Floats) -> Floats:
    """|log ratio of the n-gram's share in both classes| + FLOOR."""
    shares = []
    for target in (0, 1):
        mine = targets == target
        counts = np.asarray(seen.matrix[mine].T @ weights[mine]).ravel() + SMOOTHING
        shares.append(counts / counts.sum())
    result: Floats = np.abs(np.log(shares[1] / shares[0])) + FLOOR
    return result


def _rarity_scale(seen: Features) -> Floats:
    result: Floats = np.log((seen.matrix.shape[0] + 1) / (seen.document_frequency() + 1)) + 1
    return result


def _rounded(weights: Floats) -> tuple[NDArray[np.int8], float]:
    """int8 weights and the size of a step."""
    step = float(np.abs(weights).max()) / LEVELS
    return np.clip(np.rint(weights / step), -LEVELS, LEVELS).astype(np.int8), step


def _calibration(weights: Weights, rows: Sequence[Row], fold: NDArray[np.uint16]) -> tuple[Floats, Floats]:
    """Slope and offset of each head by logistic regression on rows the weights have not seen (Platt, 1999)."""
    matrix = features([row.text for row in rows], fold).matrix
    scores = np.asarray(matrix @ (weights.tables * weights.scales[:, None]).T) + weights.biases
    social = np.array([row.is_social for row in rows])
    polarity = np.array([POLARITY.get(row.label, -1) for row in rows])
    opinion = np.array([OPINION.get(row.label, -1) for row in rows])
    slopes, offsets = np.ones(len(HEADS)), np.zeros(len(HEADS))
    gate_at, review_at, social_at, opinion_at = (HEADS.index(h) for h in ("is_social", "review", "social", "opinion"))
    slopes[gate_at], offsets[gate_at] = _platt(scores[:, gate_at], social.astype(int))
    gate = 1 / (1 + np.exp(-(slopes[gate_at] * scores[:, gate_at] + offsets[gate_at])))
    mixed = (1 - gate) * scores[:, review_at] + gate * scores[:, social_at]
    slopes[review_at], offsets[review_at] = _platt(mixed, polarity)
    slopes[social_at], offsets[social_at] = slopes[review_at], offsets[review_at]
    slopes[opinion_at], offsets[opinion_at] = _platt(scores[:, opinion_at], opinion)
    return slopes, offsets


def _platt(scores: Floats, targets: NDArray[np.int64]) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression

    known = targets >= 0
    model = LogisticRegression(C=1e6).fit(scores[known, None], targets[known])
    return float(model.coef_[0, 0]), float(model.intercept_[0])
