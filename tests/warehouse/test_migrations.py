"""The migrations build exactly the declared schema, and take it back."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from warehouse import duck, migrations
from warehouse.tables import METADATA
from warehouse.views import VIEWS


@pytest.fixture
def empty(tmp_path: Path) -> sa.Engine:
    duck.create_file(tmp_path / "empty.duckdb")
    return duck.engine_for(tmp_path / "empty.duckdb")


def schema_of(connection: sa.Connection) -> list[tuple[object, ...]]:
    """Tables, columns, types, nullability and comments as the engine knows them."""
    sql = """select c.table_name, c.column_name, c.data_type, c.is_nullable, c.comment, t.comment
        from duckdb_columns() c join duckdb_tables() t using (table_name) where t.table_name <> 'alembic_version'
        order by 1, c.column_index"""
    return [tuple(row) for row in connection.exec_driver_sql(sql)]


def test_migrated_equals_declared(empty: sa.Engine, tmp_path: Path) -> None:
    duck.create_file(tmp_path / "declared.duckdb")
    with duck.engine_for(tmp_path / "declared.duckdb").begin() as connection:
        METADATA.create_all(connection)
        declared = schema_of(connection)
    with empty.begin() as connection:
        migrations.upgrade(connection)
        assert schema_of(connection) == declared
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_up_down_and_up_again(empty: sa.Engine) -> None:
    with empty.begin() as connection:
        migrations.upgrade(connection)
        assert migrations.current(connection) == migrations.head()
        before = schema_of(connection)
    with empty.begin() as connection:
        migrations.downgrade(connection)
        assert schema_of(connection) == []
        assert migrations.current(connection) is None
    with empty.begin() as connection:
        migrations.upgrade(connection)
        assert schema_of(connection) == before


def test_downgrade_with_data_in_place(next_file: Path) -> None:
    with duck.engine_for(next_file).begin() as connection:
        migrations.downgrade(connection)
        assert schema_of(connection) == []


def test_views_stand_on_the_newest_schema(empty: sa.Engine) -> None:
    with empty.begin() as connection:
        migrations.upgrade(connection)
        names = connection.exec_driver_sql("select view_name from duckdb_views() where not internal").scalars()
        assert set(names) == {view.name for view in VIEWS}


def test_every_revision_is_known() -> None:
    assert migrations.knows(migrations.head())
    assert not migrations.knows("9999")
