"""Results of queries as files for other tools."""

import csv
import json
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from records.errors import ScrmError, UsageError
from records.time import SHANGHAI

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text cell beginning so would be run by a spreadsheet (OWASP, CSV Injection; full-width signs included)."""
_PASSED_OVER = " \u00a0\u3000\ufeff\x00"
"""Blanks and marks that a spreadsheet may drop before it looks for a formula."""
XLSX_ROWS = 1_048_575
"""Rows a sheet holds below its header."""
_BATCH = 50_000


def write_result(table: pa.Table, target: Path, *, format: str | None = None) -> None:  # noqa: A002
    """Writes a result as csv, json, parquet or xlsx (by `format`, else the file's ending), whole or not at all.

    Columns of one name are told apart by a number (a, a_2).
    Raises UsageError for another format or more rows than a sheet holds.
    """
    name = format or target.suffix.removeprefix(".")
    if name not in WRITERS:
        raise UsageError(f"{name or target.name}: unknown format; one of {', '.join(WRITERS)}")
    partial = target.with_name(f".{target.name}.part")
    try:
        WRITERS[name](table.rename_columns(distinct(table.column_names)), partial)
        partial.replace(target)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        reason = " ".join(str(getattr(error, "strerror", None) or error).split())
        raise ScrmError(f"{target}: cannot write ({reason})") from error
    finally:
        partial.unlink(missing_ok=True)


def write_csv(table: pa.Table, target: Path) -> None:
    """UTF-8 with a byte order mark, as Excel wants it; text that looks like a formula gets an apostrophe."""
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([harmless(name) for name in table.column_names])
        for batch in table.to_batches(_BATCH):
            columns = [[harmless(plain(value)) for value in column.to_pylist()] for column in batch.columns]
            writer.writerows(zip(*columns, strict=True))


def write_json(table: pa.Table, target: Path) -> None:
    """A list of objects, one a row."""
    names = table.column_names
    rows = [{name: _json(value) for name, value in zip(names, row, strict=True)} for row in _rows(table)]
    text = json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False, default=str)
    target.write_text(text.encode("utf-8", "replace").decode() + "\n", encoding="utf-8")


def write_parquet(table: pa.Table, target: Path) -> None:
    """Parquet, zstd."""
    pq.write_table(table, target, compression="zstd")


def write_xlsx(table: pa.Table, target: Path) -> None:
    """One sheet; text stays text (no formula is run, no address becomes a link), instants are Beijing time."""
    if table.num_rows > XLSX_ROWS:
        raise UsageError(f"{table.num_rows} rows do not fit a sheet ({XLSX_ROWS}); use csv or parquet")
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(target), options) as book:
        sheet = book.add_worksheet("result")
        styles = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        sheet.write_row(0, 0, table.column_names)
        for number, row in enumerate(_rows(table), start=1):
            for place, value in enumerate(row):
                _write_cell(sheet, number, place, value, styles)


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet runs: an apostrophe before text that begins like a formula."""
    if isinstance(value, str) and value.lstrip(_PASSED_OVER).startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def plain(value: Any) -> Any:
    """A value as text formats show it: instants and days in ISO, decimals as numbers, bytes as hexadecimal digits."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def distinct(names: Sequence[str]) -> list[str]:
    """Column names with a number behind the second and further of a kind (a, a_2), so that no column gets lost."""
    found: list[str] = []
    for name in names:
        number, each = 1, name
        while each in found or (number > 1 and each in names):
            number += 1
            each = f"{name}_{number}"
        found.append(each)
    return found


def _json(value: Any) -> Any:
    """A value as JSON knows it: what is no number in JSON (NaN, infinity) is unknown; lists and structs keep theirs."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_json(each) for each in value]
    return plain(value)


def _rows(table: pa.Table) -> Any:
    for batch in table.to_batches(_BATCH):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _write_cell(sheet: Any, row: int, column: int, value: Any, styles: Mapping[Any, Any]) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        local = value.astimezone(SHANGHAI).replace(tzinfo=None) if value.tzinfo else value
        sheet.write_datetime(row, column, local, styles[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, styles[date])
    elif isinstance(value, bool | int | float):
        sheet.write(row, column, value)
    elif isinstance(value, Decimal):
        sheet.write(row, column, plain(value))
    else:
        sheet.write_string(row, column, str(value))


WRITERS: dict[str, Callable[[pa.Table, Path], None]] = {
    "csv": write_csv,
    "json": write_json,
    "parquet": write_parquet,
    "xlsx": write_xlsx,
}
"""Format -> writer."""
