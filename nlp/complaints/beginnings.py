"""Where words may begin in texts, told by two characters: thousands of texts in one pass over their numbers."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nlp.text.codes import codes_of, texts_at

_LAST = 0xFFFF
"""Stands for all characters beyond the first 65,535: no word holds one."""
_GAP = "."
"""After a first character: anything may follow it."""


class Pairs:
    """The first two characters of some words; of one alone, or one followed by `.`, the second may be any."""

    def __init__(self, beginnings: Iterable[str]) -> None:
        pairs = {(each[0], each[1:].rstrip(_GAP)) for each in beginnings}
        self._first = _numbers({first for first, _ in pairs})
        self._second = _numbers({second for _, second in pairs if second})
        self._is_pair = np.zeros((self._first.max() + 1, self._second.max() + 1), bool)
        for first, second in pairs:
            places = self._second[ord(second)] if second else slice(None)
            self._is_pair[self._first[ord(first)], places] = True

    def places_in(self, texts: Sequence[str]) -> list[list[int]]:
        """Where in each text one of the pairs stands, in order."""
        codes, starts = codes_of(texts)
        codes = np.minimum(codes, _LAST)
        places = np.flatnonzero(self._is_pair[self._first[codes[:-1]], self._second[codes[1:]]])
        held = (places - starts[texts_at(starts, places)]).tolist()
        bounds = [*np.searchsorted(places, starts).tolist(), len(held)]
        return [held[begin:end] for begin, end in pairwise(bounds)]


def _numbers(characters: set[str]) -> NDArray[np.int64]:
    """A number for each character, 0 for all others, by code point."""
    table = np.zeros(_LAST + 1, np.int64)
    table[[ord(character) for character in characters]] = np.arange(1, len(characters) + 1)
    return table
