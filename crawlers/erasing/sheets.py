"""Rows of one person in workbooks and Parquet tables."""

import html
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lake.needles import Needles


def looks_in_workbook(body: bytes, is_in: Callable[[str], bool]) -> bool:
    """Whether the XML of a workbook's members holds something; unpacked at most a gigabyte, like any import."""
    from crawlers.tables.archives import check_archive

    check_archive(body, "workbook")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and is_in(html.unescape(archive.read(name).decode("utf-8", "replace"))):
                return True
    return False


def cut_workbook(body: bytes, needles: Needles) -> tuple[bytes, int] | None:
    """An .xlsx without the person's rows; None where there is nothing of them. Formats of cells may be lost."""
    if not looks_in_workbook(body, needles.may_be_in):
        return None
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(body))
    count = 0
    for sheet in book.worksheets:
        for row in reversed(list(sheet.iter_rows())):
            if any(_whole(cell.value) in needles.identities for cell in row):
                sheet.delete_rows(row[0].row)
                count += 1
                continue
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = needles.masked(cell.value)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue(), count


def _whole(value: Any) -> str:
    """A cell as an id: a spreadsheet's whole number has no point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def cut_parquet(body: bytes, needles: Needles) -> tuple[bytes, int] | None:
    """A Parquet file without the person's rows; None where there is nothing of them."""
    table = pq.read_table(pa.BufferReader(body))
    own: set[int] = set()
    changed = False
    for place, column in enumerate(table.schema):
        if not (
            pa.types.is_string(column.type) or pa.types.is_large_string(column.type) or pa.types.is_integer(column.type)
        ):
            continue
        values = [None if each is None else str(each) for each in table.column(place).to_pylist()]
        own |= {row for row, value in enumerate(values) if value is not None and value.strip() in needles.identities}
        hits = {} if pa.types.is_integer(column.type) else needles.mask_all(values)
        if hits:
            changed = True
            masked = [hits.get(row, value) for row, value in enumerate(values)]
            table = table.set_column(place, column, pa.array(masked, column.type))
    if not own and not changed:
        return None
    kept = table.filter(pa.array([row not in own for row in range(table.num_rows)]))
    sink = io.BytesIO()
    pq.write_table(kept, sink, compression="zstd")
    return sink.getvalue(), len(own)
