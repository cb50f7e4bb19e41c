"""The sheet of new words, as a person leaves it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from records.errors import UnreadableFile


def read_words(sheet: Path) -> Sequence[dict[str, Any]]:
    """The rows of a sheet. Raises UnreadableFile."""
    try:
        content = sheet.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{sheet}: cannot be read as UTF-8; save it as tab-separated UTF-8 text") from error
    rows = list(csv.DictReader(io.StringIO(content), delimiter="\t"))
    if rows and not {"word", "decision"} <= set(rows[0]):
        raise UnreadableFile(f"{sheet}: needs the columns word and decision, separated by tabs, as `scrm words` wrote")
    return rows
