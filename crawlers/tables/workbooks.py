"""Workbooks (.xlsx, .xls, .ods) -> sheets of rows whose cells are text, as a CSV of them would hold."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import python_calamine as calamine

from crawlers.tables.archives import check_archive
from records.errors import UnreadableFile

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream of an OLE file that holds an .xlsx under a password."""
_EXACT_WHOLE = 1e15
"""Excel keeps 15 digits of a number; a longer one has lost its last."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet."""

    number: int
    """As the spreadsheet numbers it, from 1."""
    cells: list[str]
    filled: frozenset[int] = field(default_factory=frozenset)
    """Positions of cells that repeat the merged cell they belong to."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet."""

    name: str
    rows: Iterator[SheetRow]


def is_workbook(body: bytes) -> bool:
    """Whether a file is a workbook or another archive, by its first bytes."""
    return body[:4] in (ZIP_MAGIC, OLE_MAGIC)


def sheets_of(body: bytes, where: str) -> list[Sheet]:
    """The visible sheets in order. Raises UnreadableFile for what is damaged, locked, too large or no workbook."""
    book = _opened(body, where)
    return [
        Sheet(each.name, _rows(book, each.name, where))
        for each in book.sheets_metadata
        if each.visible == calamine.SheetVisibleEnum.Visible and each.typ == calamine.SheetTypeEnum.WorkSheet
    ]


def has_1904_dates(body: bytes) -> bool:
    """Whether a workbook counts its days from 1904 (old Macs), so that a bare number is four years later."""
    try:
        import zipfile

        with zipfile.ZipFile(BytesIO(body)) as archive:
            head = archive.read("xl/workbook.xml")
    except (KeyError, zipfile.BadZipFile):
        return False
    return b'date1904="1"' in head or b'date1904="true"' in head


def _opened(body: bytes, where: str) -> Any:
    if body[:4] == ZIP_MAGIC:
        check_archive(body, where)
    elif _ENCRYPTED in body:
        raise _locked(where)
    try:
        return calamine.load_workbook(BytesIO(body))
    except calamine.PasswordError as error:
        raise _locked(where) from error
    except calamine.CalamineError as error:
        raise _damaged(where) from error


def _locked(where: str) -> UnreadableFile:
    return UnreadableFile(f"{where}: the workbook is locked with a password; save it without one")


def _damaged(where: str) -> UnreadableFile:
    return UnreadableFile(f"{where}: the workbook is damaged or cut short; export or copy it again")


def _rows(book: Any, name: str, where: str) -> Iterator[SheetRow]:
    """Rows from the sheet's first; merged cells that reach down are filled in, as people read them."""
    try:
        sheet = book.get_sheet_by_name(name)
        merged = sheet.merged_cell_ranges or []
    except calamine.CalamineError as error:
        raise _damaged(where) from error
    first_column = sheet.start[1] if sheet.start else 0
    downward = {(top, left - first_column): bottom for (top, left), (bottom, _) in merged if bottom > top}
    open_until: dict[int, tuple[int, str]] = {}
    for index, values in enumerate(sheet.iter_rows()):
        cells = [_text(value) for value in values]
        filled = _fill(cells, index, open_until)
        for column, cell in enumerate(cells):
            if (index, column) in downward:
                open_until[column] = downward[index, column], cell
        yield SheetRow(index + 1, cells, filled)


def _fill(cells: list[str], index: int, open_until: dict[int, tuple[int, str]]) -> frozenset[int]:
    """Fills a row's cells from merged ones above; a row that holds nothing else stays blank."""
    due = {column: text for column, (last, text) in open_until.items() if index <= last and not cells[column]}
    if not any(cells):
        return frozenset()
    for column, text in due.items():
        cells[column] = text
    return frozenset(due)


def _text(value: Any) -> str:
    """A cell as text; an error (#N/A, #DIV/0!) comes as '' and stays unknown."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    return str(value) if isinstance(value, dt.date | dt.time | dt.timedelta) else ""


def _number(value: float) -> str:
    """Without the `.0` that a spreadsheet gives every number; one too long to be exact stays in powers of ten."""
    if abs(value) >= _EXACT_WHOLE:
        return f"{value:.14e}"
    return str(int(value)) if value == int(value) else repr(value)
