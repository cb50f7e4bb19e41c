"""Which texts of a window may be nearly alike: buckets of equal MinHash bands, looked up for the few that are asked."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from nlp.integrity.alike import Integers
from nlp.integrity.fingerprints import Fingerprints

_SLOTS_A_HASH = 16
"""Slots of the table a band number is looked up in first: one of so many others passes by chance."""
_MIXER = np.uint64(0xC2B2AE3D27D4EB4F)

Hashes = npt.NDArray[np.uint64]
Pairs = tuple[Integers, Integers]
_NONE = np.empty(0, np.int64)
_Number = TypeVar("_Number", np.int64, np.uint64)


class Neighbours:
    """Candidates of keys: of each bucket that holds one that is asked, the pairs of the bucket that are looked at.

    The different keys of a window are numbered. Within a bucket every member is paired with the first and with the one
    before it, in the order of the keys: a bucket of n texts costs 2n comparisons instead of n squared, and 32 bands
    give each pair many chances. Which pairs there are depends on the keys of the window alone, not on their order or on
    what was asked before.
    """

    def __init__(self, window: Sequence[Fingerprints]) -> None:
        keys = [key for each in window for key in each.keys]
        first_rows = dict.fromkeys(keys, 0)
        first_rows.update(zip(reversed(keys), reversed(range(len(keys))), strict=True))
        self.keys = list(first_rows)
        """The different keys; a key's place is its number."""
        self.rows = np.fromiter(first_rows.values(), np.int64, len(first_rows))
        """Where each stands first, counted through the window."""
        self._bands = np.concatenate([each.bands for each in window])[self.rows].ravel()
        self._width = window[0].bands.shape[1]
        self._open = np.arange(len(self._bands))
        """Places among all bands whose bucket is not paired yet."""

    def expand(self, asked: Integers) -> Pairs:
        """The candidates in the buckets of these keys that no earlier call has asked for, as two columns of numbers."""
        is_asked = np.zeros(len(self.keys), bool)
        is_asked[asked] = True
        hashes = _distinct(self._bands[self._open[is_asked[self._open // self._width]]])
        return self._pairs(*self._members(hashes)) if len(hashes) else (_NONE, _NONE)

    def _members(self, hashes: Hashes) -> Pairs:
        """Bucket and key of every band that is among `hashes`; these buckets are closed by that."""
        table = np.zeros(1 << int(len(hashes) * _SLOTS_A_HASH).bit_length(), bool)
        table[_slots(hashes, table)] = True
        at = np.flatnonzero(table.take(_slots(self._bands[self._open], table)))
        found = self._bands[self._open[at]]
        buckets = np.minimum(np.searchsorted(hashes, found), len(hashes) - 1)
        is_member = hashes[buckets] == found
        at, is_open = at[is_member], np.ones(len(self._open), bool)
        is_open[at] = False
        keys, self._open = self._open[at] // self._width, self._open[is_open]
        return buckets[is_member], keys

    def _pairs(self, buckets: Integers, keys: Integers) -> Pairs:
        """Pairs within the buckets of more than one key."""
        is_shared = (np.bincount(buckets) > 1)[buckets]
        buckets, keys = buckets[is_shared], keys[is_shared]
        ranked = np.array(sorted(_distinct(keys).tolist(), key=self.keys.__getitem__), np.int64)
        ranks = np.zeros(len(self.keys), np.int64)
        ranks[ranked] = np.arange(len(ranked))
        buckets, ranks = np.divmod(_distinct(buckets * len(self.keys) + ranks[keys]), len(self.keys))
        is_first = np.ones(len(ranks), bool)
        is_first[1:] = buckets[1:] != buckets[:-1]
        members = np.flatnonzero(~is_first)
        firsts = np.maximum.accumulate(np.where(is_first, np.arange(len(ranks)), 0))
        lefts, rights = np.concatenate([ranks[members - 1], ranks[firsts[members]]]), np.tile(ranks[members], 2)
        lefts, rights = np.divmod(_distinct(lefts * len(self.keys) + rights), len(self.keys))
        return ranked[lefts], ranked[rights]


def _distinct(values: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
    """Each value once, in order: for numbers of 64 bits faster than np.unique, which looks each up."""
    ordered = np.sort(values)
    is_new = np.ones(len(ordered), bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_new]


def _slots(hashes: Hashes, table: npt.NDArray[np.bool_]) -> Integers:
    return ((hashes * _MIXER) >> np.uint64(65 - len(table).bit_length())).view(np.int64)
