"""Results on the terminal: aligned tables where a Chinese character takes two columns, and files of text."""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.cells import cell_len

if TYPE_CHECKING:
    import pyarrow as pa

WIDEST = 60
"""Columns a cell may take before it is cut."""


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Prints rows under their column names."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max([cell_len(name), *(cell_len(row[i]) for row in cells)]) for i, name in enumerate(columns)]
    click.echo("  ".join(_padded(name, width) for name, width in zip(columns, widths, strict=True)).rstrip())
    click.echo("  ".join("-" * width for width in widths))
    for row in cells:
        click.echo("  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip())
    click.echo(f"({len(rows):,} rows)", err=True)


def print_result(table: "pa.Table", format_: str) -> None:
    """Prints a result as csv or json, exactly as a file of it would be."""
    from warehouse.export import write_result

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"result.{format_}"
        write_result(table, target)
        sys.stdout.write(target.read_text(encoding="utf-8-sig"))


def _cell(value: Any) -> str:
    text = "" if value is None else " ".join(str(value).split())
    while cell_len(text) > WIDEST:
        text = text[: len(text) * WIDEST // cell_len(text) - 1] + "…"
    return text


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))
