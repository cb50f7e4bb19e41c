"""One data set per view: the columns analysts may see, codes in Chinese, instants in Beijing time, all that adds up.

Columns of the restricted class (titles and texts of posts) are left out: the login of Superset may not read them on
PostgreSQL, and "drill to detail" selects every column that a data set has. A post is opened by its link.
"""

from collections.abc import Iterator
from typing import Any

from reports.dashboards.codes import worded
from reports.dashboards.ids import uuid_of
from warehouse import superset
from warehouse.roles import ANALYST, READABLE, privacy_of
from warehouse.views import View, ViewColumn
from warehouse.views.words import COLUMN_NAMES, VIEW_NAMES

DATABASE = "warehouse"
_CLOCKS = ("day", "month", "period_end", "opened_at", "first_at", "published_at", "started_at", "begins_on", "cohort")
"""Columns that place a row in time, the first that a view has."""


def clock_of(view: View) -> str | None:
    """The column that a dashboard's period filters; None where a row has no time."""
    names = {column.name for column in view.columns}
    return next((name for name in _CLOCKS if name in names), None)


def dataset(view: View) -> dict[str, Any]:
    """The content of a data set's file."""
    return {
        "table_name": view.name,
        "main_dttm_col": clock_of(view),
        "description": f"{VIEW_NAMES[view.name]}：{view.comment}",
        "schema": None,
        "sql": None,
        "filter_select_enabled": True,
        "columns": [*_columns(view), *_spans(view)],
        "metrics": [*map(superset.metric_of, superset.registered().get(view.name, ())), *_totals(view)],
        "uuid": uuid_of("dataset", view.name),
        "database_uuid": uuid_of("database", DATABASE),
        "version": "1.0.0",
    }


def _columns(view: View) -> Iterator[dict[str, Any]]:
    for column in view.columns:
        if privacy_of(column) not in READABLE[ANALYST]:
            continue
        made = superset.column_of(column, is_summed=column.name in view.additive)
        expression = worded(view, column.name)
        if expression is None:
            yield made
        else:
            yield {**made, "verbose_name": f"{made['verbose_name']}代号"}
            yield _calculated(column, f"{column.name}_zh", expression, made["verbose_name"])
        if made["type"].startswith("TIMESTAMP"):
            yield _calculated(column, f"{column.name}_text", _beijing(column.name), f"{made['verbose_name']}(北京)")
        if column.name == "url":
            yield _calculated(column, "link", _link(), "原文")


def _spans(view: View) -> Iterator[dict[str, Any]]:
    """Week and month as text: an axis of time puts its marks where it likes, one of text at the bars."""
    clock = clock_of(view)
    if clock in ("day", "period_end"):
        column = next(column for column in view.columns if column.name == clock)
        for name, length, zh in (("week", 10, "周(周一)"), ("month", 7, "月")):
            expression = f"substr(cast(date_trunc('{name}', {clock}) AS VARCHAR), 1, {length})"
            yield _calculated(column, f"{name}_text", expression, zh)


def _calculated(column: ViewColumn, name: str, expression: str, zh: str) -> dict[str, Any]:
    return {
        "column_name": name,
        "verbose_name": zh,
        "description": column.meaning.comment,
        "type": "VARCHAR",
        "is_dttm": False,
        "groupby": True,
        "filterable": True,
        "expression": expression,
    }


def _beijing(name: str) -> str:
    """Minute in Beijing time as text: tables of Superset print instants in UTC."""
    return f"substr(cast({name} AT TIME ZONE 'Asia/Shanghai' AS VARCHAR), 1, 16)"


def _link() -> str:
    """A link to the post, which tables of Superset show as one after cleaning it; NULL for what is no web address."""
    safe = "replace(replace(url, '\"', ''), '<', '')"
    return f"CASE WHEN substr(url, 1, 4) = 'http' THEN '<a href=\"' || {safe} || '\" target=\"_blank\">打开</a>' END"


def _totals(view: View) -> Iterator[dict[str, Any]]:
    """A sum for every column that adds up."""
    for name in view.additive:
        yield {
            "metric_name": f"total_{name}",
            "verbose_name": COLUMN_NAMES[name],
            "expression": f"sum({name})",
            "description": f"{COLUMN_NAMES[name]}之和 | Sum of {name}",
            "d3format": ",d" if name.endswith("_count") else ",.2f",
        }
