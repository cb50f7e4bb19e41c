"""The gate on PostgreSQL: what its constraints hold is not asked again, all else is found as on DuckDB."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.warehouse.twin import copy_star
from warehouse import duck, postgres, touched
from warehouse import tables as t
from warehouse.checks import Result, gate_checks, run
from warehouse.columns import field_of
from warehouse.quarantine import failing_keys
from warehouse.tables import METADATA
from warehouse.touched import EVERYTHING, TOUCHED, Scope

SPOILED = [
    "update fact_insight set mention_count = mention_count + 1 where topic_key = -4",
    "update bridge_mention_topic set weight = 0.7",
    "update fact_engagement set like_count = -1",
    "update dim_author set valid_to = '9999-12-31 00:00:00+00'",
    "delete from content_text",
]


@pytest.fixture
def both(next_file: Path, empty_database: str) -> Iterator[tuple[sa.Connection, sa.Connection]]:
    """Connections to the hand-written star on DuckDB and on PostgreSQL that a test may spoil."""
    one = duck.engine_for(next_file)
    other = postgres.engine_for(empty_database)
    with one.begin() as on_duckdb, other.begin() as on_postgres:
        copy_star(on_duckdb, on_postgres)
        yield on_duckdb, on_postgres


def touch(connection: sa.Connection) -> None:
    """Lists a few contents and days."""
    touched.create(connection)
    content, date = t.dim_content.c.content_key, t.dim_date.c.date_key
    some = sa.select(content).where(content > 0).order_by(content).limit(9)
    connection.execute(sa.insert(touched.content).from_select(["content_key"], some))
    days = sa.select(date).where(date.between(20260301, 20260303))
    connection.execute(sa.insert(touched.day).from_select(["date_key"], days))


def figures(results: list[Result]) -> dict[tuple[str, str], tuple[int, float | None]]:
    return {(each.check.table, each.check.name): (each.failed_count, each.observed) for each in results}


def keys(connection: sa.Connection, results: list[Result], scope: Scope) -> list[str]:
    failed = [failing_keys(connection, each.check, scope) for each in results if not each.is_passed]
    return sorted(str(row) for table in failed for row in table.to_pylist())


def test_both_engines_find_the_same(both: tuple[sa.Connection, sa.Connection]) -> None:
    on_duckdb, on_postgres = both
    for connection in both:
        touch(connection)
    for spoil in SPOILED:
        for connection in both:
            connection.exec_driver_sql(spoil)
        for scope in (TOUCHED, EVERYTHING):
            one, other = run(on_duckdb, gate_checks(), scope), run(on_postgres, gate_checks(), scope)
            assert figures(one) == figures(other)
            assert keys(on_duckdb, one, scope) == keys(on_postgres, other, scope)
    failed = {each.check.name for each in one if not each.is_passed}
    assert failed >= {"totals_equal_facts", "weights_sum_to_one", "no_overlapping_spans", "text_per_content"}


def test_every_reference_is_a_constraint_there(both: tuple[sa.Connection, sa.Connection]) -> None:
    """So the gate need not prove it."""
    _, on_postgres = both
    inspector = sa.inspect(on_postgres)
    for table in METADATA.sorted_tables:
        held = {name for each in inspector.get_foreign_keys(table.name) for name in each["constrained_columns"]}
        assert {column.name for column in table.columns if field_of(column).references} <= held
