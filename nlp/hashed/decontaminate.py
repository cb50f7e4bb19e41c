"""Near-duplicates between two lists of texts: exact, not sampled.

Two texts are near-duplicates when the sets of character 3-grams of their keys have a Jaccard index of at least .8.
Then at least one of the rarest (1 - .8) * n + 1 n-grams of either is shared (prefix filtering: Chaudhuri, Ganti and
Kaushik, 2006), so only pairs that share one are compared.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.hashed.seen import text_key

THRESHOLD = 0.8
"""Least Jaccard index of near-duplicates."""
_BATCH = 200_000


def near_duplicates(texts: Sequence[str], others: Sequence[str]) -> NDArray[np.bool_]:
    """(len(texts),) whether any of `others` is the same text or nearly so."""
    is_near = np.zeros(len(texts), np.bool_)
    if not texts or not others:
        return is_near
    grams = _gram_sets([*texts, *others])
    sizes = np.diff(grams.indptr)
    prefixes = _prefixes(grams)
    pairs = (prefixes[: len(texts)] @ prefixes[len(texts) :].T).tocoo()
    left, right = pairs.row, pairs.col + len(texts)
    for begin in range(0, len(left), _BATCH):
        one, two = left[begin : begin + _BATCH], right[begin : begin + _BATCH]
        shared = np.asarray(grams[one].multiply(grams[two]).sum(axis=1)).ravel()
        is_near[one[shared >= THRESHOLD * (sizes[one] + sizes[two] - shared)]] = True
    return is_near


def _gram_sets(texts: Sequence[str]) -> Any:
    """CSR of ones (texts, 3-grams), the columns of each row from its rarest 3-gram to its commonest."""
    from scipy.sparse import csr_matrix

    numbers: dict[str, int] = {}
    indices: list[int] = []
    ends = [0]
    for text in texts:
        key = text_key(text)
        grams = dict.fromkeys(key[at : at + 3] for at in range(max(1, len(key) - 2)))
        indices += [numbers.setdefault(gram, len(numbers)) for gram in grams]
        ends.append(len(indices))
    columns = np.array(indices)
    order = np.argsort(np.bincount(columns), kind="stable")
    ranks = np.empty(len(order), np.intp)
    ranks[order] = np.arange(len(order))
    matrix = csr_matrix((np.ones(len(columns), np.int32), ranks[columns], ends), (len(texts), len(order)))
    matrix.sort_indices()
    return matrix


def _prefixes(grams: Any) -> Any:
    """The rarest n-grams of each row: as many as a near-duplicate must share one of."""
    from scipy.sparse import csr_matrix

    sizes = np.diff(grams.indptr)
    lengths = np.array([size - math.ceil(THRESHOLD * size) + 1 for size in sizes.tolist()])
    kept = np.concatenate([np.arange(at, at + n) for at, n in zip(grams.indptr, lengths, strict=False)])
    ends = np.concatenate([[0], np.cumsum(lengths)])
    return csr_matrix((np.ones(len(kept), np.int32), grams.indices[kept], ends), grams.shape)
