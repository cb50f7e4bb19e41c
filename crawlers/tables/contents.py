"""What an export file holds, whatever its format: one part a sheet, or the whole file as one."""

from collections.abc import Iterator
from dataclasses import dataclass

from crawlers.spec import SourceSpec
from crawlers.tables import delimited, objects, parquet
from crawlers.tables.encoding import decode
from crawlers.tables.faults import Fault, Row
from crawlers.tables.formats import refuse_other_format
from crawlers.tables.sheets import sheet_rows
from crawlers.tables.workbooks import has_1904_dates, is_workbook
from records import RawPage
from records.errors import UnreadableFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A table within a file."""

    where: str
    """The file, with the sheet where it has several."""
    rows: Iterator[tuple[int, Row | Fault, bool]]
    """Row number, row or fault, and whether it was put together again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """An opened file."""

    parts: list[Part]
    damaged_count: int = 0
    """Characters that could not be decoded."""
    serial_epoch: int | None = None
    """Year from which the file's bare numbers count days (a workbook's 1900 or 1904); None for other files."""


def open_contents(spec: SourceSpec, page: RawPage) -> Contents:
    """Opens a file in the format that its bytes show. Raises UnreadableFile and SchemaDrift."""
    if is_workbook(page.body) and "xlsx" in spec.formats:
        parts = [Part(where=where, rows=rows) for where, rows in sheet_rows(page.body, spec, page.url)]
        return Contents(parts=parts, serial_epoch=1904 if has_1904_dates(page.body) else 1900)
    if page.body[:4] == parquet.MAGIC:
        return Contents(parts=[Part(where=page.url, rows=_parquet_rows(spec, page))])
    reads = f"{spec.name} reads {' or '.join(spec.formats)}"
    decoded = decode(page.body, spec.encodings, page.url, reads)
    refuse_other_format(decoded.text, spec, page.url)
    rows = _text_rows(decoded.text, spec, page.url)
    return Contents(parts=[Part(where=page.url, rows=rows)], damaged_count=decoded.damaged_count)


def _parquet_rows(spec: SourceSpec, page: RawPage) -> Iterator[tuple[int, Row | Fault, bool]]:
    if "parquet" not in spec.formats:
        reads = " or ".join(spec.formats)
        raise UnreadableFile(f"{page.url}: this is a Parquet file, and {spec.name} reads {reads}; give it in that form")
    return parquet.rows_of(page.body, spec, page.url)


def _text_rows(text: str, spec: SourceSpec, where: str) -> Iterator[tuple[int, Row | Fault, bool]]:
    is_json = text.lstrip("\ufeff \r\n\t")[:1] in ("{", "[") and set(spec.formats) & {"json", "jsonl"}
    rows_of = objects.rows_of if is_json or "csv" not in spec.formats else delimited.rows_of
    return rows_of(text, spec, where)
