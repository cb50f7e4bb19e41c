"""The public sets the weights are trained on, and which rows may be trained on."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.hashed.decontaminate import near_duplicates
from nlp.hashed.seen import is_test_text, text_key
from records.errors import UsageError

WHOLE_TEST_SETS = ("chnsenticorp_test", "weibo_virus_eval")
"""Published test files: held out whole, whatever the hash of their texts."""
SOCIAL_SETS = ("weibo", "weibo_usual_train", "weibo_virus_train", "weibo_virus_eval")
"""Sets of social posts; the others are reviews."""

POLARITY = {"positive": 1, "happy": 1, "negative": 0, "angry": 0, "sad": 0, "fear": 0}
"""Labels that say which side a text is on; surprise and neutral do not."""
OPINION = {"neutral": 0, "happy": 1, "angry": 1, "sad": 1, "fear": 1, "surprise": 1}
"""Labels of the emotion sets: whether the text feels anything; the sentiment sets were never asked."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text."""

    set_name: str
    """Stem of its file."""
    label: str
    text: str
    category: str = ""
    """What the text is about, where its file has a column `category`."""

    @property
    def domain(self) -> str:
        """What a left-out study leaves out at once: a category, ChnSentiCorp's three files, or a set."""
        return self.category or ("chnsenticorp" if self.set_name.startswith("chnsenticorp") else self.set_name)

    @property
    def is_social(self) -> bool:
        """Whether it is a social post."""
        return self.set_name in SOCIAL_SETS

    @property
    def is_test(self) -> bool:
        """Whether it is never trained on, by the split rule or as part of a published test file."""
        return self.set_name in WHOLE_TEST_SETS or is_test_text(self.text)


@dataclass(frozen=True, slots=True)
class Split:
    """Rows after the split."""

    train: list[Row]
    """No row is, or nearly is, a test row; no two rows have one key."""
    test: list[Row]
    near_test_count: int
    """Rows dropped because a test row is nearly the same."""
    repeated_count: int
    """Rows dropped because an earlier train row has the same key."""


def read_sets(data: Path) -> list[Row]:
    """All rows of `sentiment/*.tsv` and `emotion/*.tsv`. Raises UsageError when there are none."""
    files = sorted(data.glob("sentiment/*.tsv")) + sorted(data.glob("emotion/*.tsv"))
    if not files:
        raise UsageError(f"no sets in {data}: expected sentiment/*.tsv and emotion/*.tsv with columns label and text")
    return [row for file in files for row in _rows(file)]


def _rows(file: Path) -> Iterator[Row]:
    header, *lines = file.read_text("utf-8").split("\n")
    columns = header.rstrip("\r").split("\t")
    label, text = columns.index("label"), columns.index("text")
    category = columns.index("category") if "category" in columns else None
    for line in lines:
        values = line.rstrip("\r").split("\t")
        if len(values) == len(columns):
            yield Row(file.stem, values[label], values[text], "" if category is None else values[category])


def split(rows: list[Row]) -> Split:
    """Test rows by the rule; train rows without exact or near duplicates of any test row of any set."""
    test = [row for row in rows if row.is_test]
    candidates = [row for row in rows if not row.is_test]
    tainted = near_duplicates([row.text for row in candidates], [row.text for row in test])
    clean = [row for row, is_tainted in zip(candidates, tainted, strict=True) if not is_tainted]
    train = list({text_key(row.text): row for row in reversed(clean)}.values())[::-1]
    return Split(train, test, len(candidates) - len(clean), len(clean) - len(train))
