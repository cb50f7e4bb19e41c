"""Ids of mapped rows: hashed ones told apart by their ordinal among equal rows of the whole file."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from crawlers.bulk.rows import HASH, ORDINAL, SEQUENCE


class Identities:
    """Numbers a file's mentions, and equal ones without ids; remembers 8 bytes a row."""

    def __init__(self) -> None:
        self._seen = np.empty(0, dtype=np.uint64)
        self._count = 0

    def settle(self, rows: pa.Table) -> pa.Table:
        """The rows with their place among the file's mentions and, where they are hashed, their ordinal."""
        sequence = pa.array(np.arange(self._count, self._count + rows.num_rows, dtype=np.int64))
        self._count += rows.num_rows
        settled = rows.append_column(SEQUENCE, sequence)
        if HASH not in rows.column_names:
            return settled
        return settled.append_column(ORDINAL, pa.array(self._ordinals(rows.column(HASH).to_numpy())))

    def _ordinals(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """How many equal hashes stand before each in the file."""
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        before = np.searchsorted(self._seen, ordered, "right") - np.searchsorted(self._seen, ordered, "left")
        ordinals = np.empty(len(hashes), dtype=np.int64)
        ordinals[order] = before + _ranks(ordered)
        self._seen = np.sort(np.concatenate([self._seen, ordered]), kind="stable")
        return ordinals


def _ranks(ordered: NDArray[np.uint64]) -> NDArray[np.int64]:
    """How many equal values stand before each, in sorted values."""
    is_first = np.ones(len(ordered), dtype=bool)
    is_first[1:] = ordered[1:] != ordered[:-1]
    places = np.arange(len(ordered))
    ranks: NDArray[np.int64] = places - np.maximum.accumulate(np.where(is_first, places, 0))
    return ranks
