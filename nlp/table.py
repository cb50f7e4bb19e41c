"""Labelled tables as people have them: tabs or commas, UTF-8 or GB18030, a few other names for the same columns."""

import codecs
import csv
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from records.errors import UnreadableFile

COLUMN_NAMES = {
    "label": ("sentiment", "polarity", "sentiment_value", "emotion", "标签", "情感", "情感标签", "情绪", "类别"),
    "text": ("review", "text_a", "content", "sentence", "comment", "文本", "内容", "评论", "评论内容", "正文"),
    "aspect": ("subject", "方面", "主题"),
    "term": ("aspect_term", "评价对象"),
    "opinion_word": ("sentiment_word",),
}
"""Names by which published files call a column, the likelier first; its own name goes before all of them."""

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def text_of(path: Path) -> str:
    """The file's text, its lines ended by line feeds. Raises UnreadableFile."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror}); give a text file") from error
    return _decoded(path, content).replace("\r\n", "\n").replace("\r", "\n")


def rows_of(path: Path, wanted: Sequence[str]) -> Iterator[list[str]]:
    """The values of the wanted columns, row by row. Raises UnreadableFile, naming the row where there is one.

    A header without a tab and with a comma is that of a CSV file, whose quoted cells may hold commas and line feeds;
    between tabs a quotation mark is a character like any other.
    """
    text = text_of(path)
    header, _, _ = text.partition("\n")
    rows = _csv_rows(path, text) if "," in header and "\t" not in header else _tab_rows(text)
    _, columns = next(rows)
    places = _places(path, columns, wanted)
    for number, values in rows:
        if len(values) != len(columns):
            raise UnreadableFile(
                f"{path}: row {number} has {len(values)} columns, the header has {len(columns)}; "
                "remove tabs and line breaks from its text"
            )
        yield [values[place] for place in places]


def _places(path: Path, columns: Sequence[str], wanted: Sequence[str]) -> list[int]:
    known = [column.strip().lower() for column in columns]
    found = [next((each for each in (name, *COLUMN_NAMES.get(name, ())) if each in known), None) for name in wanted]
    if None in found:
        raise UnreadableFile(
            f"{path}: needs tab-separated columns {_listed(wanted)}, has: {', '.join(columns)[:100] or 'nothing'}"
        )
    return [known.index(name) for name in found if name is not None]


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names) if len(names) <= 2 else ", ".join(names)  # noqa: PLR2004 - two need no comma


def _tab_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() or number == 1:
            yield number, line.split("\t")


def _csv_rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(sys.maxsize >> 32)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from ((number, values) for number, values in enumerate(reader, start=1) if values)
    except csv.Error as error:
        raise UnreadableFile(f"{path}: line {reader.line_num} is no CSV ({error}); save it as TSV") from error


def encoding_of(content: bytes) -> tuple[str, int]:
    """The encoding of a text file, and the length of the mark it begins with.

    A mark decides. UTF-8 with broken bytes stays UTF-8 (GB18030 reads nearly any bytes as some rare characters) unless
    more of its characters are broken than whole.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return encoding, len(bom)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        loose = content.decode("utf-8", "replace")
        broken = loose.count("\N{REPLACEMENT CHARACTER}")
        whole = len(loose) - broken - sum(map(str.isascii, loose))
        return ("gb18030" if broken > whole else "utf-8"), 0
    return "utf-8", 0


def _decoded(path: Path, content: bytes) -> str:
    encoding, start = encoding_of(content)
    try:
        return content[start:].decode(encoding)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, start + error.start) + 1
        tried = "UTF-8, nor GB18030" if encoding == "gb18030" else encoding.upper()
        raise UnreadableFile(f"{path}: row {row} is not {tried}; save the file as UTF-8") from error
