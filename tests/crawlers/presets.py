"""Writers of export files for the tests of presets, and what a reading says in short."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from crawlers.reading import Reading
from crawlers.recording import read_recording
from records import Mention
from records.ids import pseudonym

KEY = b"k" * 32
NOON = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)
SECONDS = int(NOON.timestamp())
SEEN = datetime(2026, 3, 3, 2, tzinfo=UTC)
SEEN_MS = int(SEEN.timestamp()) * 1000

Rows = Sequence[dict[str, Any]]


def as_jsonl(rows: Rows) -> bytes:
    """One object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def as_json(rows: Rows) -> bytes:
    """One array, indented."""
    return json.dumps(list(rows), ensure_ascii=False, indent=4).encode()


def as_csv(rows: Rows) -> bytes:
    """A table with a byte order mark, cells quoted where they need it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook with a sheet of each name."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate([list(rows[0]), *(list(row.values()) for row in rows)]):
                sheet.write_row(number, 0, cells)
    return out.getvalue()


def read(folder: Path, source: str, content: bytes, name: str = "rows.jsonl") -> Reading:
    """The file's reading; its rows add up and nothing is refused."""
    file = folder / name
    file.write_bytes(content)
    reading = read_recording(source, file, KEY)
    assert reading.row_count == reading.taken_count + len(reading.skipped) + len(reading.refusals)
    assert reading.refusals == []
    assert reading.drift is None
    return reading


def counts(mention: Mention) -> tuple[int | None, ...]:
    """Likes, comments, shares, saves, views."""
    return (
        mention.like_count,
        mention.comment_count,
        mention.share_count,
        mention.favorite_count,
        mention.view_count,
    )


def thread(mention: Mention) -> tuple[str, str, str | None, str | None]:
    """Kind, id, parent and root."""
    return mention.kind, mention.native_id, mention.parent_id, mention.root_id


def author_id(mention: Mention) -> str | None:
    """The pseudonym of who said it."""
    return mention.author.author_id if mention.author else None


def who(platform: str, native_id: str) -> str:
    """The pseudonym that an account must have."""
    return pseudonym(KEY, platform, native_id)
