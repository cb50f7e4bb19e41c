"""The week as a workbook: an overview, then one sheet a panel with native charts. Nothing in it runs."""

from pathlib import Path

import xlsxwriter

from reports.formats.english import in_language
from reports.formats.foot import clause_grid, definition_grid, facts
from reports.formats.grid import Column, Grid
from reports.formats.key import key_figures
from reports.formats.sheet import Pen
from reports.formats.told import grids
from reports.formats.week import Week
from reports.panel import Panel

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Text stays text: no formula is run, no address becomes a link."""


def write(week: Week, target: Path) -> None:
    """Writes the workbook. Raises OSError or xlsxwriter's FileCreateError where the file cannot be written."""
    with xlsxwriter.Workbook(str(target), OPTIONS) as book:
        book.set_properties({"title": week.title, "comments": week.pick(week.sentence.text)})
        pen = Pen(book)
        _overview(pen, week)
        for panel in week.panels:
            _sheet(pen, week, panel)
        _statements(pen, week)


def _overview(pen: Pen, week: Week) -> None:
    """The sentence, the tiles, what each clause stands on, and what the figures mean."""
    pen.begin(week.pick(("总览", "Overview")))
    pen.line(week.title, pen.title)
    pen.paragraph(week.pick(week.sentence.text), 5)
    pen.line(facts(week), pen.muted)
    pen.gap()
    pen.grid(in_language(week, key_figures(week.scope)))
    pen.grid(in_language(week, clause_grid(week)))
    pen.grid(in_language(week, definition_grid(week)))
    pen.end()


def _sheet(pen: Pen, week: Week, panel: Panel) -> None:
    pen.begin(week.pick(panel.title))
    pen.line(week.pick(panel.title), pen.title)
    pen.gap()
    found = [grid for grid in grids(week, panel) if grid.rows]
    for grid in found:
        pen.grid(in_language(week, grid), is_titled=len(found) > 1)
    pen.end()


def _statements(pen: Pen, week: Week) -> None:
    """The SQL behind every table, once each."""
    pen.begin(week.pick(("取数语句", "SQL")))
    answers = {answer.name: (panel, answer) for panel in week.panels for answer in panel.answers}
    rows = tuple((week.pick(p.title), a.name, len(a.rows), a.sql) for p, a in answers.values())
    columns = (Column("面板"), Column("查询"), Column("行数", "count"), Column("SQL"))
    made = Grid(name="statements", title="每张表的取数语句（scrm sql 可直接执行）", columns=columns, rows=rows)
    pen.grid(in_language(week, made))
    pen.end()
