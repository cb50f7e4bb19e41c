"""Parquet tables -> rows by column name."""

import datetime as dt
import math
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

from crawlers.spec import SourceSpec
from crawlers.tables.delimited import missing_columns
from crawlers.tables.faults import BLANK, Fault, Row
from records.errors import UnreadableFile

MAGIC = b"PAR1"
MAX_UNPACKED_BYTES = 4_000_000_000
"""Size that the file itself states for its columns; beyond it the file must be split."""
_BATCH_ROWS = 10_000


def rows_of(body: bytes, spec: SourceSpec, where: str) -> Iterator[tuple[int, Row | Fault, bool]]:
    """(row number from 1, row, False). Raises UnreadableFile for a damaged file, SchemaDrift without the columns."""
    file = open_table(body, where)
    names = list(file.schema_arrow.names)
    if not all(any(name in names for name in each) for each in spec.required):
        raise missing_columns(spec, names, where)
    return _rows(file, where)


def open_table(body: bytes, where: str) -> Any:
    """The opened table. Raises UnreadableFile."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(BytesIO(body))
        size = sum(file.metadata.row_group(n).total_byte_size for n in range(file.metadata.num_row_groups))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnreadableFile(f"{where}: the Parquet file is damaged or cut short; export or copy it again") from error
    if size > MAX_UNPACKED_BYTES:
        raise UnreadableFile(f"{where}: unpacks to more than {MAX_UNPACKED_BYTES:,} bytes; split the file")
    return file


def _rows(file: Any, where: str) -> Iterator[tuple[int, Row | Fault, bool]]:
    import pyarrow as pa

    number = 0
    try:
        for batch in file.iter_batches(batch_size=_BATCH_ROWS):
            for row in batch.to_pylist():
                number += 1
                plain = {name: plain_cell(cell) for name, cell in row.items()}
                yield number, plain if any(cell is not None for cell in plain.values()) else BLANK, False
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFile(f"{where}: the Parquet file is damaged after row {number}; export it again") from error


def plain_cell(cell: Any) -> Any:
    """A cell as JSON would hold it: times as ISO text, decimals as digits, NaN as unknown."""
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, float):
        return None if math.isnan(cell) else int(cell) if cell.is_integer() and abs(cell) < 2**53 else cell
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    return str(cell) if isinstance(cell, Decimal | dt.timedelta) else cell
