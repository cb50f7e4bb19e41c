"""Labelled texts in a tab-separated file, and which of their rows to score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.hashed.seen import SeenTexts, is_test_text
from nlp.table import rows_of
from records.errors import UnreadableFile, UsageError

SEEN_SHARE = 0.05
"""A file shares texts with the training data when more than this share of its rows outside the test rule was seen."""
MOSTLY_SEEN = 0.5
"""Above this share it is training data itself, whose test rows training left out with all that resembles them."""
_RULE = "rows whose text's sha256 is divisible by ten; training never sees them or their near-duplicates"


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

    def renamed(self, names: Mapping[str, str]) -> "Sheet":
        """The same texts, their labels by other names where there is one."""
        return self.relabelled([names.get(label, label) for label in self.labels])

    def relabelled(self, labels: list[str]) -> "Sheet":
        """The same texts under other labels."""
        return Sheet(self.path, labels, self.texts)


def read_sheet(path: Path) -> Sheet:
    """A table whose header names `label` and `text`. Raises UnreadableFile, naming the row where there is one."""
    sheet = Sheet(path, [], [])
    for label, text in rows_of(path, ("label", "text")):
        sheet.labels.append(label.strip())
        sheet.texts.append(text)
    if not sheet.texts:
        raise UnreadableFile(f"{path}: has a header and no rows; give labelled texts")
    return sheet


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a sheet that are scored, and why those."""

    sheet: Sheet
    choice: str
    """all, test, held_out or unseen."""
    note: str


def choose(sheet: Sheet, split: str | None, seen: SeenTexts | None = None) -> Rows:
    """The rows to score.

    `all`: every row. `test`: rows whose text's sha256 is divisible by ten, which training never sees. None: those rows
    of a file the task's default model was trained on, of a file that shares some texts with its training data the
    others, and every row of any other file; the same rows for every engine, so that engines stand side by side.
    `seen` are the texts it was trained on; None for rules, which are not trained.
    Raises UsageError for another split, or where `test` leaves no row.
    """
    if split not in (None, "test", "all"):
        raise UsageError(f"unknown split {split!r}; choose test or all")
    if split == "all":
        return Rows(sheet, "all", "every row of the file, whether trained on or not")
    held = sheet.take([is_test_text(text) for text in sheet.texts])
    if split is None:
        return _untrained(sheet, held, seen)
    if not held.texts:
        raise UsageError(f"{sheet.path}: none of its {len(sheet.texts)} rows is a test row; use split all")
    return Rows(held, "test", _RULE)


def _untrained(sheet: Sheet, held: Sheet, seen: SeenTexts | None) -> Rows:
    is_seen = seen.contains(sheet.texts).tolist() if seen else [False] * len(sheet.texts)
    others = [known for known, text in zip(is_seen, sheet.texts, strict=True) if not is_test_text(text)]
    count = sum(others)
    if count <= SEEN_SHARE * len(others):
        return Rows(sheet, "all", "the default model was not trained on this file: every row counts")
    trained = f"the default model was trained on {count} rows of this file"
    if count <= MOSTLY_SEEN * len(others):
        return Rows(sheet.take([not known for known in is_seen]), "unseen", f"{trained}; scored are the others")
    if held.texts:
        return Rows(held, "held_out", f"{trained}; scored are {_RULE}")
    return Rows(sheet, "all", f"{trained} and none of the others is a test row; no measure of quality")
