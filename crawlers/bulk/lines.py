"""Cells with line breaks that the row reader might take for several rows."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from crawlers.tables.quotes import MAX_LINES

_LINE_ENDS = r"\r\n|\r|\n"
_WIDE = 4
_MANY_LINES = 3
_MANY_LINES_OF_FEW_COLUMNS = 20
_MOST_LINES_SHARE = 0.9


def may_have_swallowed_rows(cells: pa.RecordBatch, delimiter: str) -> bool:
    """Whether a row of several lines might hold other rows by the row reader's measure for strictly quoted files.

    That is: nine in ten of its inner lines, and at least three (twenty in a narrow table), look like rows. Here a line
    with enough delimiters already looks like one, so the answer errs towards yes.
    """
    many = _MANY_LINES if cells.num_columns >= _WIDE else _MANY_LINES_OF_FEW_COLUMNS
    break_counts = _line_break_counts(cells)
    has_many = break_counts >= many
    if not has_many.any():
        return False
    if (break_counts >= MAX_LINES).any():
        return True
    rows = cells.filter(pa.array(has_many))
    whole = pc.binary_join_element_wise(*rows.columns, delimiter)
    lines = pc.split_pattern_regex(whole, _LINE_ENDS)
    line_counts = pc.list_value_length(lines).to_numpy()
    delimiter_counts = pc.count_substring(lines.flatten(), delimiter).to_numpy(zero_copy_only=False)
    looks_whole = delimiter_counts >= cells.num_columns - 1
    begins = np.cumsum(line_counts) - line_counts
    looks_whole[begins] = False
    whole_counts = np.add.reduceat(looks_whole.astype(np.int64), begins)
    # The last line counts or not, depending on where the text stands; without it the share is larger.
    is_suspect = (whole_counts >= many) & (whole_counts >= _MOST_LINES_SHARE * (line_counts - 2))
    return bool(is_suspect.any())


def _line_break_counts(cells: pa.RecordBatch) -> NDArray[np.int64]:
    """Line breaks in each row's cells; one of two characters counts twice, so the answer errs towards more."""
    counts = np.zeros(cells.num_rows, dtype=np.int64)
    for column in cells.columns:
        texts = column.buffers()[2].to_pybytes() if column.buffers()[2] else b""
        if b"\n" not in texts and b"\r" not in texts:
            continue
        codes = np.frombuffer(texts, dtype=np.uint8)
        places = np.flatnonzero((codes == ord("\n")) | (codes == ord("\r")))
        offsets = np.frombuffer(column.buffers()[1], dtype=np.int32)[: len(column) + 1]
        counts += np.bincount(np.searchsorted(offsets, places, "right") - 1, minlength=len(counts))
    return counts
