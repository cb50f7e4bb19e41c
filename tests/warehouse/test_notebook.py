"""The notebook runs from top to bottom on a published file, with pandas and duckdb alone."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY

NOTEBOOK = REPOSITORY / "notebooks" / "brand_week.ipynb"


def code_cells() -> list[str]:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def run_cell(source: str, names: dict[str, Any]) -> Any:
    """Runs one cell; returns what a notebook would show below it, the value of a last expression."""
    tree = ast.parse(source)
    last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, str(NOTEBOOK), "exec"), names)
    return eval(compile(last, str(NOTEBOOK), "eval"), names) if last else None


def test_it_runs_and_its_figures_are_those_of_the_lake(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRM_WAREHOUSE", str(built))
    monkeypatch.setenv("SCRM_BRAND", "茉里茶")
    names: dict[str, Any] = {}
    shown = [run_cell(source, names) for source in code_cells()]
    assert shown[-1] == names["days"].mentions.sum() > 0
    assert set(names["compared"].index) == {"mentions", "positive", "neutral", "negative", "net_sentiment"}
    assert list(shown[-2].columns) == ["平台", "声量", "负面", "投诉"]


def test_it_is_committed_without_results_and_needs_two_libraries() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in cells)
    imported = {
        name.name.partition(".")[0]
        for source in code_cells()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import)
        for name in node.names
    }
    assert imported == {"os", "duckdb", "pandas"}
