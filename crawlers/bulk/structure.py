"""Whether a CSV file can be read column by column: its source's rules, encoding, header and quotes, looked at first."""

import codecs
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import MISSING, dataclass, fields, replace
from itertools import islice
from pathlib import Path
from typing import Any

from crawlers.bulk.quotes import are_quotes_strict
from crawlers.spec import SourceSpec
from crawlers.tables.delimited import Header, find_header
from crawlers.tables.formats import refuse_other_format
from crawlers.tables.mapping import resolved
from crawlers.tables.quotes import MAX_LINES
from records import RawPage
from records.errors import SchemaDrift, ScrmError, UnreadableFile

_HEAD_BYTES = 4 << 20
"""More than crawlers.tables.samples looks at."""
_CHUNK_BYTES = 4 << 20
_ENCODINGS = ("utf-8", "gb18030")
"""In both, the bytes of quotes, delimiters and line ends are never part of another character."""
_OTHER_STARTS = (b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UNDERSTOOD = (
    "name", "title", "platform", "access", "terms", "formats", "kind", "schedule", "pace", "credentials", "quota",
    "is_newest_first", "has_date_windows", "methods", "encodings", "required", "identity", "default_texts",
    "rating_scale", "mention", "author", "extra", "max_refused_share", "min_items", "max_items", "known_fields",
    "min_filled_share", "is_unverified", "shapes", "record", "has_columns_by_header",
)  # fmt: skip
"""Keys of a spec that are honoured here; a file of a source that says more is the row reader's."""


class NotPlain(Exception):
    """This file is the row reader's; the message says why."""


class OtherEncoding(NotPlain):
    """The bytes are not of the encoding that was tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTable:
    """A file that can be read column by column."""

    spec: SourceSpec
    """The source, or the one of its shapes that the header shows."""
    file: Path
    encoding: str
    header: Header
    rows_at: int
    """The byte behind the header, where the rows begin."""


def encodings_of(file: Path, spec: SourceSpec) -> tuple[str, ...]:
    """The encodings to try in turn. Raises NotPlain where another than UTF-8 and GB18030 would be tried before."""
    with file.open("rb") as opened:
        has_bom = opened.read(3) == codecs.BOM_UTF8
    if not set(spec.encodings) <= set(_ENCODINGS):
        raise NotPlain("an encoding of its own")
    return ("utf-8",) if has_bom else spec.encodings


def plain_table(source: SourceSpec, page: RawPage, file: Path, encoding: str) -> PlainTable:
    """The file as a plain table in an encoding; `page` is its page without the body. Raises NotPlain, and OSError."""
    head, is_whole = _head(file)
    if head.startswith(_OTHER_STARTS):
        raise NotPlain("no delimited text")
    bom_size = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    text = _decoded(head[bom_size:], encoding, is_whole)
    spec, header = _shape_of(_resolved(source, replace(page, body=head)), text, page.url)
    if not is_whole and text.count("\n") <= MAX_LINES:
        raise NotPlain("lines too long to be sure of the header")
    lines = "".join(islice(io.StringIO(text, newline=""), header.line_count))
    rows_at = bom_size + len(lines.encode(encoding))
    if not are_quotes_strict(_chunks(file, rows_at), header.delimiter):
        raise NotPlain("quotes that do not enclose whole cells, or NUL bytes")
    return PlainTable(spec=spec, file=file, encoding=encoding, header=header, rows_at=rows_at)


def _head(file: Path) -> tuple[bytes, bool]:
    with file.open("rb") as opened:
        head = opened.read(_HEAD_BYTES)
        return head, not opened.read(1)


def _decoded(head: bytes, encoding: str, is_whole: bool) -> str:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(head, final=is_whole)
    except UnicodeDecodeError:
        raise OtherEncoding(f"not {encoding}") from None
    if "\x00" in text:
        raise NotPlain("NUL bytes")
    return text


def _resolved(source: SourceSpec, page: RawPage) -> SourceSpec:
    """The source with its mapping for this file, which follows from the file's first rows."""
    try:
        return resolved(source, page)
    except ScrmError as error:
        raise NotPlain("the columns of the file do not show") from error


def _shape_of(source: SourceSpec, text: str, where: str) -> tuple[SourceSpec, Header]:
    """The first of the source's shapes that the header shows, as the row reader tries them."""
    if text.lstrip("\ufeff \r\n\t")[:1] in ("{", "["):
        raise NotPlain("JSON")
    with suppress(UnreadableFile):
        refuse_other_format(text, source, where)
        for spec in (*source.shapes, source):
            with suppress(SchemaDrift):
                header = find_header(text, spec, where)
                _refuse_unknown_keys(spec)
                return spec, header
    raise NotPlain("no header of this source")


def _refuse_unknown_keys(spec: SourceSpec) -> None:
    if spec.kind is None or spec.record != "mention" or "csv" not in spec.formats:
        raise NotPlain("not a CSV of mentions")
    said = [each.name for each in fields(spec) if each.name not in _UNDERSTOOD and _is_said(spec, each)]
    if said:
        raise NotPlain(f"the source's {', '.join(said)}")


def _is_said(spec: SourceSpec, key: Any) -> bool:
    default = key.default if key.default is not MISSING else key.default_factory()
    return bool(getattr(spec, key.name) != default)


def _chunks(file: Path, begin: int) -> Iterator[bytes]:
    with file.open("rb") as opened:
        opened.seek(begin)
        while chunk := opened.read(_CHUNK_BYTES):
            yield chunk
