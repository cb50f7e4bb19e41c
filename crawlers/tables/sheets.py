"""Sheets and Parquet tables -> rows by column name: the header found by its names, titles above it passed over."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from crawlers.spec import SourceSpec
from crawlers.tables.delimited import HEADER_SEARCH_ROWS, name_of, row_of
from crawlers.tables.faults import Fault, Row, shown_names
from crawlers.tables.workbooks import Sheet, SheetRow, sheets_of
from records.errors import SchemaDrift

_SHOWN_SHEETS = 5
_MERGED_ONCE = ("amount", "quantity")
"""Fields of which a merged cell states the sum for all its rows: it counts in the first, the others add 0."""


def sheet_rows(body: bytes, spec: SourceSpec, where: str) -> list[tuple[str, Iterator[tuple[int, Row | Fault, bool]]]]:
    """(where, rows) of every visible sheet whose header fits.

    Raises UnreadableFile for what is no workbook and SchemaDrift, naming the sheets, where none fits.
    """
    sheets = sheets_of(body, where)
    fitting, others = [], []
    for sheet in sheets:
        first = list(islice(sheet.rows, HEADER_SEARCH_ROWS))
        at = header_at([row.cells for row in first], spec)
        if at is None:
            others.append((sheet, first))
            continue
        names = [name_of(cell) for cell in first[at].cells]
        place = where if len(sheets) == 1 else f"{where}[{sheet.name}]"
        fitting.append((place, _named(chain(first[at + 1 :], sheet.rows), names, spec)))
    if not fitting:
        raise _no_sheet(others, spec, where)
    return fitting


def header_at(rows: Sequence[Sequence[str]], spec: SourceSpec) -> int | None:
    """The first of these rows that has the required columns."""
    for index, cells in enumerate(rows):
        names = {name_of(cell) for cell in cells}
        if all(names & set(each) for each in spec.required):
            return index
    return None


def _named(rows: Iterator[SheetRow], names: list[str], spec: SourceSpec) -> Iterator[tuple[int, Row | Fault, bool]]:
    once = {column for name in _MERGED_ONCE if name in spec.feed for column in spec.feed[name].columns}
    for row in rows:
        cells = row.cells
        for at in row.filled:
            if names[at] in once:
                cells[at] = "0"
        yield row.number, row_of(cells, names, spec), False


def _no_sheet(others: list[tuple[Sheet, list[SheetRow]]], spec: SourceSpec, where: str) -> SchemaDrift:
    shown = "; ".join(f"{sheet.name}: {_columns(first)}" for sheet, first in others[:_SHOWN_SHEETS]) or "none visible"
    needed = ", ".join("/".join(names) for names in spec.required)
    return SchemaDrift(
        f"{where}: no sheet has a column {needed} (sheets: {shown}); is this a file of {spec.name} "
        f"({spec.title.en})? Choose another source or mend its column mapping"
    )


def _columns(rows: Sequence[SheetRow]) -> str:
    """The fullest of the first rows, which is most likely the header."""
    fullest = max((row.cells for row in rows), key=lambda cells: sum(map(bool, cells)), default=[])
    return shown_names(fullest)
