"""Where in a text an aspect is spoken of: the place whose n-grams spoke most for it, and its clause."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.aspects.views import LONGEST, clause
from nlp.hashed.heads import Grams

REACH = 12
"""Characters looked at on each side of a place."""
_NOWHERE = np.iinfo(np.int32).min


@dataclass(frozen=True, slots=True)
class Places:
    """Where n aspects are spoken of, as columns."""

    texts: list[str]
    """Each case's text, cut around the place when it is long."""
    peaks: list[int]
    """Character of the whole text that spoke most."""
    clauses: list[tuple[int, int]]
    """[start, end) of the clause around it."""
    clause_texts: list[str]
    windows: list[str]
    """REACH characters on both sides, whatever the clause."""

    def pieces(self) -> list[list[str]]:
        """What heads of polarity read."""
        return [self.texts, self.clause_texts, self.windows]

    def grams(self, fold: NDArray[np.uint16]) -> list[Grams]:
        """The same, hashed."""
        return [Grams.of(piece, fold) for piece in self.pieces()]


def places(
    texts: Sequence[str], heads_of: NDArray[np.intp], tables: NDArray[np.int8], fold: NDArray[np.uint16]
) -> Places:
    """The places of at least one case; `heads_of` is the row of `tables` (heads, size) that found each."""
    found = Places([], peaks(Grams.of(texts, fold), heads_of, tables).tolist(), [], [], [])
    for text, peak in zip(texts, found.peaks, strict=True):
        start, end = clause(text, peak, min(peak + 1, len(text)), REACH)
        begin = max(0, peak - LONGEST // 2)
        found.texts.append(text if len(text) <= LONGEST else text[begin : begin + LONGEST])
        found.clauses.append((start, end))
        found.clause_texts.append(text[start:end])
        found.windows.append(text[max(0, peak - REACH) : peak + REACH])
    return found


def peaks(grams: Grams, heads_of: NDArray[np.intp], tables: NDArray[np.int8]) -> NDArray[np.intp]:
    """(n,) the character of each text whose n-grams weigh most for its head; 0 in an empty text."""
    size, batch = tables.shape[1], grams.batch
    owner = np.repeat(np.arange(len(batch.starts)), batch.gram_counts)
    begin = heads_of[owner] * size
    flat = tables.ravel()
    one, two, three = (flat.take(begin + gram).astype(np.int32) for gram in grams.rows(size))
    total = one + two + three
    total[1:] += two[:-1] + three[:-1]
    total[2:] += three[:-2]
    smooth = total.copy()
    smooth[1:] += total[:-1]
    smooth[:-1] += total[1:]
    begins = batch.starts + 2
    smooth[batch.starts] = smooth[batch.starts + 1] = _NOWHERE
    best = np.maximum.reduceat(smooth, batch.starts)
    at = np.flatnonzero(smooth == best[owner])
    _, first = np.unique(owner[at], return_index=True)
    result: NDArray[np.intp] = np.maximum(at[first] - begins, 0)
    return result
