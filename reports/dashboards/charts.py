"""The drawn kinds of chart, with the settings that Superset wants for each."""

from collections.abc import Sequence

from reports.dashboards.chart import DAYS, VIEW, Chart, Params, conditions_of
from reports.dashboards.datasets import clock_of

_COLOURS = "supersetColors"
_MONTHS_AND_DAYS = "%m-%d"


def tile(name: str, title: str, view: str, metric: str, *, note: str = "") -> Chart:
    """A figure over the whole period (ratios over all its rows, never averaged), its course by week underneath."""
    params = {
        "metric": metric,
        "x_axis": clock_of(VIEW[view]),
        "time_grain_sqla": "P1W",
        "aggregation": "raw",
        "show_trend_line": True,
        "start_y_axis_at_zero": False,
        "header_font_size": 0.4,
        "subheader_font_size": 0.125,
        "color_picker": {"r": 29, "g": 78, "b": 121, "a": 1},
        "time_format": DAYS,
    }
    return Chart(name=name, title=title, view=view, kind="big_number", note=note, params=params)


def curve(name: str, title: str, view: str, bars: Sequence[str], line: str, *, note: str = "") -> Chart:
    """Counts as bars and a ratio as line over the days, with an axis each."""
    params = {
        "x_axis": clock_of(VIEW[view]),
        "time_grain_sqla": "P1D",
        "metrics": list(bars),
        "groupby": [],
        "seriesType": "bar",
        "stack": True,
        "metrics_b": [line],
        "groupby_b": [],
        "adhoc_filters_b": conditions_of(view),
        "seriesTypeB": "line",
        "yAxisIndex": 0,
        "yAxisIndexB": 1,
        "y_axis_format": ",d",
        "y_axis_format_secondary": "+.0%",
        "x_axis_time_format": _MONTHS_AND_DAYS,
        "tooltipTimeFormat": DAYS,
        "opacity": 0.9,
        "opacityB": 0.1,
        "markerEnabledB": False,
        **_legend(),
    }
    return Chart(name=name, title=title, view=view, kind="mixed_timeseries", note=note, params=params)


def bars(
    name: str, title: str, view: str, by: str, metrics: Sequence[str], *, of: str | None = None,
    sort: str | None = None, is_stacked: bool = True, is_share: bool = False, is_lying: bool = False, form: str = ",d",
    note: str = "", only: str | None = None, of_all_brands: bool = False,
) -> Chart:  # fmt: skip
    """Bars over a category, the largest first by `sort` (or from left to right, the category itself); parts by `of`."""
    params: Params = {
        "x_axis": by,
        "metrics": list(metrics),
        "groupby": [of] if of else [],
        "stack": "Stack" if is_stacked else None,
        "contributionMode": "row" if is_share else None,
        "orientation": "horizontal" if is_lying else "vertical",
        "x_axis_sort": sort or by,
        "x_axis_sort_asc": is_lying or sort is None,
        "x_axis_sort_series": "name",
        "x_axis_sort_series_ascending": True,
        "xAxisForceCategorical": True,
        "xAxisLabelInterval": "auto" if sort is None else "0",
        "sort_series_type": "name",
        "sort_series_ascending": False,
        "y_axis_format": ".0%" if is_share else form,
        "truncateYAxis": False,
        "row_limit": 1000,
        **_legend(),
    }
    return Chart(
        name=name, title=title, view=view, kind="echarts_timeseries_bar", note=note, only=only,
        of_all_brands=of_all_brands, params=params,
    )  # fmt: skip


def area(name: str, title: str, view: str, metric: str, of: str, *, note: str = "") -> Chart:
    """Parts of a stock over the days."""
    params = {
        "x_axis": clock_of(VIEW[view]),
        "time_grain_sqla": "P1D",
        "metrics": [metric],
        "groupby": [of],
        "stack": "Stack",
        "seriesType": "line",
        "opacity": 0.4,
        "y_axis_format": ",d",
        "x_axis_time_format": _MONTHS_AND_DAYS,
        "tooltipTimeFormat": DAYS,
        "row_limit": 10_000,
        **_legend(),
    }
    return Chart(name=name, title=title, view=view, kind="echarts_area", note=note, params=params)


def ring(name: str, title: str, view: str, of: str, metric: str, *, only: str | None = None, note: str = "") -> Chart:
    """Parts of a whole, few of them."""
    params = {
        "groupby": [of],
        "metric": metric,
        "donut": True,
        "innerRadius": 38,
        "outerRadius": 60,
        "label_type": "percent",
        "labels_outside": True,
        "label_line": True,
        "show_labels_threshold": 2,
        "number_format": ",d",
        "row_limit": 12,
        "sort_by_metric": True,
        "color_scheme": _COLOURS,
        "show_legend": True,
        "legendType": "scroll",
        "legendOrientation": "top",
    }
    return Chart(name=name, title=title, view=view, kind="pie", only=only, note=note, params=params)


def heat(
    name: str, title: str, view: str, across: str, down: str, metric: str, *, only: str | None = None, note: str = ""
) -> Chart:
    """Two categories against each other: the number is the metric, the colour its weight within the line."""
    params = {
        "x_axis": across,
        "groupby": down,
        "metric": metric,
        "normalize_across": "y",
        "normalized": True,
        "linear_color_scheme": "schemeOranges",
        "show_values": True,
        "show_legend": False,
        "show_percentage": False,
        "sort_x_axis": "value_desc",
        "sort_y_axis": "value_asc",
        "y_axis_format": ",d",
        "value_bounds": [None, None],
        "xscale_interval": 1,
        "yscale_interval": 1,
        "left_margin": "auto",
        "bottom_margin": "auto",
        "row_limit": 1000,
    }
    return Chart(name=name, title=title, view=view, kind="heatmap_v2", only=only, note=note, params=params)


def _legend() -> Params:
    return {
        "color_scheme": _COLOURS,
        "show_legend": True,
        "legendOrientation": "top",
        "legendType": "scroll",
        "rich_tooltip": True,
        "only_total": True,
        "truncate_metric": True,
        "show_empty_columns": True,
    }
