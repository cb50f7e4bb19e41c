"""Texts as numbers: the code points of a batch in one array, for what is decided by looking at characters alone."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]


def codes_of(texts: Sequence[str]) -> tuple[Codes, NDArray[np.int64]]:
    """The code points of all texts with a line end after each, and (n,) where each text begins.

    Lone surrogates keep their code points; no text of any kind fails.
    """
    codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    return codes, np.cumsum(lengths + 1) - lengths - 1


def texts_at(starts: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """The texts that characters at these places of the batch belong to, in order; a text may come several times."""
    return np.searchsorted(starts, places, side="right") - 1


def character_table(ranges: dict[int, Sequence[tuple[int, int]]]) -> NDArray[np.uint8]:
    """For each code point the class whose ranges (first and last, inclusive) hold it; 0 for none."""
    table = np.zeros(0x110000, dtype=np.uint8)
    for kind, spans in ranges.items():
        for first, last in spans:
            table[first : last + 1] = kind
    return table
