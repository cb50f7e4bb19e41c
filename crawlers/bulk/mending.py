"""The source's own `mend_row` applied to the rows of a batch before their columns are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from crawlers.bulk.columns import Mask
from crawlers.bulk.structure import PlainTable
from crawlers.tables.delimited import row_of
from crawlers.tables.faults import Fault, Row
from crawlers.tables.fields import FieldError

_TIME_DIGITS = (10, 13)
"""Lengths of a number that is read alike as a number and as digits: seconds or milliseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A batch whose rows have been put right."""

    cells: pa.RecordBatch
    """The columns that the rules read, named by their place in `names`."""
    is_left: Mask
    """Rows that are for the row reader: no content, or with a cell that is no text."""


class Mender:
    """Mends the rows of one file one by one, as it takes a whole row; only the columns in use are kept."""

    def __init__(self, table: PlainTable, mend: Callable[[Row], Row], names: Sequence[str]) -> None:
        self._spec, self._header = table.spec, table.header.names
        self._mend = mend
        self.names = tuple(names)
        """The columns in use, whether the file has them or `mend_row` adds them."""

    def mended(self, cells: pa.RecordBatch) -> Mended:
        """The batch after mending."""
        is_left = np.zeros(cells.num_rows, dtype=bool)
        columns: list[list[str]] = [[] for _ in self.names]
        for place, row in enumerate(zip(*(column.to_pylist() for column in cells.columns), strict=True)):
            given = self._texts(list(row))
            is_left[place] = given is None
            for column, text in zip(columns, given or [""] * len(self.names), strict=True):
                column.append(text)
        arrays = [pa.array(column, pa.string()) for column in columns]
        return Mended(pa.record_batch(arrays, names=[str(place) for place in range(len(arrays))]), is_left)

    def _texts(self, cells: list[str]) -> list[str] | None:
        """The mended cells in use as text; None for a row that must be read by the row reader."""
        row = row_of(cells, self._header, self._spec)
        if isinstance(row, Fault):
            return None
        try:
            mended = self._mend(row)
        except FieldError:
            return None
        texts = [text for name in self.names if (text := _text(mended.get(name))) is not None]
        return texts if len(texts) == len(self.names) else None


def _text(cell: object) -> str | None:
    """A cell as the text that is read like it; None where there is no such text."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    is_time = isinstance(cell, int) and not isinstance(cell, bool) and len(str(cell)) in _TIME_DIGITS
    return str(cell) if is_time else None
