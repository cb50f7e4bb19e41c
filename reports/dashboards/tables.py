"""Charts that are tables: metrics by categories, or the rows of a view themselves."""

from collections.abc import Mapping, Sequence

from reports.dashboards.chart import DAYS, Chart


def grouped(
    name: str, title: str, view: str, by: Sequence[str], metrics: Sequence[str], *, limit: int = 50, note: str = "",
    of_all_brands: bool = False,
) -> Chart:  # fmt: skip
    """A table of metrics by categories, the largest first."""
    params = {
        "query_mode": "aggregate",
        "groupby": list(by),
        "metrics": list(metrics),
        "timeseries_limit_metric": metrics[0],
        "order_desc": True,
        "row_limit": limit,
        "show_cell_bars": True,
        "table_timestamp_format": DAYS,
    }
    return Chart(name=name, title=title, view=view, kind="table", note=note, of_all_brands=of_all_brands, params=params)


def rows(
    name: str, title: str, view: str, columns: Sequence[str], *, order: str, is_falling: bool = True, limit: int = 200,
    only: str | None = None, formats: Mapping[str, str] | None = None, note: str = "",
) -> Chart:  # fmt: skip
    """The rows of a view themselves. `formats`: column -> how its numbers are printed."""
    params = {
        "query_mode": "raw",
        "all_columns": list(columns),
        "order_by_cols": [f'["{order}", {"false" if is_falling else "true"}]'],
        "row_limit": limit,
        "page_length": 10,
        "include_search": True,
        "show_cell_bars": False,
        "table_timestamp_format": DAYS,
        "column_config": {column: {"d3NumberFormat": form} for column, form in (formats or {}).items()},
    }
    return Chart(name=name, title=title, view=view, kind="table", only=only, note=note, params=params)
