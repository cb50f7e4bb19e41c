"""What came of comparing keys on the days before: a window of thirty days moves by one, and its pairs hardly change."""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from nlp.integrity.alike import Integers
from nlp.integrity.fingerprints import Fingerprints

Flags = npt.NDArray[np.bool_]


class Compared:
    """Pairs of keys that were compared, and whether they are alike, as long as both are in the window.

    One day's is handed to the next (`nlp.batch.Past`). It changes what a day costs, never what is found.
    """

    def __init__(self) -> None:
        self._firsts: WeakKeyDictionary[Fingerprints, int] = WeakKeyDictionary()
        """The number of each one's first key; the others follow."""
        self._next = 0
        self._pairs, self._is_alike = np.empty(0, np.int64), np.empty(0, np.bool_)
        """Ascending, and what came of each."""
        self._fresh: list[tuple[Integers, Flags]] = []

    def numbers(self, window: Sequence[Fingerprints]) -> Integers:
        """A number for each key of the window, key after key, that stays the same on later days.

        Pairs with a key of a day that has left are forgotten.
        """
        for each in window:
            if each not in self._firsts:
                self._firsts[each], self._next = self._next, self._next + len(each.keys)
        self._settle(min(self._firsts[each] for each in window))
        return np.concatenate([self._firsts[each] + np.arange(len(each.keys)) for each in window])

    def recall(self, left: Integers, right: Integers) -> tuple[Flags, Flags]:
        """Of each pair of numbers whether it was compared before this window, and whether the two were alike."""
        if not len(self._pairs):
            return np.zeros(len(left), np.bool_), np.zeros(len(left), np.bool_)
        pairs = _pairs(left, right)
        order = np.argsort(pairs)  # looking up in order reads the memory in order
        at = np.empty(len(pairs), np.int64)
        at[order] = np.minimum(np.searchsorted(self._pairs, pairs[order]), len(self._pairs) - 1)
        is_known = self._pairs[at] == pairs
        return is_known, is_known & self._is_alike[at]

    def remember(self, left: Integers, right: Integers, is_alike: Flags) -> None:
        """Keeps what came of comparing these pairs of numbers."""
        self._fresh.append((_pairs(left, right), is_alike))

    def _settle(self, oldest: int) -> None:
        """Sorts in what the last window added, without pairs of older numbers."""
        pairs = np.concatenate([self._pairs, *(each for each, _ in self._fresh)])
        is_alike = np.concatenate([self._is_alike, *(each for _, each in self._fresh)])
        is_inside = (pairs >> 32 >= oldest) & (pairs & 0xFFFF_FFFF >= oldest)
        order = np.argsort(pairs[is_inside], kind="stable")  # quick on a long sorted run and a short tail
        self._pairs, self._is_alike, self._fresh = pairs[is_inside][order], is_alike[is_inside][order], []


def _pairs(left: Integers, right: Integers) -> Integers:
    return left << 32 | right
