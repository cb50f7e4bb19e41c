"""Keys that are nearly alike, directly or through others: connected parts of the graph of near-duplicates."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from nlp.integrity.alike import Integers, Likeness
from nlp.integrity.fingerprints import MIN_NEAR_LENGTH, NEAR_JACCARD, Fingerprints
from nlp.integrity.neighbours import Neighbours


def components(asked: Sequence[str], window: Sequence[Fingerprints]) -> list[list[str]]:
    """The components that hold an asked key, each once; a key too short to be nearly like another stands alone.

    Asked keys of MIN_NEAR_LENGTH characters are among the first fingerprints of the window.
    """
    search, wanted = _Search(window), set(asked)
    search.reach(np.array([number for number, key in enumerate(window[0].keys) if key in wanted], np.int64))
    return [[key] for key in asked if len(key) < MIN_NEAR_LENGTH] + search.parts()


class _Search:
    """What is reached from some keys, round by round: what a round reaches is asked for in the next."""

    def __init__(self, window: Sequence[Fingerprints]) -> None:
        self._window, self._neighbours = window, Neighbours(window)
        count = len(self._neighbours.keys)
        self._labels, self._is_reached = np.arange(count), np.zeros(count, bool)
        self._left = self._right = np.empty(0, np.int64)
        """Candidates that nobody has compared yet."""
        self._alike = np.empty((2, 0), np.int64)
        """Pairs that were found to be alike."""

    def reach(self, asked: Integers) -> None:
        """Finds all that is connected with these keys."""
        self._is_reached[asked] = True
        while len(asked):
            before = self._is_reached.copy()
            left, right = self._neighbours.expand(asked)
            self._left, self._right = np.concatenate([self._left, left]), np.concatenate([self._right, right])
            while self._compare():
                pass
            asked = np.flatnonzero(self._is_reached & ~before)

    def parts(self) -> list[list[str]]:
        """The keys of each part that was reached."""
        found: dict[int, list[str]] = defaultdict(list)
        reached = np.flatnonzero(self._is_reached)
        for number, label in zip(reached.tolist(), self._labels[reached].tolist(), strict=True):
            found[label].append(self._neighbours.keys[number])
        return list(found.values())

    def _compare(self) -> bool:
        """Compares the candidates that touch what is reached and are not of one part; whether any were alike."""
        is_near = self._is_reached[self._left] | self._is_reached[self._right]
        left, right = self._left[is_near], self._right[is_near]
        self._left, self._right = self._left[~is_near], self._right[~is_near]
        is_apart = self._labels[left] != self._labels[right]
        left, right, rows = left[is_apart], right[is_apart], self._neighbours.rows
        is_alike = self._likeness.of(rows[left], rows[right]) >= NEAR_JACCARD
        self._join(np.stack([left[is_alike], right[is_alike]]))
        return bool(is_alike.any())

    def _join(self, pairs: Integers) -> None:
        self._is_reached[pairs] = True
        self._alike = np.hstack([self._alike, pairs])
        numbers, ends = np.unique(self._alike, return_inverse=True)
        graph = sparse.coo_array((np.ones(ends.shape[1], bool), tuple(ends)), shape=(len(numbers), len(numbers)))
        labels = connected_components(graph, directed=False)[1]
        firsts = np.unique(labels, return_index=True)[1]
        self._labels[numbers] = numbers[firsts[labels]]

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness([each.grams for each in self._window])
