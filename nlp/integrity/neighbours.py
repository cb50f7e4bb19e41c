"""Which texts of a window may be nearly alike: buckets of equal MinHash bands, looked up for the few that are asked."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nlp.integrity.alike import Integers
from nlp.integrity.fingerprints import Fingerprints

_SLOTS_A_HASH = 16
"""Slots of the table a band number is looked up in first: one of so many others passes by chance."""
_MIXER = np.uint64(0xC2B2AE3D27D4EB4F)

Hashes = npt.NDArray[np.uint64]
Pairs = tuple[Integers, Integers]


class Neighbours:
    """Candidates of keys: of each bucket that holds one that is asked, the pairs of the bucket that are looked at.

    The different keys of a window are numbered in their order. Within a bucket every member is paired with the first
    and with the one before it: a bucket of n texts costs 2n comparisons instead of n squared, and 32 bands give each
    pair many chances. Which pairs there are depends on the keys of the window alone, not on their order or on what was
    asked before.
    """

    def __init__(self, window: Sequence[Fingerprints]) -> None:
        keys = [key for each in window for key in each.keys]
        ordered = sorted(range(len(keys)), key=keys.__getitem__)  # each day's are sorted: thirty runs are merged
        first_rows: dict[str, int] = {}
        for row in ordered:
            first_rows.setdefault(keys[row], row)
        self.keys = list(first_rows)
        """The different keys in their order; a key's place is its number."""
        self.rows = np.fromiter(first_rows.values(), np.int64, len(first_rows))
        """Where each stands first, counted through the window."""
        bands = np.concatenate([each.bands for each in window])[self.rows]
        is_open = _may_be_of(_repeated(bands.ravel()), bands.ravel())
        self._bands = bands.ravel()[is_open]
        """Those whose bucket is not paired yet and has two members or more, but for some that pass by chance."""
        self._owners = np.repeat(np.arange(len(bands), dtype=np.int32), bands.shape[1])[is_open]
        """The key of each; they ascend."""

    def places_of(self, keys: Sequence[str]) -> Integers:
        """The numbers of these keys, which are of the window."""
        return np.fromiter((bisect_left(self.keys, key) for key in keys), np.int64, len(keys))

    def expand(self, asked: Integers) -> Pairs:
        """The candidates in the buckets of these keys that no earlier call has given, as two columns of numbers.

        Some other buckets are among them, each whole: they fell into a slot of the table of those that are asked for.
        """
        is_asked = np.zeros(len(self.keys), bool)
        is_asked[asked] = True
        is_found = _may_be_of(self._bands[is_asked[self._owners]], self._bands)
        buckets, keys = self._bands[is_found], self._owners[is_found]
        self._bands, self._owners = self._bands[~is_found], self._owners[~is_found]
        return self._pairs(buckets, keys.astype(np.int64))

    def _pairs(self, buckets: Hashes, keys: Integers) -> Pairs:
        """Pairs within the buckets of more than one key; `keys` ascend."""
        order = np.argsort(buckets, kind="stable")
        buckets, keys = buckets[order], keys[order]
        is_first = np.ones(len(buckets), bool)
        is_first[1:] = buckets[1:] != buckets[:-1]
        members = np.flatnonzero(~is_first)
        firsts = np.maximum.accumulate(np.where(is_first, np.arange(len(buckets)), 0))
        lefts, rights = np.concatenate([keys[members - 1], keys[firsts[members]]]), np.tile(keys[members], 2)
        return np.divmod(_distinct(lefts * len(self.keys) + rights), len(self.keys))


def _distinct(values: Integers) -> Integers:
    """Each value once, in order: for numbers of 64 bits faster than np.unique, which looks each up."""
    ordered = np.sort(values)
    is_new = np.ones(len(ordered), bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_new]


def _repeated(hashes: Hashes) -> Hashes:
    """Those that stand there more than once."""
    ordered = np.sort(hashes)
    found: Hashes = ordered[1:][ordered[1:] == ordered[:-1]]
    return found


def _may_be_of(hashes: Hashes, others: Hashes) -> npt.NDArray[np.bool_]:
    """Of each of the others whether it is among the hashes; one of so many passes by chance, with all that equal it."""
    table = np.zeros(1 << int(len(hashes) * _SLOTS_A_HASH).bit_length(), bool)
    table[_slots(hashes, table)] = True
    return table.take(_slots(others, table))


def _slots(hashes: Hashes, table: npt.NDArray[np.bool_]) -> Integers:
    return ((hashes * _MIXER) >> np.uint64(65 - len(table).bit_length())).view(np.int64)
