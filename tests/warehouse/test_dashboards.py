"""What Superset imports: every view, column and metric it names is there and runs, ids are single, words Chinese."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from pipeline.cli.app import app
from pipeline.cli.edge import guarded
from reports.dashboards import files
from reports.dashboards.bundle import DASHBOARDS
from reports.dashboards.codes import CODES
from warehouse.roles import ANALYST, READABLE, privacy_of
from warehouse.views import VIEWS

ROOT = Path(__file__).resolve().parents[2]
FILES = files()
CONTENTS: dict[str, dict[str, Any]] = {path: yaml.safe_load(text) for path, text in FILES.items()}
CHINESE = re.compile(r"[一-鿿]")
LATIN = {"ROI", "NPV", "BCI", "Gini"}


def part(folder: str) -> dict[str, dict[str, Any]]:
    return {path: content for path, content in CONTENTS.items() if path.startswith(f"{folder}/")}


DATASETS = {content["uuid"]: content for content in part("datasets").values()}
CHARTS = {content["uuid"]: content for content in part("charts").values()}
every_dataset = pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda each: each["table_name"])
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=lambda each: each["slice_name"])
every_dashboard = pytest.mark.parametrize("dashboard", part("dashboards").values(), ids=lambda each: each["slug"])


def _sql(column: dict[str, Any]) -> str:
    return column.get("expression") or column["column_name"]


@every_dataset
def test_a_data_set_reads_from_its_view(star: sa.Connection, dataset: dict[str, Any]) -> None:
    columns = ", ".join(f"{_sql(column)} AS c{number}" for number, column in enumerate(dataset["columns"]))
    star.exec_driver_sql(f"SELECT {columns} FROM {dataset['table_name']}").all()
    metrics = [metric["expression"] for metric in dataset["metrics"]] or ["count(*)"]
    assert len(star.exec_driver_sql(f"SELECT {', '.join(metrics)} FROM {dataset['table_name']}").all()) == 1


@every_dataset
def test_a_data_set_speaks_chinese_and_says_each_thing_once(dataset: dict[str, Any]) -> None:
    named = [column["verbose_name"] for column in dataset["columns"]]
    assert [word for word, count in Counter(named).items() if count > 1] == []
    words = named + [metric["verbose_name"] for metric in dataset["metrics"]]
    assert [word for word in words if not CHINESE.search(word)] == []
    for names in (
        [each["column_name"] for each in dataset["columns"]],
        [each["metric_name"] for each in dataset["metrics"]],
    ):
        assert len(names) == len(set(names))
    assert dataset["main_dttm_col"] in [each["column_name"] for each in dataset["columns"] if each["is_dttm"]] + [None]


def test_every_view_is_a_data_set_without_what_analysts_may_not_read() -> None:
    shown = {each["table_name"]: {column["column_name"] for column in each["columns"]} for each in DATASETS.values()}
    for view in VIEWS:
        readable = {column.name for column in view.columns if privacy_of(column) in READABLE[ANALYST]}
        hidden = {column.name for column in view.columns} - readable
        assert readable <= shown[view.name]
        assert not hidden & shown[view.name]
    assert {"title", "text"} & shown["v_mention"] == set()


def test_codes_in_words_are_those_of_real_columns(star: sa.Connection) -> None:
    for view, column in CODES:
        star.exec_driver_sql(f"SELECT {column} FROM {view} LIMIT 0")
    tones = {"positive": "正面", "neutral": "中性", "negative": "负面", None: "未判断"}
    mention = next(each for each in DATASETS.values() if each["table_name"] == "v_mention")
    worded = next(column["expression"] for column in mention["columns"] if column["column_name"] == "sentiment_zh")
    found = star.exec_driver_sql(f"SELECT DISTINCT sentiment, {worded} FROM v_mention").all()
    assert {(code, tones[code]) for code, _ in found} == {tuple(row) for row in found}


def test_instants_are_told_in_beijing_time(star: sa.Connection) -> None:
    mention = next(each for each in DATASETS.values() if each["table_name"] == "v_mention")
    text = next(column["expression"] for column in mention["columns"] if column["column_name"] == "published_at_text")
    rows = star.exec_driver_sql(f"SELECT day, {text} FROM v_mention WHERE published_at IS NOT NULL").all()
    assert rows
    assert [row for row in rows if str(row[0]) != row[1][:10]] == []


def _names(params: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Columns and metrics that a chart's settings name."""
    columns = {params.get("x_axis"), *params.get("groupby_b", ()), *params.get("all_columns", ())}
    groups = params.get("groupby", [])
    columns |= set(groups if isinstance(groups, list) else [groups])
    columns |= {each["subject"] for each in params["adhoc_filters"] if each["expressionType"] == "SIMPLE"}
    columns |= set(params.get("column_config", ()))
    metrics = {params.get("metric"), params.get("timeseries_limit_metric"), params.get("x_axis_sort")}
    metrics |= {*params.get("metrics", ()), *params.get("metrics_b", ())}
    return {each for each in columns if isinstance(each, str)}, metrics - {None, params.get("x_axis")}


