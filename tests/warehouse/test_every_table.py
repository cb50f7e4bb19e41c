"""The promise of every table and view: one grain, comments in both languages, rows that fill it."""

import re

import pytest
import sqlalchemy as sa

from tests.warehouse.conftest import rows_of
from warehouse.columns import Merge, Privacy, field_of, grain_of
from warehouse.members import SPECIAL
from warehouse.tables import METADATA
from warehouse.views import VIEWS

TABLES = METADATA.sorted_tables
CHINESE = re.compile(r"[\u4e00-\u9fff]")
EMPTY = {"dim_aspect"}
"""Holds special members only until an engine names aspects."""

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
each_view = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)


@each_table
def test_table_says_its_grain_in_both_languages(table: sa.Table) -> None:
    grain = grain_of(table)
    assert CHINESE.search(grain.zh)
    assert grain.en.startswith("One row is")
    assert set(grain.key) <= set(table.c.keys())


@each_table
def test_column_says_its_meaning_in_both_languages(table: sa.Table) -> None:
    for column in table.columns:
        meaning = field_of(column)
        assert CHINESE.search(meaning.zh) or meaning.zh.isascii(), column
        assert re.search("[A-Za-z]", meaning.en), column


@each_table
def test_references_point_at_a_primary_key(table: sa.Table) -> None:
    for column in table.columns:
        target = field_of(column).references
        if target:
            name, _, key = target.partition(".")
            assert METADATA.tables[name].c[key].primary_key


@each_table
def test_comments_are_in_the_database(star: sa.Connection, table: sa.Table) -> None:
    stored = rows_of(star, f"select comment from duckdb_tables() where table_name = '{table.name}'")
    assert stored == [(table.comment,)]
    columns = rows_of(star, f"select column_name, comment from duckdb_columns() where table_name = '{table.name}'")
    assert dict(columns) == {c.name: c.comment for c in table.columns}


@each_table
def test_rows_fill_it(star: sa.Connection, table: sa.Table) -> None:
    count = sa.select(sa.func.count()).select_from(table)
    if table.name.startswith("dim_"):
        count = count.where(next(iter(table.primary_key.columns)) > 0)
    assert table.name in EMPTY or (star.scalar(count) or 0) > 0


@pytest.mark.parametrize("table", [t for t in TABLES if t.name.startswith("dim_")], ids=lambda table: table.name)
def test_dimension_has_its_special_members(star: sa.Connection, table: sa.Table) -> None:
    key = next(iter(table.primary_key.columns))
    assert set(star.scalars(sa.select(key).where(key < 0))) == set(SPECIAL)


def test_wording_is_restricted_and_accounts_are_pseudonymous() -> None:
    privacy = {(t.name, c.name): field_of(c).privacy for t in TABLES for c in t.columns}
    assert [key for key, value in privacy.items() if value is Privacy.RESTRICTED] == [
        ("content_text", "title"),
        ("content_text", "text"),
    ]
    assert privacy["dim_author", "author_id"] is Privacy.PSEUDONYMOUS
    assert privacy["dim_content", "url"] is Privacy.PSEUDONYMOUS


def test_tracked_author_attributes_keep_history() -> None:
    columns = METADATA.tables["dim_author"].c
    assert {name for name in columns.keys() if field_of(columns[name]).merge is Merge.HISTORY} == {  # noqa: SIM118
        "name", "tier", "is_verified", "verified_type",
    }  # fmt: skip


@each_view
def test_view_comments_are_in_the_database(star: sa.Connection, view: object) -> None:
    name, comment = view.name, view.comment  # type: ignore[attr-defined]
    assert rows_of(star, f"select comment from duckdb_views() where view_name = '{name}'") == [(comment,)]
    columns = rows_of(
        star, f"select column_name, comment from duckdb_columns() where table_name = '{name}' order by column_index"
    )
    assert columns == [(c.name, c.meaning.comment) for c in view.columns]  # type: ignore[attr-defined]
