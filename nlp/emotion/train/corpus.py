"""The public sets the weights are trained on, and which rows may be trained on."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.emotion._weights import LABELS
from nlp.hashed.decontaminate import near_duplicates
from nlp.hashed.seen import is_test_text, text_key
from nlp.labelled import read_sheet
from records.errors import UnreadableFile, UsageError

WHOLE_TEST_SETS = ("weibo_virus_eval",)
"""Published test files: held out whole, whatever the hash of their texts."""
POSTS = "weibo_reposts.jsonl.gz"
"""Unlabelled posts, one JSON object with a `text` a line; what their expressions show is learned from them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text."""

    set_name: str
    """Stem of its file."""
    label: str
    text: str

    @property
    def is_test(self) -> bool:
        """Whether it is never trained on, by the split rule or as part of a published test file."""
        return self.set_name in WHOLE_TEST_SETS or is_test_text(self.text)


def read_sets(data: Path) -> list[Row]:
    """All rows of `emotion/*.tsv`. Raises UsageError when there are none, or for a label that is no emotion."""
    files = sorted((data / "emotion").glob("*.tsv"))
    if not files:
        raise UsageError(f"no sets in {data}: expected emotion/*.tsv with columns label and text")
    rows = []
    for file in files:
        sheet = read_sheet(file)
        strange = set(sheet.labels) - set(LABELS)
        if strange:
            raise UsageError(f"{file}: unknown labels {', '.join(sorted(strange))}; known are {', '.join(LABELS)}")
        rows += [Row(file.stem, label, text) for label, text in zip(sheet.labels, sheet.texts, strict=True)]
    return rows


def read_polarity(data: Path) -> tuple[list[str], NDArray[np.int64]]:
    """Posts of `sentiment/weibo.tsv` but for test rows, and whether each is positive."""
    sheet = read_sheet(data / "sentiment" / "weibo.tsv")
    kept = sheet.take([not is_test_text(text) for text in sheet.texts])
    return kept.texts, np.array([label == "positive" for label in kept.labels], np.int64)


def read_posts(folder: Path, labelled: Sequence[Row]) -> list[str]:
    """Unlabelled posts without repeats, and without any text of the labelled sets. Raises UnreadableFile."""
    path = folder / POSTS
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            texts = [str(json.loads(line).get("text") or "") for line in file]
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, json.JSONDecodeError, AttributeError) as error:
        raise UnreadableFile(f"{path}: cannot be read ({error}); give its folder with --posts") from error
    known = {text_key(row.text) for row in labelled}
    return [text for text in dict.fromkeys(texts) if text.strip() and text_key(text) not in known]


def without_near(rows: Sequence[Row], others: Sequence[Row]) -> list[Row]:
    """The rows that are not, and are not nearly, one of the others."""
    near = near_duplicates([row.text for row in rows], [row.text for row in others])
    return [row for row, is_near in zip(rows, near, strict=True) if not is_near]


def parts(rows: Sequence[Row], count: int) -> NDArray[np.int64]:
    """(n,) a part from 0 to count - 1 for each row, the same for the same words."""
    keys = (text_key(row.text).encode("utf-8", "surrogatepass") for row in rows)
    return np.array([int(hashlib.sha256(key).hexdigest(), 16) // 10 % count for key in keys], np.int64)
