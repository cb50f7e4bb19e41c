"""The data map tells every column about people, and the page keeps what was written by hand."""

from pathlib import Path

import pytest

from warehouse.columns import Privacy, field_of
from warehouse.dictionary.privacy import BEGIN, END, filled, render
from warehouse.tables import METADATA

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"


def test_every_column_about_people_is_in_the_map_and_no_public_one() -> None:
    lines = {(cells[1].strip(" `"), name.strip(" `")) for cells in map(_cells, render().splitlines()[2:])
             for name in cells[3].split(",")}  # fmt: skip
    about = {(table.name, column.name) for table in METADATA.tables.values() for column in table.columns
             if field_of(column).privacy is not Privacy.PUBLIC}  # fmt: skip
    assert lines == about
    assert {("content_text", "text"), ("dim_author", "author_id")} <= about


def _cells(line: str) -> list[str]:
    return line.split("|")


def test_the_page_keeps_what_was_written_by_hand() -> None:
    page = PAGE.read_text("utf-8")
    once = filled(page)
    assert filled(once) == once
    assert once.startswith(page.partition(BEGIN)[0])
    assert once.endswith(page.partition(END)[2])
    with pytest.raises(ValueError, match="begin"):
        filled("# nothing")
