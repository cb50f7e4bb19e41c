"""Values of a whole column, and which of its cells are still to be decided."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Column:
    """One record field of all rows of a batch."""

    values: pa.Array
    """Null for unknown."""
    is_open: Mask | None = None
    """Cells that are neither blank nor could be read; None: all were."""


def mask_of(condition: pa.Array) -> Mask:
    """An Arrow condition as a mask; null counts as no."""
    filled = pc.fill_null(condition, False) if condition.null_count else condition
    mask: Mask = filled.to_numpy(zero_copy_only=False)
    return mask


def any_of(masks: list[Mask | None], row_count: int) -> Mask:
    """Rows in any of the masks."""
    found = np.zeros(row_count, dtype=bool)
    for mask in masks:
        if mask is not None:
            found |= mask
    return found


def settled(column: Column, cells: pa.Array, convert: Callable[[str], Any]) -> Column:
    """The column with its open cells read one by one, each distinct cell once; those that raise stay open.

    `convert` is the row reader's own function for one cell.
    """
    if column.is_open is None or not column.is_open.any():
        return Column(column.values)
    is_open = pa.array(column.is_open)
    words = cells.filter(is_open).dictionary_encode()
    read = [_attempt(convert, word) for word in words.dictionary.to_pylist()]
    values = pa.array([value for value, _ in read], column.values.type).take(words.indices)
    is_unread = np.array([failed for _, failed in read], dtype=bool)[words.indices.to_numpy()]
    still_open = np.zeros(len(column.values), dtype=bool)
    still_open[np.flatnonzero(column.is_open)[is_unread]] = True
    return Column(pc.replace_with_mask(column.values, is_open, values), still_open if is_unread.any() else None)


def _attempt(convert: Callable[[str], Any], word: str) -> tuple[Any, bool]:
    try:
        return convert(word), False
    except (ValueError, OverflowError):
        return None, True
