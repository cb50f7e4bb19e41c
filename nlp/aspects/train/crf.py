"""Fits a conditional random field over hashed windows: minibatches, AdaGrad, exact gradients."""

import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.hashed import crf
from nlp.hashed.crf import Floats, Tagger
from nlp.hashed.ngrams import Codes, codes
from nlp.hashed.regress import SEED

RATE = 0.15
"""AdaGrad's step (Duchi, Hazan and Singer, 2011)."""
BATCH = 64
"""Sentences of a step; those of one step have about the same length."""
DROPPED = 0.3
"""Share of the features that each step leaves out, so that no single long n-gram is relied upon; those left count for
more (Srivastava et al., 2014)."""
DECAY = 1e-3
"""Share of a weight lost whenever its n-gram is met."""
LEAST = 3
"""Times an n-gram must occur at its place to weigh anything."""
CAUTION = 4.0
"""Added to AdaGrad's sum of squares: without it the first sight of a rare n-gram would decide about it."""
LEVELS = 127
FORBIDDEN = np.float32(-30.0)
"""Score of a transition that cannot be."""

_log = logging.getLogger(__name__)


def fit(
    texts: Sequence[str],
    tags: Sequence[NDArray[np.int8]],
    allowed: NDArray[np.bool_],
    fold: NDArray[np.uint16],
    *,
    epochs: int,
) -> Tagger:
    """A tagger; `allowed` is (tags + 1, tags): which tag may follow which, the last row which may begin."""
    learner = _Learner(allowed, _counts(texts, fold) >= LEAST)
    order = np.argsort([len(text) for text in texts], kind="stable")
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    random = np.random.default_rng(SEED)
    for epoch in range(epochs):
        for number in random.permutation(len(batches)).tolist():
            part = batches[number].tolist()
            kept = np.sort(random.permutation(len(crf.FEATURES))[: round(len(crf.FEATURES) * (1 - DROPPED))])
            learner.step(codes([texts[at] for at in part], fold), [tags[at] for at in part], kept)
        _log.info("  epoch %d of %d", epoch + 1, epochs)
    return learner.tagger()


def _counts(texts: Sequence[str], fold: NDArray[np.uint16]) -> NDArray[np.intp]:
    """Occurrences of every row of the table."""
    rows = np.concatenate(crf.window_hashes(codes(texts, fold)))
    return np.bincount(rows, minlength=1 << crf.BITS)


class _Learner:
    """Weights on their way."""

    def __init__(self, allowed: NDArray[np.bool_], is_common: NDArray[np.bool_]) -> None:
        self._allowed, self._is_common = allowed, is_common
        self._table = np.zeros((1 << crf.BITS, allowed.shape[1]), np.float32)
        self._moments = np.full_like(self._table, 1e-3)
        self._links = np.where(allowed, np.float32(0), FORBIDDEN)
        self._link_moments = np.full_like(self._links, 1.0)

    def tagger(self) -> Tagger:
        """The weights, rounded."""
        self._table[~self._is_common] = 0
        scale = float(np.abs(self._table).max()) / LEVELS
        return Tagger(
            np.rint(self._table / scale).astype(np.int8), scale, self._links[:-1].copy(), self._links[-1].copy()
        )

    def step(self, batch: Codes, tags: Sequence[NDArray[np.int8]], kept: NDArray[np.intp]) -> None:
        """Learns from some sentences by the features `kept`."""
        rows = np.stack(crf.window_hashes(batch))[kept]
        gain = np.float32(len(crf.FEATURES) / len(kept))
        emissions = self._table[rows[0]]
        for one in rows[1:]:
            emissions += self._table[one]
        emissions *= gain
        slopes, link_slopes = self._slopes(batch, emissions, tags)
        self._update(rows, slopes)
        self._link_moments += link_slopes**2
        change = RATE * link_slopes / np.sqrt(self._link_moments)
        self._links += np.where(self._allowed, change, 0).astype(np.float32)

    def _slopes(self, batch: Codes, emissions: Floats, tags: Sequence[NDArray[np.int8]]) -> tuple[Floats, Floats]:
        """Gradients of the log-likelihood by emissions and by links."""
        width = int(batch.lengths.max())
        index = np.minimum(batch.starts[:, None] + np.arange(width), len(emissions) - 1)
        mask = np.arange(width) < batch.lengths[:, None]
        gold = np.zeros(index.shape, np.intp)
        for at, mine in enumerate(tags):
            gold[at, : len(mine)] = mine
        marginals, pairs = _marginals(emissions[index], mask, self._links)
        one_hot = np.eye(self._links.shape[1], dtype=np.float32)[gold]
        slopes, link_slopes = np.zeros_like(emissions), np.zeros_like(self._links)
        slopes[index[mask]] = (one_hot - marginals)[mask]
        link_slopes[:-1] = -pairs
        inner = mask[:, 1:]
        np.add.at(link_slopes, (gold[:, :-1][inner], gold[:, 1:][inner]), 1.0)
        link_slopes[-1] = (one_hot[:, 0] - marginals[:, 0]).sum(axis=0)
        return slopes, link_slopes

    def _update(self, rows: NDArray[np.uint32], slopes: Floats) -> None:
        used, inverse = np.unique(rows, return_inverse=True)
        flat = inverse.ravel()
        sums = [np.bincount(flat, np.tile(column, len(rows)), len(used)) for column in slopes.T]
        slope = np.stack(sums, axis=1).astype(np.float32)
        self._moments[used] += slope**2
        slope *= self._is_common[used][:, None]
        self._table[used] = (1 - DECAY) * self._table[used] + RATE * slope / np.sqrt(self._moments[used] + CAUTION)


def _marginals(emissions: Floats, mask: NDArray[np.bool_], links: Floats) -> tuple[Floats, Floats]:
    """(texts, characters, tags) probabilities of tags, and (tags, tags) expected counts of transitions."""
    count, width, size = emissions.shape
    ahead, behind = np.zeros_like(emissions), np.zeros_like(emissions)
    ahead[:, 0] = emissions[:, 0] + links[-1]
    for at in range(1, width):
        step = _log_sum(ahead[:, at - 1][:, :, None] + links[:-1], 1) + emissions[:, at]
        ahead[:, at] = np.where(mask[:, at, None], step, ahead[:, at - 1])
    total = _log_sum(ahead[:, -1], 1)
    for at in range(width - 2, -1, -1):
        step = _log_sum(links[:-1] + (emissions[:, at + 1] + behind[:, at + 1])[:, None, :], 2)
        behind[:, at] = np.where(mask[:, at + 1, None], step, 0)
    marginals = np.exp(ahead + behind - total[:, None, None])
    pairs = np.zeros((size, size), np.float32)
    for at in range(1, width):
        joint = ahead[:, at - 1][:, :, None] + links[:-1] + (emissions[:, at] + behind[:, at])[:, None, :]
        pairs += (np.exp(joint - total[:, None, None]) * mask[:, at, None, None]).sum(axis=0)
    return marginals, pairs


def _log_sum(values: Floats, axis: int) -> Floats:
    top = values.max(axis=axis, keepdims=True)
    result: Floats = np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis)
    return result
