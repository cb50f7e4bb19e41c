"""Delimited text -> rows: header found by its names, repeated headers and fillers skipped, torn rows put together."""

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from crawlers.spec import SourceSpec
from crawlers.tables.faults import BLANK, REPEATED_HEADER, Fault, Row, shown_names
from crawlers.tables.quotes import MAX_LINES, records_of
from records.errors import SchemaDrift

HEADER_SEARCH_ROWS = 10
"""Rows among which the header is looked for; titles and export dates stand above it."""
_MAX_PIECES = 20
_DELIMITERS = (",", "\t", ";")

Numbered = tuple[int, list[str]]
csv.field_size_limit(sys.maxsize >> 32)


def rows_of(text: str, spec: SourceSpec, where: str) -> Iterator[tuple[int, Row | Fault, bool]]:
    """(row number, row or fault, whether it was put together again). Raises SchemaDrift without the needed columns."""
    # NUL bytes end a field in some csv readers; a damaged export may hold them.
    clean = text.replace("\x00", "") if "\x00" in text else text
    start = find_header(clean, spec, where)
    lines = islice(io.StringIO(clean, newline=""), start.line_count, None)
    records = enumerate(records_of(lines, start.delimiter, len(start.names), spec.other_widths), start.row + 1)
    yield from rows_of_records(records, start.names, spec)


def rows_of_records(
    records: Iterable[Numbered], names: list[str], spec: SourceSpec
) -> Iterator[tuple[int, Row | Fault, bool]]:
    """The rows of numbered records below a header: torn ones put together, fillers and faults told."""
    for number, cells, is_mended in _mended(records, len(names), set(spec.other_widths)):
        yield number, row_of(cells, names, spec), is_mended


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where the rows of a delimited text begin and what their cells are called."""

    delimiter: str
    row: int
    """The row it stands in, from 1."""
    line_count: int
    """Lines of the file up to its end; the rows begin behind them."""
    names: list[str]


def find_header(text: str, spec: SourceSpec, where: str) -> Header:
    """The header within the first rows, by its required names. Raises SchemaDrift where there is none."""
    seen: list[str] = []
    for delimiter in _DELIMITERS:
        reader = csv.reader(islice(io.StringIO(text, newline=""), MAX_LINES), delimiter=delimiter)
        for row, cells in enumerate(islice(reader, HEADER_SEARCH_ROWS), 1):
            header = [name_of(cell) for cell in cells]
            if all(any(name in header for name in names) for names in spec.required):
                return Header(delimiter=delimiter, row=row, line_count=reader.line_num, names=header)
            seen = seen or [name for name in header if name]
    raise missing_columns(spec, seen, where)


def missing_columns(spec: SourceSpec, seen: Sequence[str], where: str) -> SchemaDrift:
    """The error of a file that lacks required columns: names them and those it has."""
    missing = ["/".join(names) for names in spec.required if not any(name in seen for name in names)]
    return SchemaDrift(
        f"{where}: no column {', '.join(missing) or 'names in the first rows'} (it has {shown_names(seen)}); "
        f"is this a file of {spec.name} ({spec.title.en})? Choose another source or mend its column mapping"
    )


def name_of(cell: str) -> str:
    """A column's name: a header cell without spaces and byte order marks around it."""
    return cell.strip().lstrip("\ufeff").strip()


def row_of(cells: list[str], header: list[str], spec: SourceSpec) -> Row | Fault:
    """A row by its column names; a fault where it is blank, a repeated header or of another width."""
    if not any(cell and not cell.isspace() for cell in cells):
        return BLANK
    if len(cells) != len(header):
        names = spec.other_widths.get(len(cells))
        if names is not None:
            return dict(zip(names, cells, strict=True))
        if len(cells) < len(header) or any(cells[len(header) :]):
            return Fault(f"{len(cells)} columns where the header has {len(header)}")
    if cells[0].strip().lstrip("\ufeff") == header[0] and [name_of(cell) for cell in cells] == header:
        return REPEATED_HEADER
    return dict(zip(header, cells, strict=False))


def _mended(records: Iterable[Numbered], width: int, other_widths: set[int]) -> Iterator[tuple[int, list[str], bool]]:
    """Joins successive short rows that make exactly one whole row: its text had an unquoted line break."""
    pieces: list[Numbered] = []
    for number, cells in records:
        if not 0 < len(cells) < width or len(cells) in other_widths:
            yield from _whole(pieces)
            pieces = []
            yield number, cells, False
            continue
        pieces.append((number, cells))
        total = sum(len(piece) for _, piece in pieces) - len(pieces) + 1
        if total == width and len(pieces) > 1:
            yield pieces[0][0], _joined([piece for _, piece in pieces]), True
            pieces = []
        elif total > width or len(pieces) > _MAX_PIECES:
            yield from _whole(pieces[:-1])
            pieces = pieces[-1:]
    yield from _whole(pieces)


def _whole(pieces: Sequence[Numbered]) -> Iterator[tuple[int, list[str], bool]]:
    return ((number, cells, False) for number, cells in pieces)


def _joined(pieces: list[list[str]]) -> list[str]:
    joined = list(pieces[0])
    for piece in pieces[1:]:
        joined[-1] += "\n" + piece[0]
        joined += piece[1:]
    return joined
