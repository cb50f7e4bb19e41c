"""The `extra` of many rows: a map of those columns that are not blank."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from crawlers.bulk.columns import mask_of


def extra_maps(names: Sequence[str], columns: Sequence[pa.Array], row_count: int) -> pa.Array:
    """One map a row, in the order of the names; empty where all columns are blank."""
    if not names:
        return pa.MapArray.from_arrays(pa.array(np.zeros(row_count + 1, np.int32)), _texts(), _texts())
    is_there = np.stack([mask_of(column.is_valid()) for column in columns], axis=1)
    rows, places = np.nonzero(is_there)
    offsets = np.concatenate([[0], np.cumsum(is_there.sum(axis=1))]).astype(np.int32)
    items = pa.concat_arrays(columns).take(pa.array(places * row_count + rows))
    return pa.MapArray.from_arrays(pa.array(offsets), pa.array(names, pa.string()).take(pa.array(places)), items)


def _texts() -> pa.Array:
    return pa.array([], pa.string())
