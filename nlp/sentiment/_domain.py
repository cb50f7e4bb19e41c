"""How strange a text is to the training data: rare characters and pairs, against texts of the trained-on domains.

The surprise of an n-gram is the negative logarithm of its share of the training n-grams; a text's is the mean over its
characters and pairs. Short texts vary more than long ones, so a text is compared with held-back texts of like length:
its strangeness is the share of those that surprise less.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.hashed.ngrams import BITS, Codes, codes, hashes

BANDS = (8, 16, 32, 64, 128)
"""Bounds of the length bands, in n-grams of one size."""
POINTS = np.concatenate([np.linspace(0, 0.9, 10), [0.95, 0.98, 1.0]])
"""Shares at which the surprise of each band is kept."""

_STEP = 0.5
"""Nats of one step of surprise: coarse, so that the table compresses well."""
_UNSEEN = 0.5
"""Added to every count."""


def surprise_table(texts: Sequence[str], fold: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """(2**BITS,) surprise of each position in steps, from the texts trained on; 0 for the position of echoes."""
    one, two, _ = hashes(codes(texts, fold))
    counts = np.bincount(one, minlength=1 << BITS) + np.bincount(two, minlength=1 << BITS)
    counts[0] = 0
    steps = np.rint(np.log((counts.sum() + 1) / (counts + _UNSEEN)) / _STEP)
    steps[0] = 0
    result: NDArray[np.uint8] = steps.clip(0, 255).astype(np.uint8)
    return result


def mean_surprise(batch: Codes, table: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n,) mean surprise of the characters and pairs of each text, in steps; echoes count as no surprise."""
    one, two, _ = hashes(batch)
    steps = table.take(one).astype(np.uint16)
    steps += table.take(two)
    sums = np.add.reduceat(steps, batch.starts, dtype=np.int32)
    return (sums / (2 * batch.gram_counts)).astype(np.float32)


def usual(batch: Codes, table: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(bands, POINTS) quantiles of the mean surprise of held-back texts; a band without texts takes all of them."""
    found = mean_surprise(batch, table)
    bands = np.digitize(batch.gram_counts, BANDS)
    members = (found[bands == band] for band in range(len(BANDS) + 1))
    return np.stack([np.quantile(own if len(own) else found, POINTS) for own in members]).astype(np.float32)


def strangeness(batch: Codes, table: NDArray[np.uint8], quantiles: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,) in [0, 1], the share of usual texts of like length that surprise less."""
    surprise = mean_surprise(batch, table)
    bands = np.digitize(batch.gram_counts, BANDS)
    result = np.empty(len(surprise), np.float32)
    for band in np.unique(bands).tolist():
        own = bands == band
        result[own] = np.interp(surprise[own], quantiles[band], POINTS)
    return result
