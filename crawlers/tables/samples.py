"""The first rows of a file, whatever its format: columns with some of their cells, for finding out what they are."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from crawlers.spec import SourceSpec
from crawlers.tables import parquet
from crawlers.tables.columns import Column
from crawlers.tables.delimited import HEADER_SEARCH_ROWS, name_of
from crawlers.tables.encoding import decode
from crawlers.tables.workbooks import is_workbook, sheets_of
from records import RawPage
from records.errors import UnreadableFile

SAMPLE_ROWS = 200
_HEAD_BYTES = 4_000_000
_DELIMITERS = (",", "\t", ";")
_ENCODINGS = ("utf-8", "gb18030")
_BOMS_OF_TWO_BYTES = (b"\xff\xfe", b"\xfe\xff")
HeaderScore = Callable[[Sequence[str]], float]
"""How much a row looks like the header."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file with its header found."""

    title: str
    """File and sheet."""
    columns: tuple[Column, ...]


def tables_of(page: RawPage, is_header: HeaderScore) -> list[Table]:
    """The tables of a file, each with the header row that scores best; at least one. Raises UnreadableFile."""
    found = _tables(page, is_header)
    if not found:
        raise UnreadableFile(f"{page.url}: holds no rows; export it again")
    return found


def may_fit(page: RawPage, specs: Sequence[SourceSpec]) -> list[SourceSpec]:
    """The sources that may read a file: of a workbook, those whose columns one of its first rows has; else all.

    Each of them opens a workbook anew, which takes seconds for a large one. Raises UnreadableFile.
    """
    if not is_workbook(page.body):
        return list(specs)
    rows = [
        {name_of(cell) for cell in row.cells}
        for sheet in sheets_of(page.body, page.url)
        for row in islice(sheet.rows, HEADER_SEARCH_ROWS)
    ]
    return [spec for spec in specs if any(_has_columns(shape, row) for shape in (spec, *spec.shapes) for row in rows)]


def _has_columns(spec: SourceSpec, row: set[str]) -> bool:
    return "xlsx" in spec.formats and all(row & set(names) for names in spec.required)


def _tables(page: RawPage, is_header: HeaderScore) -> list[Table]:
    if is_workbook(page.body):
        grids = [
            (f"{page.url} {sheet.name}", [row.cells for row in islice(sheet.rows, SAMPLE_ROWS)])
            for sheet in sheets_of(page.body, page.url)
        ]
        return [_table(title, rows, is_header) for title, rows in grids if rows]
    if page.body[:4] == parquet.MAGIC:
        return [Table(page.url, _columns_of(_parquet_rows(page)))]
    text = decode(_head(page.body), _ENCODINGS, page.url).text
    if text.lstrip("\ufeff \r\n\t")[:1] in ("{", "["):
        return [Table(page.url, _columns_of(_objects(text, page.url)))]
    grids = [(page.url, _grid(text, delimiter)) for delimiter in _DELIMITERS]
    found = [_table(title, rows, is_header) for title, rows in grids if rows]
    found.sort(key=lambda table: (is_header([column.name for column in table.columns]), len(table.columns)))
    return found[-1:]


def _head(body: bytes) -> bytes:
    """The beginning of a large text file, up to the end of a line."""
    if len(body) <= _HEAD_BYTES or body[:2] == b"\x1f\x8b" or body[:2] in _BOMS_OF_TWO_BYTES:
        return body
    head = body[:_HEAD_BYTES]
    is_one_array = body.lstrip()[:1] == b"["
    return body if is_one_array else head[: head.rfind(b"\n") + 1] or head


def _grid(text: str, delimiter: str) -> list[list[str]]:
    lines = io.StringIO(text.replace("\x00", ""), newline="")
    return list(islice(csv.reader(lines, delimiter=delimiter), SAMPLE_ROWS))


def _table(title: str, rows: Sequence[Sequence[str]], is_header: HeaderScore) -> Table:
    first = rows[:HEADER_SEARCH_ROWS]
    scores = [is_header([name_of(cell) for cell in cells]) for cells in first]
    at = scores.index(max(scores)) if max(scores) > 0 else _first_full(first)
    names = [name_of(cell) for cell in rows[at]]
    below = rows[at + 1 :]
    # Of two columns of one name the reader keeps the last.
    columns = {
        name: Column(name, tuple(row[n].strip() for row in below if n < len(row) and row[n].strip() not in ("", name)))
        for n, name in enumerate(names)
        if name
    }
    return Table(title, tuple(columns.values()))


def _first_full(rows: Sequence[Sequence[str]]) -> int:
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in rows]
    return filled.index(max(filled))


def _parquet_rows(page: RawPage) -> Iterator[Mapping[str, Any]]:
    file = parquet.open_table(page.body, page.url)
    for batch in file.iter_batches(batch_size=SAMPLE_ROWS):
        for row in batch.to_pylist():
            yield {name: parquet.plain_cell(cell) for name, cell in row.items()}


def _objects(text: str, where: str) -> Iterator[Mapping[str, Any]]:
    try:
        if text.lstrip("\ufeff \r\n\t")[:1] == "[":
            yield from (each for each in json.loads(text) if isinstance(each, dict))
            return
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{where}: broken JSON; export it again") from error
    for line in text.split("\n"):
        try:
            value = json.loads(line.strip("\ufeff \r\t") or "null")
        except (ValueError, RecursionError):
            continue  # the reader will refuse the line; here it only tells nothing
        if isinstance(value, dict):
            yield value


def _columns_of(rows: Iterator[Mapping[str, Any]]) -> tuple[Column, ...]:
    """Columns of objects; one level of nesting becomes a dotted name."""
    cells: dict[str, list[str]] = {}
    for row in islice(rows, SAMPLE_ROWS):
        for name, value in _flat(row):
            filled = cells.setdefault(name, [])
            if value is not None and str(value).strip():
                filled.append(str(value).strip())
    return tuple(Column(name, tuple(values)) for name, values in cells.items())


def _flat(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{inner}", each) for inner, each in value.items() if not isinstance(each, dict | list))
        elif not isinstance(value, list):
            yield name, value
