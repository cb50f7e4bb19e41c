"""The committed dictionary is the generated one."""

from pathlib import Path

from tests.conftest import REPOSITORY
from warehouse.dictionary import render, write
from warehouse.metrics import METRICS
from warehouse.tables import METADATA
from warehouse.views import VIEWS


def test_the_committed_page_is_current() -> None:
    committed = (REPOSITORY / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert committed == render(), "run `scrm dictionary` and commit docs/data-dictionary.md"


def test_everything_is_in_it(tmp_path: Path) -> None:
    write(tmp_path / "page.md")
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    for name in (*METADATA.tables, *(view.name for view in VIEWS)):
        assert f"### {name}\n" in page
    for table in METADATA.tables.values():
        assert all(f"| `{column.name}` |" in page for column in table.columns)
    assert all(f"| `{metric.name}` |" in page for metric in METRICS)


def test_no_cell_is_broken() -> None:
    lines = [line for line in render().splitlines() if line.startswith("| `")]
    assert {line.replace("\\|", "").count("|") for line in lines} <= {7, 9, 12}
