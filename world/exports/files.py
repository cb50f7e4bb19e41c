"""Files with fixed bytes and fixed modification times, and the usual mess in them."""

import csv
import gzip
import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp
from pathlib import Path
from typing import Any

from world.model import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One file and what is true about it."""

    path: Path
    source: str
    """Source that reads it."""
    observed_at: datetime
    """Its modification time: when the export was made."""
    rows: int
    """Data rows, damaged ones included; headers and blank fillers excluded."""
    refused: int = 0
    """Damaged rows."""
    skipped: int = 0
    """Repeated headers and blank filler rows."""
    encoding: str = "utf-8"


def put(path: Path, body: bytes, at: datetime) -> None:
    """Writes the bytes and sets the modification time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    os.utime(path, (at.timestamp(), at.timestamp()))


def packed(body: bytes) -> bytes:
    """The bytes gzipped, the same every time."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, filename="") as file:
        file.write(body)
    return buffer.getvalue()


def json_line(row: Mapping[str, Any]) -> str:
    """One line of a JSONL file, without its end."""
    return json.dumps(row, ensure_ascii=False)


def cut_line(line: str) -> str:
    """A line that broke off in the middle, as in an interrupted export."""
    return line[: len(line) * 3 // 5].rstrip()


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV file with that header."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def grown(final: int, item: Item, seen_at: datetime) -> int:
    """A count as it stood at `seen_at`: half of the final one after a day, nearly all after a week."""
    hours = max(0.0, (seen_at - item.at).total_seconds() / 3600)
    return round(final * (1 - exp(-hours / 35)))


def rounded(count: int) -> str:
    """The count as the app shows it: `1.2万` from ten thousand on."""
    return str(count) if count < 10_000 else f"{count / 10_000:.1f}万"


def in_order(items: Iterable[Item]) -> list[Item]:
    """By time of publication, then id."""
    return sorted(items, key=lambda item: (item.at, item.native_id))
