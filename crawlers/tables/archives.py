"""Whether a workbook may be unpacked: zip bombs and sheets of absurd extent are refused before anything is built.

A workbook is a zip archive of XML. Its directory may lie about sizes, so each member is inflated and counted; and a
sheet with one cell in the last corner would be built as a whole grid, so the extent of its cells is looked at too.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from records.errors import UnreadableFile

MAX_UNPACKED_BYTES = 1_000_000_000
"""A million rows of twenty columns unpack to about 700 MB; an archive that grows beyond this is taken for a bomb."""
MAX_CELLS = 40_000_000
"""Cells between a sheet's first and last row and column, filled or not: a full sheet of 38 columns."""
_CHUNK_BYTES = 1 << 20
_OVERLAP_BYTES = 64
_LOCAL_HEADER_BYTES = 30
_STORED, _DEFLATED = 0, 8
_COLUMNS = re.compile(rb"=\s*[\"']([A-Z]{2,3})\d+[\"']")
_ROWS = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr\s*=\s*[\"'](\d+)")
_ROWS_OF_CELLS = re.compile(rb"=\s*[\"'][A-Z]{1,3}(\d{6,7})[\"']")
"""Cells carry their own place; only far ones are looked for, as a regex over all of them takes minutes."""
_UP_TO_Z = 26
_REPEATED = re.compile(rb'number-(columns|rows)-repeated="(\d+)"(?![^>]*/>)')


def check_archive(body: bytes, where: str) -> None:
    """Raises UnreadableFile for a damaged archive, one that is no workbook, and one too large to open."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            members = archive.infolist()
            _check_members(body, members, where)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, IndexError) as error:
        raise UnreadableFile(f"{where}: the workbook is damaged or cut short; export or copy it again") from error


def _check_members(body: bytes, members: list[zipfile.ZipInfo], where: str) -> None:
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise UnreadableFile(f"{where}: a zip archive that is no .xlsx or .ods workbook; unpack it, or save as .xlsx")
    unpacked = 0
    for member in members:
        extent = _Extent()
        for chunk in _inflated(body, member, MAX_UNPACKED_BYTES - unpacked):
            unpacked += len(chunk)
            if unpacked >= MAX_UNPACKED_BYTES:
                raise UnreadableFile(f"{where}: unpacks to more than {MAX_UNPACKED_BYTES:,} bytes; split the file")
            extent.look(chunk, member.filename)
        if extent.cell_count > MAX_CELLS:
            raise UnreadableFile(
                f"{where}: {member.filename} spans {extent.cell_count:,} cells, more than {MAX_CELLS:,}; "
                "delete what stands far outside the table, or save the sheet as CSV"
            )


class _Extent:
    """The last row and column that a sheet's XML names."""

    def __init__(self) -> None:
        self._row, self._column, self._tail = 1, _UP_TO_Z, b""

    def look(self, chunk: bytes, name: str) -> None:
        """Looks at the next piece of a member."""
        if name.startswith("xl/worksheets/"):
            piece = self._tail + chunk
            rows = {*_ROWS.findall(piece), *_ROWS_OF_CELLS.findall(piece)}
            self._row = max([self._row, *map(int, rows)])
            self._column = max([self._column, *map(_number_of, set(_COLUMNS.findall(piece)))])
        elif name == "content.xml":
            for kind, count in set(_REPEATED.findall(self._tail + chunk)):
                self._row = max(self._row, int(count) if kind == b"rows" else 1)
                self._column = max(self._column, int(count) if kind == b"columns" else 1)
        self._tail = chunk[-_OVERLAP_BYTES:]

    @property
    def cell_count(self) -> int:
        """Cells of the whole grid."""
        return self._row * self._column


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _inflated(body: bytes, member: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """A member's bytes by its own stream, whatever the directory says of its size."""
    lengths = body[member.header_offset + 26 : member.header_offset + _LOCAL_HEADER_BYTES]
    start = member.header_offset + _LOCAL_HEADER_BYTES + sum(lengths[at] + 256 * lengths[at + 1] for at in (0, 2))
    packed = body[start : start + member.compress_size]
    if member.compress_type == _STORED:
        yield packed
        return
    if member.compress_type != _DEFLATED or member.flag_bits & 1:
        raise ValueError("packed in an unknown way")
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    while not engine.eof and limit > 0:
        chunk = engine.decompress(packed, _CHUNK_BYTES)
        packed = engine.unconsumed_tail
        if not chunk and not packed:
            raise EOFError("cut short")
        limit -= len(chunk)
        yield chunk
