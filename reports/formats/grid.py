"""What every format but the page itself is made of: a panel's rows as a table with Chinese headers and typed cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from records.time import SHANGHAI
from reports import numbers
from warehouse.answers import Cell

Kind = Literal["text", "count", "share", "change", "points", "number", "day", "instant"]
"""What a cell holds. share: 0 to 1; change: a relative change, 0.5 is +50%; points: percentage points."""


class Figure(NamedTuple):
    """A cell of another kind than its column's: a table of metrics has counts above shares."""

    value: Cell
    kind: Kind


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid."""

    name: str
    """Chinese header."""
    kind: Kind = "text"
    """Kind of its cells, unless a cell is a Figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Which columns of a grid a native chart shows; indexes count from 0."""

    category: int
    """Column of the labels."""
    bars: tuple[int, ...]
    """Columns drawn as bars."""
    lines: tuple[int, ...] = ()
    """Columns drawn as lines on an axis of their own."""
    is_lying: bool = False
    """Bars lie, so that long labels can be read."""
    first: int | None = None
    """Rows shown; None for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table."""

    name: str
    """Identifier: the name of the answer it was told from, or what it is."""
    title: str
    """Chinese title."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | Figure, ...], ...]
    chart: Chart | None = None
    note: str = ""
    """What a reader must know of these rows, one line."""

    def only(self, names: Sequence[str], *, first: int | None = None) -> "Grid":
        """The same with some of its columns (by header, in this order) and its first rows. Raises ValueError."""
        at = [[column.name for column in self.columns].index(name) for name in names]
        rows = tuple(tuple(row[place] for place in at) for row in self.rows[:first])
        return Grid(name=self.name, title=self.title, columns=tuple(self.columns[i] for i in at), rows=rows)


def cells(grid: Grid) -> Iterable[list[Figure]]:
    """The rows with each cell's kind beside it."""
    for row in grid.rows:
        pairs = zip(row, grid.columns, strict=True)
        yield [cell if isinstance(cell, Figure) else Figure(cell, column.kind) for cell, column in pairs]


def shown(figure: Figure) -> str:
    """A cell as a person reads it; unknown is a dash."""
    value, kind = figure
    if value is None:
        return "—"
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return _number(value, kind)


def _number(value: float, kind: Kind) -> str:
    if kind == "share":
        return numbers.percent(value)
    if kind == "change":
        return numbers.signed(f"{abs(value) * 100:,.0f}%", value)
    if kind == "points":
        return numbers.signed(f"{abs(value):.1f}", value)
    return numbers.count(value) if kind == "count" else f"{value:,.2f}"
