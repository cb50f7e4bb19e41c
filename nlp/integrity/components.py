"""Keys that are nearly alike, directly or through others: connected parts of the graph of near-duplicates."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from nlp.integrity.alike import Integers, Likeness
from nlp.integrity.compared import Compared, Flags
from nlp.integrity.fingerprints import MIN_NEAR_LENGTH, NEAR_JACCARD, Fingerprints
from nlp.integrity.neighbours import Neighbours


def components(asked: Sequence[str], window: Sequence[Fingerprints], compared: Compared) -> list[list[str]]:
    """The components that hold an asked key, each once; a key too short to be nearly like another stands alone.

    Asked keys of MIN_NEAR_LENGTH characters are among the fingerprints of the window. `compared` knows what earlier
    windows compared, and learns what this one does.
    """
    long = [key for key in asked if len(key) >= MIN_NEAR_LENGTH]
    short = [[key] for key in asked if len(key) < MIN_NEAR_LENGTH]
    return short + _Search(window, compared).parts(long)


class _Search:
    """What is connected with some keys, found round by round: what a round reaches is asked for in the next."""

    def __init__(self, window: Sequence[Fingerprints], compared: Compared) -> None:
        self._window, self._compared, self._neighbours = window, compared, Neighbours(window)
        self._numbers = compared.numbers(window)[self._neighbours.rows]
        self._labels = np.arange(len(self._neighbours.keys))
        """The part each key belongs to, of those found so far."""

    def parts(self, asked: Sequence[str]) -> list[list[str]]:
        """The keys of each part with an asked key."""
        start = self._neighbours.places_of(asked)
        is_expanded, new = np.zeros(len(self._labels), bool), start
        while len(new):
            is_expanded[new] = True
            self._join(*self._neighbours.expand(new))
            is_reached = self._is_connected(start)
            new = np.flatnonzero(is_reached & ~is_expanded)
        found: dict[int, list[str]] = defaultdict(list)
        reached = np.flatnonzero(is_expanded)
        for at, label in zip(reached.tolist(), self._labels[reached].tolist(), strict=True):
            found[label].append(self._neighbours.keys[at])
        return list(found.values())

    def _is_connected(self, start: Integers) -> Flags:
        """Of each key whether it is of a part that holds one of these."""
        is_held = np.zeros(len(self._labels), bool)
        is_held[self._labels[start]] = True
        return is_held[self._labels]

    def _join(self, left: Integers, right: Integers) -> None:
        """Makes one part of the parts of every pair that is alike."""
        is_alike = self._are_alike(left, right)
        ends = self._labels[left[is_alike]], self._labels[right[is_alike]]
        shape = (len(self._labels), len(self._labels))
        graph = sparse.coo_array((np.ones(len(ends[0]), bool), ends), shape=shape)
        self._labels = connected_components(graph, directed=False)[1][self._labels]

    def _are_alike(self, left: Integers, right: Integers) -> Flags:
        """Of each pair whether it is alike; compared is only what no window compared yet."""
        is_known, is_alike = self._compared.recall(self._numbers[left], self._numbers[right])
        left, right, rows = left[~is_known], right[~is_known], self._neighbours.rows
        found = self._likeness.of(rows[left], rows[right]) >= NEAR_JACCARD
        is_alike[~is_known] = found
        self._compared.remember(self._numbers[left], self._numbers[right], found)
        return is_alike

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness([each.grams for each in self._window])
