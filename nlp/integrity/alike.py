"""How alike keys are, of many pairs at once: the share of their character 3-grams they have in common (Jaccard)."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

_CODE_BITS = 21
"""Of a character's code point; three of them are one number, so that no two 3-grams share one."""

_PAIRS_AT_ONCE = 1 << 17
"""Pairs compared in one go: each holds about a kilobyte meanwhile."""

Integers = npt.NDArray[np.int64]


class GramSets(NamedTuple):
    """The different 3-grams of each of some keys, as numbers in ascending order, key after key."""

    counts: Integers
    """(keys,) how many each key has."""
    codes: Integers
    """(sum of counts,)"""


def gram_sets(keys: Sequence[str]) -> GramSets:
    """Of keys of at least three characters each, in their order."""
    lengths = np.fromiter(map(len, keys), np.int64, len(keys))
    letters = np.frombuffer("".join(keys).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    grams = letters[:-2] << 2 * _CODE_BITS | letters[1:-1] << _CODE_BITS | letters[2:]
    ends = np.cumsum(lengths)
    is_inside = np.ones(len(letters), bool)
    is_inside[ends - 1] = is_inside[ends - 2] = False
    rows, codes = np.repeat(np.arange(len(keys)), lengths - 2), grams[is_inside[:-2]]
    order = np.lexsort((codes, rows))
    rows, codes = rows[order], codes[order]
    is_new = np.ones(len(codes), bool)
    is_new[1:] = (codes[1:] != codes[:-1]) | (rows[1:] != rows[:-1])
    return GramSets(np.bincount(rows[is_new], minlength=len(keys)), codes[is_new])


class Likeness:
    """The keys of several gram sets, numbered one after the other, and how alike pairs of them are."""

    def __init__(self, sets: Sequence[GramSets]) -> None:
        self._counts = np.concatenate([each.counts for each in sets])
        codes = np.concatenate([each.codes for each in sets])
        starts = np.concatenate([[0], np.cumsum(self._counts)])
        shape = (len(self._counts), np.iinfo(np.int64).max)
        self._sets = sparse.csr_array((np.ones(len(codes), np.int8), codes, starts), shape=shape)

    def of(self, left: Integers, right: Integers) -> npt.NDArray[np.float64]:
        """Of each pair of numbers the share of their 3-grams that both have."""
        shares = np.empty(len(left))
        for start in range(0, len(left), _PAIRS_AT_ONCE):
            some = slice(start, start + _PAIRS_AT_ONCE)
            common = np.diff(self._sets[left[some]].multiply(self._sets[right[some]]).indptr)
            shares[some] = common / (self._counts[left[some]] + self._counts[right[some]] - common)
        return shares
