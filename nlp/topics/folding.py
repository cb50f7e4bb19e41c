"""Topics of further texts, with fixed topics: shares by expectation-maximisation, and whether they say anything."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_ITERATIONS = 30
_PRIOR = 0.05
_SMALLEST = 1e-12


class Folded(NamedTuple):
    """The texts that have words, in order."""

    rows: list[int]
    """Which text each entry is about."""
    shares: Floats
    """(texts, topics) share of each topic."""
    evidence: Floats
    """(texts,) log-likelihood ratio, in nats: the words under the text's topics against the corpus as a whole."""


def fold_in(
    topic_words: npt.NDArray[np.float32],
    background: npt.NDArray[np.float32],
    rows: npt.NDArray[np.int64],
    columns: npt.NDArray[np.int64],
) -> Folded:
    """Topic shares of texts given as one (row, vocabulary column) pair a word, rows ascending (Hofmann 1999).

    A word that a text repeats is counted in its shares each time and in its evidence once. Only element-wise
    operations and per-row sums: a text's result does not depend on the batch it came in.
    """
    positions, starts, numbers = np.unique(rows, return_index=True, return_inverse=True)
    likelihood = topic_words.T[columns].astype(np.float64)
    shares = np.full((len(positions), len(topic_words)), 1.0 / len(topic_words))
    for _ in range(_ITERATIONS):
        responsibility = shares[numbers] * likelihood
        responsibility /= responsibility.sum(axis=1, keepdims=True)
        shares = np.add.reduceat(responsibility, starts, axis=0) + _PRIOR
        shares /= shares.sum(axis=1, keepdims=True)
    ratio = np.log((shares[numbers] * likelihood).sum(axis=1) / np.maximum(background[columns], _SMALLEST))
    is_first = np.zeros(len(rows), np.bool_)
    is_first[np.unique(rows * len(background) + columns, return_index=True)[1]] = True
    return Folded(positions.tolist(), shares, np.add.reduceat(np.where(is_first, ratio, 0.0), starts))
