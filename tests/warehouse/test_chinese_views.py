"""Every analyst view has a Chinese twin that says the same."""

import pytest
import sqlalchemy as sa

from tests.warehouse.conftest import rows_of
from warehouse.views import TWINS, VIEWS, View
from warehouse.views.words import VIEW_NAMES

PAIRS = [(view, twin) for view in VIEWS for twin in TWINS if twin.name == VIEW_NAMES.get(view.name)]
each_twin = pytest.mark.parametrize(("view", "twin"), PAIRS, ids=[view.name for view, _ in PAIRS])


def test_every_view_has_a_twin_of_its_own() -> None:
    assert len({twin.name for twin in TWINS}) == len(TWINS) == len(VIEWS)
    assert not {twin.name for twin in TWINS} & {view.name for view in VIEWS}


@each_twin
def test_headers_are_short_chinese_identifiers_unique_within_a_view(view: View, twin: View) -> None:
    names = [column.name for column in twin.columns]
    assert len(set(names)) == len(names) == len(view.columns)
    for name in (twin.name, *names):
        assert name.isidentifier(), f"{name} would need quotes"
        assert len(name) <= 12, name
        assert "\u4e00" <= name[0] <= "\u9fff", (
            f"{view.name}: {name} has no Chinese name in warehouse/views/view_names.tsv"
        )


@each_twin
def test_a_twin_has_the_rows_of_its_view(star: sa.Connection, view: View, twin: View) -> None:
    assert sorted(map(repr, rows_of(star, f"select * from {twin.name}"))) == sorted(
        map(repr, rows_of(star, f"select * from {view.name}"))
    )


@each_twin
def test_comments_are_in_the_database(star: sa.Connection, view: View, twin: View) -> None:
    assert rows_of(star, f"select comment from duckdb_views() where view_name = '{twin.name}'") == [(twin.comment,)]
    stored = rows_of(
        star, f"select comment from duckdb_columns() where table_name = '{twin.name}' order by column_index"
    )
    assert [comment for (comment,) in stored] == [column.meaning.comment for column in view.columns]


def test_chinese_sql_needs_no_quotes(star: sa.Connection) -> None:
    rows = rows_of(star, "select 品牌, sum(声量) from 品牌日汇总 group by 品牌 order by 2 desc")
    assert [brand for brand, _ in rows] == ["茉里茶", "未涉及品牌", "松烟咖啡"]
