"""The bytes of a page or file without one person's records: JSON, JSON Lines, tables as text, XML, workbooks, Parquet.

Rows that are not the person's stay byte for byte, but for masked quotations; the encoding stays what it was.
"""

import gzip
import html
import json
import re
import zlib
from dataclasses import dataclass

from crawlers.erasing.rows import HEADER_ROWS, cut_rows, own_rows
from crawlers.erasing.sheets import cut_parquet, cut_workbook, looks_in_workbook
from crawlers.erasing.trees import Marks, TreeCutter
from crawlers.tables.encoding import decode
from lake.needles import Needles
from records.errors import UnreadableFile

_WORTHWHILE_BYTES = 1 << 20
"""Smaller ones are read as they are."""
_ENCODINGS = ("utf-8", "gb18030")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_ENTRY = re.compile(r"<(item|entry)\b.*?</\1\s*>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What came of a body."""

    body: bytes
    record_count: int
    """Records taken out; masked quotations are none."""


def holds(body: bytes, needles: Needles) -> bool:
    """Whether a body names the person or holds their words, in whichever way it writes them."""
    packed = _unpacked(body)
    if packed[:4] == b"PK\x03\x04":
        return looks_in_workbook(packed, needles.may_be_in)
    if packed[:4] == b"PAR1":
        return cut_parquet(packed, needles) is not None
    text = _text(packed)
    return text is not None and any(needles.may_be_in(spelling) for spelling in _spellings(text[0]))


def cut(body: bytes, marks: Marks) -> Cut | None:
    """The body without the person; None where there is nothing of them."""
    unpacked = _unpacked(body)
    found = _cut(unpacked, marks)
    if found is None or unpacked is body:
        return found
    return Cut(body=gzip.compress(found.body, mtime=0), record_count=found.record_count)


def excerpt(body: bytes, needles: Needles) -> bytes:
    """A body small enough to be read twice: of its lines or rows the first ten and those of the person."""
    unpacked = _unpacked(body)
    text = _text(unpacked)
    if text is None or len(unpacked) < _WORTHWHILE_BYTES or _document(text[0]) is not None:
        return unpacked
    if text[0].lstrip().startswith("{"):
        lines = text[0].splitlines(keepends=True)
        hits = needles.suspects(lines)
        kept = "".join(line for number, line in enumerate(lines) if number < HEADER_ROWS or number in hits)
    else:
        kept = own_rows(text[0], needles)
    return kept.encode(text[1], "replace")


def _cut(body: bytes, marks: Marks) -> Cut | None:
    if body[:4] == b"PK\x03\x04":
        return _of(cut_workbook(body, marks.needles))
    if body[:4] == b"PAR1":
        return _of(cut_parquet(body, marks.needles))
    decoded = _text(body)
    if decoded is None or not any(marks.needles.may_be_in(each) for each in _spellings(decoded[0])):
        return None
    text, encoding = decoded
    mark = text[:1] if text[:1] == "\ufeff" else ""
    edited, count = _cut_text(text.removeprefix(mark), marks)
    return Cut(body=(mark + edited).encode(encoding, "replace"), record_count=count)


def _cut_text(text: str, marks: Marks) -> tuple[str, int]:
    document = _document(text)
    if document is not None:
        cutter = TreeCutter(marks)
        kept = cutter.cut(document[0])
        return (json.dumps({} if kept is None else kept, ensure_ascii=False) if cutter.is_changed else text), (
            cutter.record_count
        )
    for way in (_cut_lines, _cut_entries):
        found = way(text, marks)
        if found is not None:
            return found
    return cut_rows(text, marks.needles)


def _cut_lines(text: str, marks: Marks) -> tuple[str, int] | None:
    """JSON Lines: a line that is the person's goes, one that quotes them is masked, all others stay as they are."""
    if not text.lstrip().startswith("{"):
        return None
    cutter = TreeCutter(marks)
    lines = text.splitlines(keepends=True)
    hits = marks.needles.suspects(lines)
    for number, line in enumerate(lines):
        if number in hits or "\\u" in line:
            lines[number] = _cut_line(line, cutter)
    return "".join(lines), cutter.record_count


def _cut_line(line: str, cutter: TreeCutter) -> str:
    cutter.is_changed = False
    try:
        kept = cutter.cut(json.loads(line))
    except (ValueError, RecursionError):
        return cutter.marks.needles.masked(line)  # torn: nobody reads it, nobody shall
    if not cutter.is_changed:
        return line
    return "" if kept is None else json.dumps(kept, ensure_ascii=False) + "\n"


def _cut_entries(text: str, marks: Marks) -> tuple[str, int] | None:
    """Feeds: an entry with the person's id among its texts goes."""
    if not text.lstrip().startswith("<"):
        return None
    count = 0

    def kept(entry: "re.Match[str]") -> str:
        nonlocal count
        values = {html.unescape(each).strip() for each in re.findall(r">([^<>]+)<", entry[0])}
        if values & marks.needles.identities:
            count += 1
            return ""
        return entry[0]

    return marks.needles.masked(_ENTRY.sub(kept, text)), count


def _document(text: str) -> tuple[object] | None:
    """The whole as one JSON value, in a tuple; None where it is none."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return (json.loads(text),)
    except (ValueError, RecursionError):
        return None


def _text(body: bytes) -> tuple[str, str] | None:
    try:
        found = decode(body, _ENCODINGS, "page")
    except UnreadableFile:
        return None
    return found.text, "utf-8-sig" if body.startswith(b"\xef\xbb\xbf") else found.encoding


def _unpacked(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        return gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return body


def _spellings(text: str) -> list[str]:
    """The text as it stands, and as JSON and HTML mean it."""
    found = [text]
    if "\\u" in text:
        found.append(_ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text))
    if "&" in text:
        found.append(html.unescape(text))
    return found


def _of(found: tuple[bytes, int] | None) -> Cut | None:
    return None if found is None else Cut(body=found[0], record_count=found[1])
