"""Which texts of a window may be nearly alike: buckets of equal MinHash bands, looked up for the few that are asked."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from nlp.integrity.fingerprints import Fingerprints

_SLOTS_A_HASH = 16
"""Slots of the table a band number is looked up in first: one of so many others passes by chance."""
_MIXER = np.uint64(0xC2B2AE3D27D4EB4F)

Hashes = npt.NDArray[np.uint64]


class Neighbours:
    """Candidates of keys, in both directions; complete for every key that was asked for with `expand`.

    Within a bucket every member is paired with the first and with the one before it, in the order of the keys: a bucket
    of n texts costs 2n comparisons instead of n squared, and 32 bands give each pair many chances. Which pairs there
    are depends on the keys of the window alone, not on their order or on what was asked before.
    """

    def __init__(self, window: Sequence[Fingerprints]) -> None:
        self._window = window
        self._place = {key: (0, row) for row, key in enumerate(window[0].keys)}
        """Where the fingerprint of a key stands: of the first ones, and of all that were found since."""
        self._paired: Hashes = np.empty(0, dtype=np.uint64)
        """Band numbers whose buckets are paired already, in order."""
        self._found: dict[str, list[str]] = defaultdict(list)

    def of(self, key: str) -> Sequence[str]:
        """The candidates of a key that are known so far."""
        return self._found.get(key, ())

    def expand(self, keys: Collection[str]) -> None:
        """Finds every candidate of these keys, which are among the first fingerprints or candidates found before; those
        too short to have any are passed over."""
        places = [self._place[key] for key in keys if key in self._place]
        if not places:
            return
        asked = np.unique(np.concatenate([self._window[number].bands[row] for number, row in places]))
        asked = np.setdiff1d(asked, self._paired, assume_unique=True)
        if not len(asked):
            return
        self._paired = np.union1d(self._paired, asked)
        hashes, held = self._members(asked)
        for left, right in _pairs(hashes, held):
            self._found[left].append(right)
            self._found[right].append(left)

    def _members(self, asked: Hashes) -> tuple[Hashes, list[str]]:
        """Every band number of the window that is among those asked, and the key it belongs to."""
        table = np.zeros(1 << int(len(asked) * _SLOTS_A_HASH).bit_length(), dtype=bool)
        table[_slots(asked, table)] = True
        hashes, held = [], list[str]()
        for number, each in enumerate(self._window):
            bands = each.bands.ravel()
            places = np.flatnonzero(table.take(_slots(bands, table)))
            found = bands[places]
            is_asked = asked[np.minimum(np.searchsorted(asked, found), len(asked) - 1)] == found
            rows = (places[is_asked] // each.bands.shape[1]).tolist()
            hashes.append(found[is_asked])
            held += [each.keys[row] for row in rows]
            for row in set(rows):
                self._place.setdefault(each.keys[row], (number, row))
        return np.concatenate(hashes), held


def _slots(hashes: Hashes, table: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    return ((hashes * _MIXER) >> np.uint64(65 - len(table).bit_length())).view(np.int64)


def _pairs(hashes: Hashes, held: Sequence[str]) -> set[tuple[str, str]]:
    """Pairs within the buckets, the smaller key first; a key that stands in the window twice is one."""
    names = sorted(set(held))
    rank = {key: number for number, key in enumerate(names)}
    ranks = np.fromiter((rank[key] for key in held), dtype=np.int64, count=len(held))
    order = np.lexsort((ranks, hashes))
    hashes, ranks = hashes[order], ranks[order]
    is_first = np.concatenate([[True], hashes[1:] != hashes[:-1]])
    is_new = is_first | np.concatenate([[True], ranks[1:] != ranks[:-1]])
    is_first, ranks = is_first[is_new], ranks[is_new]
    members = np.flatnonzero(~is_first)
    firsts = np.maximum.accumulate(np.where(is_first, np.arange(len(ranks)), 0))
    lefts, rights = np.concatenate([ranks[members - 1], ranks[firsts[members]]]), np.tile(ranks[members], 2)
    codes = np.unique(lefts * len(names) + rights)
    return {(names[left], names[right]) for left, right in zip(*np.divmod(codes, max(len(names), 1)), strict=True)}
