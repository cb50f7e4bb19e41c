"""The short Chinese name of every view and column: one word for one name, so that a header means the same everywhere.

They are identifiers (no spaces, no brackets), so SQL needs no quotes: `select 品牌, sum(声量) from 品牌日汇总`.
They stand in `view_names.tsv` and `column_names.tsv` beside this file.
"""

from pathlib import Path


def _names(file: str) -> dict[str, str]:
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t") for line in lines)


VIEW_NAMES = _names("view_names.tsv")
"""View -> its Chinese twin."""

COLUMN_NAMES = _names("column_names.tsv")
"""Column -> its Chinese header."""
