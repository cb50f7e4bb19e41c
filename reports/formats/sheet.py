"""Writing sheets from the top down: tables with typed cells, native charts beside them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from records.time import SHANGHAI
from reports.formats.grid import Chart, Column, Figure, Grid, Kind, cells

SHEET_NAME_CHARACTERS = 31
"""Longest name of a sheet."""

CELL_CHARACTERS = 32_767
"""Longest text of a cell."""

WIDEST = 48
"""Width of a column at most, in characters."""

FORMATS: dict[Kind, str] = {
    "text": "@", "count": "#,##0", "share": "0.0%", "change": "+0%;-0%;0%", "points": "+0.0;-0.0;0.0",
    "number": "#,##0.00", "day": "yyyy-mm-dd", "instant": "yyyy-mm-dd hh:mm",
}  # fmt: skip
"""Number format of each kind of cell."""

COLOURS = ("#9AA5B0", "#C44E1A", "#2C6FAD")
"""Bars, the second bars, lines: told apart without seeing red and green."""

CHART_ROWS = 24
"""Rows a chart is tall."""


class Pen:
    """A workbook with its formats, and the sheet that is being written from the top down."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.names: set[str] = set()
        self.cell = {kind: book.add_format({"num_format": text, "valign": "top"}) for kind, text in FORMATS.items()}
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#EEF1F4", "text_wrap": True, "valign": "top"}
        )
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.part = book.add_format({"bold": True, "font_size": 12})
        self.muted = book.add_format({"font_color": "#56626E"})

    def begin(self, name: str) -> None:
        """A new sheet of this name, made fit and unique."""
        self.sheet = self.book.add_worksheet(sheet_name(name, self.names))
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.row = 0
        self.widths: dict[int, float] = {}

    def line(self, text: str, style: Any = None) -> None:
        """A line of text across the sheet."""
        if text:
            self.sheet.write_string(self.row, 0, plain(text), style)
            self.row += 1

    def gap(self) -> None:
        """An empty row."""
        self.row += 1

    def paragraph(self, text: str, columns: int, *, style: Any = None) -> None:
        """Text over several columns, wrapped; tall enough for Chinese characters of double width."""
        lines = max(1, -(-len(text) * 2 // 110))
        self.sheet.set_row(self.row, 16 * lines)
        self.sheet.merge_range(self.row, 0, self.row, columns - 1, "", style or self.wrapped)
        self.sheet.write_string(self.row, 0, plain(text), style or self.wrapped)
        self.row += 1

    def grid(self, grid: Grid, *, is_titled: bool = True) -> None:
        """A table with its title and note; a chart stands to its right."""
        if is_titled:
            self.line(grid.title, self.part)
        self.line(grid.note, self.muted)
        top = self.row
        for at, column in enumerate(grid.columns):
            self.sheet.write_string(top, at, plain(column.name), self.head)
            self._widen(at, column.name)
        for offset, row in enumerate(cells(grid), start=1):
            for at, figure in enumerate(row):
                self._cell(top + offset, at, figure)
        self.row = top + len(grid.rows) + 2
        if grid.chart and grid.rows:
            self.row = max(self.row, top + CHART_ROWS)
            self._chart(grid, grid.chart, top)

    def end(self) -> None:
        """Sets the widths of what was written."""
        for at, width in self.widths.items():
            self.sheet.set_column(at, at, min(WIDEST, width + 2))

    def _widen(self, at: int, text: str) -> None:
        self.widths[at] = max(self.widths.get(at, 8), sum(2 if ord(one) > 0x2E7F else 1.1 for one in text[:WIDEST]))

    def _cell(self, row: int, at: int, figure: Figure) -> None:
        value, kind = figure
        style = self.cell[kind]
        if value is None:
            return
        if isinstance(value, datetime):
            self.sheet.write_datetime(row, at, value.astimezone(SHANGHAI).replace(tzinfo=None), self.cell["instant"])
        elif isinstance(value, date):
            self.sheet.write_datetime(row, at, value, self.cell["day"])
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self.sheet.write_number(row, at, value, style)
        else:
            self.sheet.write_string(row, at, plain(str(value)), self.wrapped if len(str(value)) > WIDEST else style)
            self._widen(at, str(value))
        if isinstance(value, date):
            self._widen(at, "2026-11-26 00:00" if isinstance(value, datetime) else "2026-11-26")

    def _chart(self, grid: Grid, chart: Chart, top: int) -> None:
        rows = min(len(grid.rows), chart.first or len(grid.rows))
        span = (top + 1, top + rows)
        drawn = self.book.add_chart({"type": "bar" if chart.is_lying else "column"})
        self._series(drawn, grid.columns, chart, chart.bars, span)
        if chart.lines:
            lines = self.book.add_chart({"type": "line"})
            self._series(lines, grid.columns, chart, chart.lines, span)
            drawn.combine(lines)
            lines.set_y2_axis({"num_format": "0%", "name": grid.columns[chart.lines[0]].name})
        _dress(drawn, grid, chart)
        self.sheet.insert_chart(top, len(grid.columns) + 1, drawn)

    def _series(
        self, drawn: Any, columns: tuple[Column, ...], chart: Chart, chosen: Iterable[int], span: tuple[int, int]
    ) -> None:
        name, (first, last) = self.sheet.get_name(), span
        for number, at in enumerate(chosen):
            is_line = at in chart.lines
            colour = COLOURS[2 if is_line else number]
            series = {
                "name": columns[at].name,
                "categories": [name, first, chart.category, last, chart.category],
                "values": [name, first, at, last, at],
                "line" if is_line else "fill": {"color": colour, **({"width": 2} if is_line else {})},
            }  # fmt: skip
            drawn.add_series(
                {**series, "y2_axis": True} if is_line else {**series, "gap": 40, "overlap": 100 if chart.lines else 0}
            )


def _dress(drawn: Any, grid: Grid, chart: Chart) -> None:
    """Title, size, axes: a lying chart begins at the top as its table does; days are labelled by month and day."""
    drawn.set_title({"name": grid.title, "name_font": {"size": 11, "bold": False}})
    drawn.set_size({"width": 640, "height": 440})
    many = len(chart.bars) + len(chart.lines) > 1
    drawn.set_legend({"position": "bottom"} if many else {"none": True})
    kind = grid.columns[chart.bars[0]].kind
    values = {"num_format": FORMATS[kind], "major_gridlines": {"visible": True, "line": {"color": "#E4E7EA"}}}
    if chart.is_lying:
        drawn.set_y_axis({"reverse": True, "label_position": "low"})
        drawn.set_x_axis({**values, "label_position": "high"})
        return
    is_day = grid.columns[chart.category].kind == "day"
    labels = {"date_axis": True, "num_format": "m/d", "major_unit": 7} if is_day else {}
    drawn.set_x_axis({**labels, "label_position": "low"})
    drawn.set_y_axis(values)


def sheet_name(title: str, taken: set[str]) -> str:
    """A title as the name of a sheet: no character it may not hold, at most 31, unique whatever the case."""
    clean = "".join("／" if one in "/\\" else "" if one in "[]:*?'" else one for one in plain(title)).strip() or "表"
    number, name = 1, clean[:SHEET_NAME_CHARACTERS]
    while name.casefold() in taken:
        number += 1
        name = f"{clean[: SHEET_NAME_CHARACTERS - len(str(number)) - 1]} {number}"
    taken.add(name.casefold())
    return name


def plain(text: str) -> str:
    """Text that XML can hold and a cell has room for."""
    return text.encode("utf-8", "replace").decode("utf-8")[:CELL_CHARACTERS]