@every_chart
def test_a_chart_asks_for_what_its_data_set_has(star: sa.Connection, chart: dict[str, Any]) -> None:
    dataset = DATASETS[chart["dataset_uuid"]]
    columns, metrics = _names(chart["params"])
    known = {each["column_name"]: _sql(each) for each in dataset["columns"]}
    measures = {each["metric_name"]: each["expression"] for each in dataset["metrics"]}
    assert columns <= known.keys()
    assert metrics <= measures.keys()
    assert CHINESE.search(chart["slice_name"])
    conditions = [each["sqlExpression"] for each in chart["params"]["adhoc_filters"] if each["expressionType"] == "SQL"]
    where = " AND ".join(conditions or ["true"])
    star.exec_driver_sql(f"SELECT count(*) FROM {dataset['table_name']} WHERE {where}").all()
    for ordered in chart["params"].get("order_by_cols", ()):
        assert yaml.safe_load(ordered)[0] in known


@every_dashboard
def test_a_dashboard_shows_every_chart_once_and_filters_by_what_is_there(dashboard: dict[str, Any]) -> None:
    placed = [
        node["meta"] for node in dashboard["position"].values() if isinstance(node, dict) and node["type"] == "CHART"
    ]
    assert Counter(each["uuid"] for each in placed).most_common(1)[0][1] == 1
    assert all(CHARTS[each["uuid"]]["slice_name"] == each["sliceName"] for each in placed)
    numbers = {each["chartId"] for each in placed}
    assert len(numbers) == len(placed)
    filters = dashboard["metadata"]["native_filter_configuration"]
    assert [each["name"] for each in filters] == ["品牌", "平台", "期间"]
    for each in filters[:2]:
        (target,) = each["targets"]
        assert target["column"]["name"] in {
            column["column_name"] for column in DATASETS[target["datasetUuid"]]["columns"]
        }
        assert set(each["scope"]["excluded"]) <= numbers


def test_rows_fill_the_width_and_no_more() -> None:
    for dashboard in DASHBOARDS:
        for section in dashboard.sections:
            assert [sum(place.width for place in row) for row in section.rows] == [12] * len(section.rows)


def test_shares_of_all_brands_are_left_alone_by_the_brand_filter() -> None:
    shares = {
        metric["metric_name"] for each in DATASETS.values() for metric in each["metrics"] if metric.get("warning_text")
    }
    for dashboard in DASHBOARDS:
        for chart in dashboard.charts:
            assert chart.of_all_brands == bool(shares & _names(chart.settings)[1]), chart.title


def test_ids_are_single_and_every_chart_belongs_to_a_dashboard() -> None:
    ids = [content["uuid"] for content in CONTENTS.values() if "uuid" in content]
    assert len(ids) == len(set(ids))
    placed = {node["meta"]["uuid"] for each in part("dashboards").values() for node in each["position"].values()
              if isinstance(node, dict) and node["type"] == "CHART"}  # fmt: skip
    assert placed == CHARTS.keys()
    assert all(each["database_uuid"] == CONTENTS["databases/warehouse.yaml"]["uuid"] for each in DATASETS.values())


def test_the_committed_files_are_current() -> None:
    folder = ROOT / "superset" / "dashboards"
    committed = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml")}
    assert committed == FILES, "run `scrm dashboards --write superset/dashboards`"


def test_the_command_writes_them_and_removes_what_is_gone(tmp_path: Path) -> None:
    old = tmp_path / "charts" / "no_more.yaml"
    old.parent.mkdir()
    old.write_text("version: 1.0.0\n")
    assert guarded(app, ("dashboards", "--write", str(tmp_path))) == 0
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()} == FILES.keys()
