"""A linear model over hashed n-grams that starts from guesses: weights known from elsewhere help where rows are few."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.hashed.ngrams import BITS
from nlp.hashed.regress import SEED, Floats

FLOOR = 0.3
"""Least scale of an n-gram that both classes share evenly."""


def one_against_rest(
    matrix: Any,
    targets: NDArray[np.int64],
    class_count: int,
    priors: Floats,
    *,
    penalty: float,
    smoothing: float,
    strength: float,
) -> tuple[Floats, Floats]:
    """(class_count, 2**BITS) weights and (class_count,) biases: for each class a squared-hinge model against the rest.

    n-grams are scaled by the absolute log-count ratio of the class and the rest (NB-SVM: Wang and Manning, 2012).
    `priors` is (k, 2**BITS): the score of each row on a text, over its deviation on these rows and times `strength`,
    is one more feature, so that trusting a guess costs one coefficient and not one for each n-gram. A score is linear
    in the n-grams, so what is returned is one weight an n-gram nevertheless.
    """
    from scipy.sparse import csr_matrix, diags, hstack
    from sklearn.svm import LinearSVC

    used = np.flatnonzero(np.bincount(matrix.indices, minlength=1 << BITS))
    grams = matrix[:, used]
    guesses = np.asarray(grams @ priors[:, used].T)
    factors = strength / (guesses.std(axis=0) + 1e-9)
    dense = csr_matrix(guesses * factors)
    weights, biases = np.zeros((class_count, 1 << BITS)), np.zeros(class_count)
    for number in range(class_count):
        is_class = targets == number
        scale = _ratio(grams, is_class, smoothing)
        model = LinearSVC(C=penalty, tol=1e-2, random_state=SEED)
        model.fit(hstack([grams @ diags(scale), dense]).tocsr(), is_class)
        weights[number, used] = model.coef_[0, : len(used)] * scale
        weights[number] += (model.coef_[0, len(used) :] * factors) @ priors
        biases[number] = model.intercept_[0]
    return weights, biases


def _ratio(grams: Any, is_class: NDArray[np.bool_], smoothing: float) -> Floats:
    shares = []
    for side in (is_class, ~is_class):
        counts = np.asarray(grams[side].sum(axis=0)).ravel() + smoothing
        shares.append(counts / counts.sum())
    result: Floats = np.abs(np.log(shares[0] / shares[1])) + FLOOR
    return result
