"""Identical figures: SQL on the star, `Metric.value` in pandas on single mentions, and what the page ships.

A lake of three weeks made by chance (with a fixed seed) goes through the whole load. Every metric is then computed
three times by three programs, per brand and over the whole time.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from records import Annotation, Observation, Order, SurveyResponse
from records.arrow import author_table, mention_table, table_of
from reports import build_page
from tests.warehouse.madeworld import TRACKED, World
from tests.warehouse.rawmetrics import brand_days, measures
from tests.warehouse.smalllake import Lake
from tests.warehouse.twin import copy_star
from tests.warehouse.written import at, author
from warehouse import answers, postgres
from warehouse.load import load, load_profiles
from warehouse.metrics import (
    DEFINITIONS,
    METRICS,
    Definition,
    DistinctMetric,
    EstimateMetric,
    Metric,
    OrderMetric,
)

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 22)
"""The days of the made world; the page is of all of them."""
VIEWS_BY_SOURCE = ("v_coverage",)
"""Views without brands: grouped by source instead."""

each_definition = pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.name)


@pytest.fixture(scope="module")
def star_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("metrics")
    lake, world, target = Lake(folder / "lake"), World(), folder / "warehouse.next.duckdb"
    shop = author("shop", at(1), "heimao", name="茉***", verified_type="brand", is_verified=True)
    ranked = author("a1", at(1), name="青***", follower_count=900)  # the one of Lake.profiles
    inputs = lake.inputs(
        mentions=lake.write("made_mentions", mention_table(world.mentions)),
        annotations=lake.write("made_annotations", table_of(Annotation, world.annotations)),
        observations=lake.write("made_observations", table_of(Observation, world.observations)),
        authors=lake.write("made_authors", author_table([*world.authors(), shop, ranked])),
        orders=lake.write("made_orders", table_of(Order, world.orders())),
        surveys=lake.write("made_surveys", table_of(SurveyResponse, world.surveys())),
        built_at=datetime(2026, 4, 2, tzinfo=UTC),
    )
    load(target, inputs)
    load_profiles(target, lake.profiles())
    return target


@pytest.fixture(scope="module")
def connection(star_file: Path) -> Iterator[sa.Connection]:
    with answers.reading(star_file) as connection:
        yield connection


@pytest.fixture(scope="module")
def raw(connection: sa.Connection) -> Mapping[str, pd.DataFrame]:
    """Rows by view, the measures counted anew from single mentions."""
    frames = {name: _frame(connection, f"select * from {name}") for name in ("v_complaint", "v_influencer",
              "v_coverage", "v_correction")}  # fmt: skip
    mentions = _frame(connection, "select * from v_mention")
    seen = _frame(connection, "select content_key, observed_at, engagement_count from fact_engagement")
    complaints = _frame(connection, "select * from fact_complaint")
    counted = measures(mentions, complaints, seen)
    orders, answered = (
        _frame(connection, f"select b.brand_id, f.* from {fact} f join dim_brand b using (brand_key)")
        for fact in ("fact_order_line", "fact_survey_response")
    )
    days = brand_days(mentions, orders, answered)
    return {**frames, "v_mention_measure": counted, "v_insight_day": counted, "v_brand_day": days}


@pytest.fixture(scope="module")
def on_postgres(connection: sa.Connection, database: str) -> Iterator[sa.Connection]:
    with postgres.engine_for(database).connect() as copy:
        copy_star(connection, copy)
        copy.commit()
        yield copy


def _frame(connection: sa.Connection, sql: str) -> pd.DataFrame:
    return pd.DataFrame(connection.exec_driver_sql(sql).mappings().all()).convert_dtypes()


def _group(view: str) -> str:
    return "source" if view in VIEWS_BY_SOURCE else "brand_id"


def _by_sql(connection: sa.Connection, definition: Definition) -> dict[str, Any]:
    if isinstance(definition, EstimateMetric):
        return {row.brand_id: (row.value, row.low, row.high) for row in connection.execute(sa.text(definition.sql))}
    group = _group(definition.view)
    sql = (
        f"select {group} as name, {definition.sql} as value from {definition.view} where {group} is not null group by 1"
    )
    return {row.name: row.value for row in connection.execute(sa.text(sql))}


@pytest.fixture(scope="module")
def in_pandas(raw: Mapping[str, pd.DataFrame]) -> Mapping[str, dict[str, Any]]:
    """Metric -> brand (or source) -> value."""
    parts = {view: {str(name): part for name, part in rows.groupby(_group(view))} for view, rows in raw.items()}
    sums = {view: {name: _sums(part) for name, part in found.items()} for view, found in parts.items()}
    found: dict[str, dict[str, Any]] = {}
    for one in DEFINITIONS:
        if isinstance(one, EstimateMetric):
            found[one.name] = _estimated(raw, one)
        else:
            rows = raw[one.view]
            tracked = _sums(rows.loc[rows[_group(one.view)].notna(), sorted(one.columns)])
            found[one.name] = {
                name: _value(one, part, sums[one.view][name], tracked) for name, part in parts[one.view].items()
            }
    return found


def _value(definition: Definition, part: pd.DataFrame, sums: Mapping[str, Any], tracked: Mapping[str, Any]) -> Any:
    if isinstance(definition, OrderMetric):
        return definition.value(_plain(part[definition.column]))
    if isinstance(definition, DistinctMetric):
        return definition.value(_plain(part[definition.counted]), sums)
    assert isinstance(definition, Metric)
    return definition.value(sums, tracked)


def _estimated(raw: Mapping[str, pd.DataFrame], definition: EstimateMetric) -> dict[str, Any]:
    found = {}
    drawn = raw["v_correction"][raw["v_correction"].is_random]
    for brand, part in raw["v_insight_day"].groupby("brand_id"):
        counts = {name: int(part[f"{name}_count"].sum()) for name in ("positive", "neutral", "negative", "abstained")}
        pairs: dict[str, dict[str, int]] = {}
        for (machine, human), rows in drawn[drawn.brand_id == brand].groupby(["machine", "human"]):
            pairs.setdefault(machine, {})[human] = len(rows)
        estimate = definition.value(counts, pairs)
        if estimate.value is not None:
            found[str(brand)] = (estimate.value, estimate.low, estimate.high)
    return found


def _plain(column: pd.Series) -> list[Any]:
    return [None if pd.isna(value) else value for value in column]


def _sums(rows: pd.DataFrame) -> dict[str, Any]:
    """Sums of the number columns; None where no row knows the value."""
    numbers = rows.select_dtypes("number")
    return {name: None if column.isna().all() else float(column.sum()) for name, column in numbers.items()}  # type: ignore[misc]


def _same(first: Any, second: Any) -> bool:
    return all(
        (a is None and b is None) or (a is not None and b is not None and float(a) == pytest.approx(float(b), rel=1e-9))
        for a, b in zip(first, second, strict=True)
    ) if isinstance(first, tuple) else _same((first,), (second,))  # fmt: skip


@each_definition
def test_sql_on_the_star_equals_pandas_on_single_mentions(
    connection: sa.Connection, in_pandas: Mapping[str, dict[str, Any]], definition: Definition
) -> None:
    by_sql, by_pandas = _by_sql(connection, definition), in_pandas[definition.name]
    assert set(by_sql) == set(by_pandas)
    assert by_sql, "no group: nothing would be compared"
    for name, value in by_pandas.items():
        assert _same(by_sql[name], value), f"{name}: {by_sql[name]} by SQL, {value} in pandas"


@each_definition
def test_sql_gives_the_same_on_postgresql(
    connection: sa.Connection, on_postgres: sa.Connection, definition: Definition
) -> None:
    here, there = _by_sql(connection, definition), _by_sql(on_postgres, definition)
    assert set(here) == set(there)
    assert all(_same(there[name], value) for name, value in here.items())


def test_the_world_has_something_for_every_metric(in_pandas: Mapping[str, dict[str, Any]]) -> None:
    unknown = {name for name, values in in_pandas.items() if all(value is None for value in values.values())}
    assert unknown == set()


@pytest.fixture(scope="module")
def pages(star_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, dict[str, Any]]:
    """What the page of each brand embeds."""
    folder, found = tmp_path_factory.mktemp("pages"), {}
    for brand in TRACKED:
        text = build_page(star_file, brand, period_from=FIRST, period_to=LAST, out=folder).read_text("utf-8")
        data = text.split('<script type="application/json" id="data">', 1)[1].split("</script>", 1)[0]
        found[brand] = json.loads(data)
    return found


def _table_sums(data: Mapping[str, Any], table: str) -> dict[str, float]:
    """What the page's script sums up: the count columns of this period's rows, unknown where none is known."""
    columns = data["tables"][table]["columns"]
    rows = [row for row in data["tables"][table]["rows"] if row[columns.index("when")] == "now"]
    known = {name: [row[i] for row in rows if row[i] is not None] for i, name in enumerate(columns)}
    return {name: sum(values) for name, values in known.items() if name.endswith("_count") and values}


def _shipped(definition: Mapping[str, Any], own: Mapping[str, float], tracked: Mapping[str, float]) -> float | None:
    """The definition as the page has it, worked out without any code of the registry."""
    top = sum(weight * own[column] for column, weight in definition["numerator"].items())
    if definition["denominator"] is None:
        return top
    whole = tracked if definition["is_share_of_tracked"] else own
    bottom = sum(weight * whole[column] for column, weight in definition["denominator"].items())
    return top / bottom if bottom else None


def _is_on_the_page(metric: Metric) -> bool:
    return metric.view == "v_insight_day"


@pytest.mark.parametrize("metric", [one for one in METRICS if _is_on_the_page(one)], ids=lambda one: one.name)
def test_the_page_gives_the_same(
    pages: Mapping[str, dict[str, Any]], connection: sa.Connection, metric: Metric
) -> None:
    by_sql = _by_sql(connection, metric)
    for brand in TRACKED:
        data = pages[brand]
        own, tracked = _table_sums(data, "brand_totals"), _table_sums(data, "tracked_totals")
        assert _same(_shipped(data["metrics"][metric.name], own, tracked), by_sql[brand]), brand


def test_the_page_gives_the_same_corrected_figure(
    pages: Mapping[str, dict[str, Any]], connection: sa.Connection
) -> None:
    (definition,) = (one for one in DEFINITIONS if one.name == "net_sentiment_corrected")
    by_sql = _by_sql(connection, definition)
    for brand in TRACKED:
        about = next(panel for panel in pages[brand]["panels"] if panel["name"] == "about")
        found = about["options"]["corrected"]
        assert _same((found["value"], found["low"], found["high"]), by_sql[brand])


def test_answers_give_every_estimate(connection: sa.Connection) -> None:
    period = answers.Period(FIRST, LAST)
    for brand in TRACKED:
        for name, found in answers.estimates(connection, brand, period).items():
            (definition,) = (one for one in DEFINITIONS if one.name == name)
            assert _same((found.value, found.low, found.high), _by_sql(connection, definition)[brand]), name
