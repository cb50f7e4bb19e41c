"""Labelled texts in a tab-separated file, and which of their rows to score."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.hashed.seen import SeenTexts, is_test_text
from records.errors import UnreadableFile, UsageError

SEEN_SHARE = 0.05
"""A file is part of the training data when more than this share of its rows outside the test rule has been seen."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a labelled file."""

    path: Path
    labels: list[str]
    texts: list[str]

    def take(self, kept: Sequence[bool]) -> "Sheet":
        """The rows marked."""
        rows = [at for at, keep in enumerate(kept) if keep]
        return Sheet(self.path, [self.labels[at] for at in rows], [self.texts[at] for at in rows])

    def relabelled(self, labels: list[str]) -> "Sheet":
        """The same texts under other labels."""
        return Sheet(self.path, labels, self.texts)


def read_sheet(path: Path) -> Sheet:
    """A TSV whose header names `label` and `text`. Raises UnreadableFile, naming the row where there is one."""
    lines = _text_of(path).split("\n")
    columns = lines[0].rstrip("\r").split("\t")
    if not {"label", "text"} <= set(columns):
        raise UnreadableFile(f"{path}: needs tab-separated columns label and text, has: {', '.join(columns)[:100]}")
    label, text = columns.index("label"), columns.index("text")
    sheet = Sheet(path, [], [])
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        values = line.rstrip("\r").split("\t")
        if len(values) != len(columns):
            raise UnreadableFile(
                f"{path}: row {number} has {len(values)} columns, the header has {len(columns)}; "
                "remove tabs and line breaks from its text"
            )
        sheet.labels.append(values[label].strip())
        sheet.texts.append(values[text])
    if not sheet.texts:
        raise UnreadableFile(f"{path}: has a header and no rows; give labelled texts")
    return sheet


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror}); give a TSV file") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path}: is not UTF-8; convert it first, e.g. iconv -f GB18030 -t UTF-8") from error


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a sheet that are scored, and why those."""

    sheet: Sheet
    choice: str
    """all, test or held_out."""
    note: str


def choose(sheet: Sheet, split: str | None, seen: SeenTexts | None = None) -> Rows:
    """The rows to score.

    `all`: every row. `test`: rows whose text's sha256 is divisible by ten, which training never sees. None: those rows
    of a file the task's default model was trained on, and every row of any other file; the same rows for every engine,
    so that engines stand side by side. `seen` are the texts it was trained on; None for rules, which are not trained.
    Raises UsageError for another split, or when no row is left.
    """
    if split not in (None, "test", "all"):
        raise UsageError(f"unknown split {split!r}; choose test or all")
    if split == "all":
        return Rows(sheet, "all", "every row of the file, whether trained on or not")
    by_rule = [is_test_text(text) for text in sheet.texts]
    seen_count = 0
    if split is None:
        others = sheet.take([not is_test for is_test in by_rule]).texts
        seen_count = int(seen.contains(others).sum()) if seen and others else 0
        if seen_count <= SEEN_SHARE * len(others):
            return Rows(sheet, "all", "the default model was not trained on this file: every row counts")
    held = sheet.take(by_rule)
    if not held.texts:
        raise UsageError(f"{sheet.path}: none of its {len(sheet.texts)} rows is a test row; use split all")
    rule = "rows whose text's sha256 is divisible by ten; training never sees them or their near-duplicates"
    if split == "test":
        return Rows(held, "test", rule)
    return Rows(held, "held_out", f"the default model was trained on {seen_count} rows of this file; scored are {rule}")
