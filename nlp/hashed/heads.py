"""Linear scores over several pieces of one case: its text, its clause, what stands left and right of a term.

score of a head = bias + sum over the pieces of (sum of the weights of the piece's n-grams) / root of their number
                  + the head's coefficients times the case's other features
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.hashed.ngrams import BITS, SIZES, Codes, Hashes, codes, hashes

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Heads:
    """The weights of some heads."""

    tables: NDArray[np.int8]
    """(heads, pieces, 2**bits) weights of n-grams, to be multiplied by `scales`."""
    scales: Floats
    """(heads, pieces) size of one step."""
    others: Floats
    """(heads, other features) their coefficients."""
    biases: Floats
    """(heads,) score of a case without anything."""

    def scores(self, pieces: Sequence["Grams"], others: Floats | None = None) -> Floats:
        """(n, heads) of n cases; `others` is (n, other features)."""
        result = np.tile(self.biases, (len(pieces[0].batch.starts), 1))
        if others is not None and others.shape[1]:
            result += others @ self.others.T
        for piece, one in enumerate(pieces):
            grams = one.rows(self.tables.shape[2])
            roots = np.sqrt(SIZES * one.batch.gram_counts)
            for head in range(len(self.tables)):
                table = self.tables[head, piece]
                total = table.take(grams[0]).astype(np.int16)
                total += table.take(grams[1])
                total += table.take(grams[2])
                sums = np.add.reduceat(total, one.batch.starts, dtype=np.int32)
                result[:, head] += sums * self.scales[head, piece] / roots
        return result

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """What a file of weights keeps, each under `name.`."""
        return {f"{name}.{field}": getattr(self, field) for field in Heads.__slots__}

    @staticmethod
    def of(arrays: dict[str, NDArray[np.generic]], name: str) -> "Heads":
        """The heads kept under a name."""
        return Heads(**{field: arrays[f"{name}.{field}"] for field in Heads.__slots__})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of one piece of each case, hashed once for all heads that read it."""

    batch: Codes
    positions: tuple[Hashes, Hashes, Hashes]
    """Of one, two and three characters, as `nlp.hashed.ngrams.hashes` gives them."""

    @staticmethod
    def of(texts: Sequence[str], fold: NDArray[np.uint16]) -> "Grams":
        """The n-grams of at least one text."""
        batch = codes(texts, fold)
        return Grams(batch, hashes(batch))

    def rows(self, size: int) -> list[Hashes]:
        """Their rows in a table of `size`, a power of two."""
        shift = np.uint32(BITS - size.bit_length() + 1)
        return [gram >> shift for gram in self.positions]
