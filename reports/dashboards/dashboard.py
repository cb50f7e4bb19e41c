"""What a dashboard is: sections of rows of charts, and the three filters over all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reports.dashboards.chart import Chart
from reports.dashboards.ids import number_of, uuid_of

COLOURS = {
    "正面数": "#2c6fad", "中性数": "#c9cfd6", "负面数": "#c44e1a",
    "正面": "#2c6fad", "中性": "#c9cfd6", "负面": "#c44e1a",
    "total_positive_count": "#2c6fad", "total_neutral_count": "#c9cfd6", "total_negative_count": "#c44e1a",
    "未判断": "#e4e7ea", "声量": "#a9bccf", "净情感": "#1d4e79", "声量份额": "#5b8db8", "负面声量份额": "#c44e1a",
    "mention_volume": "#a9bccf", "net_sentiment": "#1d4e79", "share_of_voice": "#5b8db8", "csat": "#a9bccf",
    "negative_share_of_voice": "#c44e1a", "满意率 CSAT": "#a9bccf", "净推荐值 NPS": "#1d4e79", "nps": "#1d4e79",
    "待处理": "#c44e1a", "已回复": "#5b8db8", "再次开启": "#e0a030", "已解决": "#2c6fad",
}  # fmt: skip
"""Colours by label, those of the page: they keep apart for colour-blind readers."""


@dataclass(frozen=True, slots=True)
class Place:
    """A chart in a row: twelfths of the width, and the height in units of 8 pixels."""

    chart: Chart
    width: int
    height: int = 44


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the rows beneath it."""

    heading: str
    rows: tuple[tuple[Place, ...], ...]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """One dashboard."""

    slug: str
    """Its address: /superset/dashboard/<slug>/."""
    title: str
    description: str
    filtered: str
    """The view whose brands, platforms and days the filters offer."""
    sections: tuple[Section, ...]

    @property
    def charts(self) -> tuple[Chart, ...]:
        """All charts, in reading order."""
        return tuple(place.chart for section in self.sections for row in section.rows for place in row)


def dashboard_file(dashboard: Dashboard) -> dict[str, Any]:
    """The content of a dashboard's file."""
    return {
        "dashboard_title": dashboard.title,
        "description": dashboard.description,
        "css": "",
        "slug": dashboard.slug,
        "published": True,
        "uuid": uuid_of("dashboard", dashboard.slug),
        "position": _position(dashboard),
        "metadata": {
            "color_scheme": "supersetColors",
            "label_colors": COLOURS,
            "cross_filters_enabled": True,
            "native_filter_configuration": list(_filters(dashboard)),
            "refresh_frequency": 0,
            "timed_refresh_immune_slices": [],
            "expanded_slices": {},
        },
        "version": "1.0.0",
    }


def _filters(dashboard: Dashboard) -> Iterator[dict[str, Any]]:
    overall = [number_of(chart.name) for chart in dashboard.charts if chart.of_all_brands]
    yield _choice("brand", "品牌", dashboard.filtered, "brand", excluded=overall)
    yield _choice("platform", "平台", dashboard.filtered, "platform_name", excluded=[])
    yield _filter("period", "期间", "filter_time", [{}], {}, excluded=[])


def _choice(name: str, title: str, view: str, column: str, *, excluded: list[int]) -> dict[str, Any]:
    tracked = {"clause": "WHERE", "expressionType": "SIMPLE", "subject": "brand_id", "operator": "IS NOT NULL"}
    controls = {
        "multiSelect": True,
        "enableEmptyFilter": False,
        "defaultToFirstItem": False,
        "inverseSelection": False,
        "searchAllOptions": False,
        "sortAscending": True,
    }
    targets = [{"column": {"name": column}, "datasetUuid": uuid_of("dataset", view)}]
    return {**_filter(name, title, "filter_select", targets, controls, excluded=excluded), "adhoc_filters": [tracked]}


def _filter(
    name: str, title: str, kind: str, targets: list[Any], controls: dict[str, Any], *, excluded: list[int]
) -> dict[str, Any]:
    return {
        "id": f"NATIVE_FILTER-{name}",
        "type": "NATIVE_FILTER",
        "name": title,
        "filterType": kind,
        "targets": targets,
        "controlValues": controls,
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "cascadeParentIds": [],
        "scope": {"rootPath": ["ROOT_ID"], "excluded": excluded},
        "description": "",
    }


def _position(dashboard: Dashboard) -> dict[str, Any]:
    """The layout as Superset keeps it: a flat table of nodes that name their parents and children."""
    nodes: dict[str, Any] = {"DASHBOARD_VERSION_KEY": "v2"}
    top: list[str] = []
    for number, section in enumerate(dashboard.sections, start=1):
        heading = f"HEADER-{number}"
        meta = {"text": section.heading, "headerSize": "MEDIUM_HEADER", "background": "BACKGROUND_TRANSPARENT"}
        _put(nodes, heading, "HEADER", ["ROOT_ID", "GRID_ID"], [], meta)
        top.append(heading)
        for index, row in enumerate(section.rows, start=1):
            name = f"ROW-{number}-{index}"
            parents = ["ROOT_ID", "GRID_ID", name]
            children = [_put_chart(nodes, place, parents) for place in row]
            _put(nodes, name, "ROW", parents[:-1], children, {"background": "BACKGROUND_TRANSPARENT"})
            top.append(name)
    _put(nodes, "HEADER_ID", "HEADER", [], [], {"text": dashboard.title})
    _put(nodes, "GRID_ID", "GRID", ["ROOT_ID"], top, {})
    _put(nodes, "ROOT_ID", "ROOT", [], ["GRID_ID"], {})
    return nodes


def _put_chart(nodes: dict[str, Any], place: Place, parents: list[str]) -> str:
    chart = place.chart
    node = f"CHART-{chart.name}"
    meta = {
        "chartId": number_of(chart.name),
        "uuid": uuid_of("chart", chart.name),
        "sliceName": chart.title,
        "width": place.width,
        "height": place.height,
    }
    _put(nodes, node, "CHART", parents, [], meta)
    return node


def _put(
    nodes: dict[str, Any], name: str, kind: str, parents: list[str], children: list[str], meta: dict[str, Any]
) -> None:
    nodes[name] = {"id": name, "type": kind, "parents": parents, "children": children, "meta": meta}
