"""The cells of a batch by column name: as received and without the spaces around them, null where blank."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


class Cells:
    """Columns of strings, each looked at once."""

    def __init__(self, cells: pa.RecordBatch, places: Mapping[str, int]) -> None:
        self._cells = cells
        self._places = places
        self._trimmed: dict[str, pa.Array] = {}
        self._received: dict[str, pa.Array] = {}

    @property
    def row_count(self) -> int:
        """Rows of the batch."""
        return int(self._cells.num_rows)

    def trimmed(self, name: str) -> pa.Array:
        """A column without spaces around its cells; all null for one that the file lacks."""
        if name not in self._trimmed:
            place = self._places.get(name)
            self._trimmed[name] = self._nothing() if place is None else known(trim(self._cells.column(place)))
        return self._trimmed[name]

    def received(self, name: str) -> pa.Array:
        """A column as received, null where the cell is blank."""
        if name not in self._received:
            place = self._places.get(name)
            is_known = self.trimmed(name).is_valid()
            self._received[name] = self._nothing() if place is None else _masked(self._cells.column(place), is_known)
        return self._received[name]

    def joined(self, names: Sequence[str], separator: str) -> pa.Array:
        """The cells of some columns that are not blank, put together; null where all are."""
        joined, *rest = [self.trimmed(name) for name in names]
        for column in rest:
            both = pc.binary_join_element_wise(joined, column, separator)
            joined = pc.coalesce(both, joined, column)
        return joined

    def first(self, names: Sequence[str]) -> pa.Array:
        """The first cell that is not blank, as received."""
        return pc.coalesce(*[self.received(name) for name in names])

    def _nothing(self) -> pa.Array:
        return pa.nulls(self.row_count, pa.string())


def trim(column: pa.Array) -> pa.Array:
    """Without white space around, as Python's `str.strip`."""
    return pc.utf8_trim_whitespace(column)


def known(column: pa.Array) -> pa.Array:
    """The same with null for ''."""
    return _masked(column, pc.greater(pc.binary_length(column), 0))


def _masked(column: pa.Array, is_known: pa.Array) -> pa.Array:
    """Null where it is not known; the texts themselves are not copied."""
    if column.offset or column.null_count:
        return pc.if_else(is_known, column, pa.scalar(None, column.type))
    keep: NDArray[np.bool_] = is_known.to_numpy(zero_copy_only=False)
    if keep.all():
        return column
    validity = pa.py_buffer(np.packbits(keep, bitorder="little").tobytes())
    return pa.Array.from_buffers(column.type, len(column), [validity, *column.buffers()[1:]])
