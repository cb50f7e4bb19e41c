"""A plain table's rows in batches of string columns, with the row numbers that the row reader gives them."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from crawlers.bulk.bytes_in import Utf8Bytes
from crawlers.bulk.lines import may_have_swallowed_rows
from crawlers.bulk.structure import NotPlain, OtherEncoding, PlainTable
from crawlers.bulk.torn import TornRow, TornRows

BLOCK_BYTES = 8 << 20
"""Bytes cut into rows at once; no row may be longer."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some successive rows."""

    numbers: NDArray[np.int64]
    """The row's number in the file, from 1."""
    cells: pa.RecordBatch
    """String columns in the header's order, named by their place; an empty cell is ''."""
    torn: Sequence[TornRow]
    """Rows of another width before and among them."""


def batches_of(table: PlainTable) -> Iterator[Batch]:
    """All rows below the header. Raises NotPlain as soon as something is met that is the row reader's."""
    torn = TornRows(table)
    last = table.header.row
    for cells in _ahead(_record_batches(table, torn)):
        if may_have_swallowed_rows(cells, table.header.delimiter):
            raise NotPlain("a quoted cell that may have swallowed rows")
        numbers = torn.numbers_of_whole_rows(last, cells.num_rows)
        last = int(numbers[-1]) if len(numbers) else last
        yield Batch(numbers, cells, torn.taken_before(last))
    rest = torn.taken_before(None)
    if rest:
        columns = [pa.array([], pa.string())] * len(table.header.names)
        yield Batch(np.empty(0, np.int64), pa.record_batch(columns, names=column_names(table)), rest)


def column_names(table: PlainTable) -> list[str]:
    """Names of the columns of a batch: their places, since a header may name two alike."""
    return [str(place) for place in range(len(table.header.names))]


def _record_batches(table: PlainTable, torn: TornRows) -> Iterator[pa.RecordBatch]:
    names = column_names(table)
    with Utf8Bytes(table.file, table.rows_at, table.encoding) as source:
        if source.is_at_end():
            return
        try:
            yield from pyarrow.csv.open_csv(
                pa.PythonFile(source, mode="r"),
                read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=BLOCK_BYTES, use_threads=False),
                parse_options=pyarrow.csv.ParseOptions(
                    delimiter=table.header.delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=torn.note,
                ),
                convert_options=pyarrow.csv.ConvertOptions(
                    column_types={name: pa.string() for name in names}, strings_can_be_null=False
                ),
            )
        except UnicodeDecodeError as error:
            raise OtherEncoding(f"not {table.encoding}") from error
        except pa.ArrowInvalid as error:
            if "UTF8" in str(error):
                raise OtherEncoding(f"not {table.encoding}") from error
            raise NotPlain("a row longer than a block") from error


def _ahead(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same batches, each read while the one before it is at work."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = pool.submit(next, batches, None)
            yield batch
