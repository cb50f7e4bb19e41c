"""Every analyst view once more under Chinese names, so that a pivot table or a dashboard has Chinese headers.

A twin selects from its view and adds nothing: one definition, and `品牌日汇总` equals `v_insight_day` row by row.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from warehouse.views.view import View, ViewColumn
from warehouse.views.words import COLUMN_NAMES, VIEW_NAMES


def twins_of(views: Iterable[View]) -> tuple[View, ...]:
    """A twin of each view that has a Chinese name (a test lets none be without)."""
    return tuple(_twin(view) for view in views if view.name in VIEW_NAMES)


def _twin(view: View) -> View:
    source = sa.table(view.name, *(sa.column(column.name) for column in view.columns))
    return View(
        name=VIEW_NAMES[view.name],
        zh=view.zh,
        en=f"Twin of {view.name}. {view.en}",
        source=source,
        columns=tuple(
            ViewColumn(name=_chinese(column.name), expression=source.c[column.name], meaning=column.meaning)
            for column in view.columns
        ),
        additive=tuple(_chinese(name) for name in view.additive),
    )


def _chinese(name: str) -> str:
    return COLUMN_NAMES.get(name, name)
