"""Every formula of the registry on rows made by chance: SQL and Python agree, and unknown is NULL, never NaN.

Rows may be none or one, any value unknown, 0, negative (a correction) or far beyond what a brand ever gets.
"""

import math
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse.metrics import DEFINITIONS, Definition, DistinctMetric, EstimateMetric, Metric, OrderMetric
from warehouse.metrics.sums import total

ROWS = 5
GROUPS = ("a", "b", None)
"""Brands; None is a mention of no tracked one."""
amounts = st.none() | st.integers(-3, 9) | st.sampled_from([0, 0, 10**6, 10**12, 2**53])
words = st.none() | st.sampled_from(["u1", "u2", "U1", "", "一"])
often = settings(
    max_examples=int(os.environ.get("SCRM_METRIC_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def by_view() -> Mapping[str, list[Definition]]:
    """Metrics of rows by the view they read; estimates read two views and have tests of their own."""
    found: dict[str, list[Definition]] = defaultdict(list)
    for one in DEFINITIONS:
        if not isinstance(one, EstimateMetric):
            found[one.view].append(one)
    return found


@st.composite
def rows_of(draw: st.DrawFn, view: str) -> list[dict[str, Any]]:
    """Up to ROWS rows of what the view's metrics read; sometimes a column is unknown or 0 throughout."""
    metrics = by_view()[view]
    names = sorted({name for one in metrics for name in one.columns})
    texts = {one.counted for one in metrics if isinstance(one, DistinctMetric)}
    whole = {name: draw(st.sampled_from(["any", "any", "any", "null", "zero"])) for name in names if name not in texts}
    rows = []
    for _ in range(draw(st.integers(0, ROWS))):
        row: dict[str, Any] = {"name": draw(st.sampled_from(GROUPS))}
        for name in names:
            kind = whole.get(name, "any")
            row[name] = {"null": None, "zero": 0}[kind] if kind != "any" else draw(words if name in texts else amounts)
        rows.append(row)
    return rows


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def by_sql(
    engine: duckdb.DuckDBPyConnection, view: str, rows: Sequence[Mapping[str, Any]]
) -> dict[tuple[str, str], Any]:
    """(group, metric) -> value, as the registry's SQL says it."""
    metrics = by_view()[view]
    texts = {one.counted for one in metrics if isinstance(one, DistinctMetric)} | {"name"}
    names = sorted({"name"} | {name for one in metrics for name in one.columns})
    schema = pa.schema([(name, pa.string() if name in texts else pa.int64()) for name in names])
    engine.register(view, pa.Table.from_pylist([dict(row) for row in rows], schema=schema))
    told = ", ".join(f"{one.sql} as {one.name}" for one in metrics)
    found = engine.execute(f"select name, {told} from {view} where name is not null group by name").fetchall()
    return {(row[0], one.name): value for row in found for one, value in zip(metrics, row[1:], strict=True)}


def by_python(view: str, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], Any]:
    """The same by `Metric.value`."""
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["name"] is not None:
            groups[row["name"]].append(row)
    sums = {name: _sums(part) for name, part in groups.items()}
    return {
        (name, one.name): _value(one, part, sums[name], sums)
        for name, part in groups.items()
        for one in by_view()[view]
    }


def _sums(rows: Sequence[Mapping[str, Any]]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for name in rows[0]:
        known = [row[name] for row in rows if isinstance(row[name], int)]
        found[name] = sum(known) if known else None
    return found


def _value(
    one: Definition, rows: Sequence[Mapping[str, Any]], own: Mapping[str, Any], every: Mapping[str, Mapping[str, Any]]
) -> Any:
    if isinstance(one, OrderMetric):
        return one.value([row[one.column] for row in rows])
    if isinstance(one, DistinctMetric):
        return one.value([row[one.counted] for row in rows], own)
    assert isinstance(one, Metric)
    return one.value(own, _tracked(one, every))


def _tracked(one: Metric, every: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Sums over all brands of which every term is known, as the window of SQL takes them."""
    known = [sums for sums in every.values() if total(one.denominator or {}, sums) is not None]
    return {name: sum(sums[name] for sums in known) for name in one.denominator or {}} if known else {}


@pytest.mark.parametrize("view", sorted(by_view()))
@often
@given(data=st.data())
def test_sql_and_python_agree_on_any_rows(engine: duckdb.DuckDBPyConnection, view: str, data: st.DataObject) -> None:
    rows = data.draw(rows_of(view))
    here, there = by_sql(engine, view, rows), by_python(view, rows)
    assert set(here) == set(there)
    for key, value in here.items():
        assert (value is None) == (there[key] is None), key
        if value is not None:
            assert math.isfinite(value), key
            assert float(value) == pytest.approx(float(there[key]), rel=1e-9, abs=1e-12), key
