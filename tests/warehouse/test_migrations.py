"""The migrations build exactly the declared schema on both engines, take it back, and keep the rows they meet."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from warehouse import duck, migrations, partitions, postgres, postgres_ddl
from warehouse.columns import Field, field_of
from warehouse.connect import SchemaMismatch, open_published
from warehouse.members import SPECIAL
from warehouse.tables import METADATA
from warehouse.views import TWINS, VIEWS

REVISIONS = [script.revision for script in ScriptDirectory(str(Path(migrations.__file__).parent)).walk_revisions()][
    ::-1
]
"""From the first to the newest."""
NOT_OURS = {"alembic_version"}


@pytest.fixture(params=["duckdb", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """An empty warehouse on each engine."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("empty_database")
        return url
    duck.create_file(tmp_path / "empty.duckdb")
    return tmp_path / "empty.duckdb"


@pytest.fixture
def empty(target: Path | str) -> sa.Engine:
    return duck.engine_for(target) if isinstance(target, Path) else postgres.engine_for(target)


def tables_of(connection: sa.Connection) -> list[str]:
    """Names of the tables, partitions and Alembic's own aside."""
    if not postgres.is_postgres(connection):
        found = connection.exec_driver_sql("select table_name from duckdb_tables()").scalars()
    else:
        sql = "select relname from pg_class where relkind in ('r', 'p') and not relispartition"
        found = connection.exec_driver_sql(f"{sql} and relnamespace = current_schema()::regnamespace").scalars()
    return sorted(set(found) - NOT_OURS)


def schema_of(connection: sa.Connection) -> list[tuple[object, ...]]:
    """Tables, columns, types, nullability and comments as the engine knows them."""
    inspector = sa.inspect(connection)
    inspector.clear_cache()
    return [
        (name, column["name"], str(column["type"]).partition(" COLLATE")[0], column["nullable"], column["comment"])
        for name in tables_of(connection)
        for column in inspector.get_columns(name)
    ] + [(name, inspector.get_table_comment(name)["text"]) for name in tables_of(connection)]


def declared_schema(connection: sa.Connection, folder: Path) -> list[tuple[object, ...]]:
    """What SQLAlchemy creates from the declarations themselves, in another schema or file."""
    if postgres.is_postgres(connection):
        connection.exec_driver_sql("CREATE SCHEMA declared")
        connection.exec_driver_sql("SET LOCAL search_path = declared")
        METADATA.create_all(connection)
        return schema_of(connection)
    assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    duck.create_file(folder / "declared.duckdb")
    with duck.engine_for(folder / "declared.duckdb").begin() as other:
        METADATA.create_all(other)
        return schema_of(other)


def test_up_down_and_up_again(empty: sa.Engine, tmp_path: Path) -> None:
    wanted = {view.name for view in (*VIEWS, *TWINS)}
    with empty.begin() as connection:
        migrations.upgrade(connection)
        assert migrations.current(connection) == migrations.head()
        assert wanted <= set(sa.inspect(connection).get_view_names())
        before = schema_of(connection)
        migrations.downgrade(connection)
        assert schema_of(connection) == []
        assert migrations.current(connection) is None
        assert not wanted & set(sa.inspect(connection).get_view_names())
        migrations.upgrade(connection)
        assert schema_of(connection) == before
        assert declared_schema(connection, tmp_path) == before


Types = dict[str, dict[str, str]]


def types_of(connection: sa.Connection) -> Types:
    """Table -> column -> type as the engine names it, of every table."""
    sql = """select table_name, column_name, data_type from information_schema.columns
        where table_schema = current_schema() order by table_name, ordinal_position"""
    found: Types = {name: {} for name in tables_of(connection)}
    for table, column, type_ in connection.exec_driver_sql(sql):
        if table in found:
            found[table][column] = type_.upper()
    return found


def a_row(table: str, types: dict[str, str], number: int) -> dict[str, Any]:
    """A row that points at the row of the same number in every dimension."""
    declared = METADATA.tables.get(table)
    fields = {} if declared is None else {column.name: field_of(column) for column in declared.columns}
    return {name: a_value(name, type_, fields.get(name), number) for name, type_ in types.items()}


def a_value(name: str, type_: str, field: Field | None, number: int) -> Any:
    if type_ == "BOOLEAN":
        return True
    if type_ == "DATE":
        return date(2026, 3, number)
    if type_.startswith("TIMESTAMP"):
        return datetime(2027 if name.endswith(("_to", "_until")) else 2026, 3, number, tzinfo=UTC)
    if type_ in ("VARCHAR", "CHARACTER VARYING"):
        return field.one_of[0] if field and field.one_of else f"字{number}"
    if field and field.minimum is not None and field.maximum is not None:
        return field.maximum
    return 20260300 + number if type_ == "INTEGER" else number


Rows = dict[str, list[dict[str, Any]]]


def fill(connection: sa.Connection, number: int, rows: Rows) -> None:
    """Puts one more row into every table of an older schema, and special members into every new dimension."""
    for name, types in types_of(connection).items():
        row = a_row(name, types, number)
        target = sa.table(name, *(sa.column(column) for column in row))
        key = target.c[next(iter(row))]
        is_lacking = name.startswith("dim_") and not connection.scalars(sa.select(key).where(key < 0)).all()
        members = [row | {key.name: special} for special in (SPECIAL if is_lacking else ())]
        connection.execute(sa.insert(target), [row, *members])
        rows.setdefault(name, []).append(row)


def require_kept(connection: sa.Connection, rows: Rows) -> None:
    """Every row is there with every value that the schema of now has a column for."""
    for name, types in types_of(connection).items():
        found = connection.execute(sa.select(sa.table(name, *(sa.column(column) for column in types)))).mappings()
        present = [dict(row) for row in found]
        for row in rows.get(name, ()):
            wanted = {column: value for column, value in row.items() if column in types}
            assert any(wanted.items() <= other.items() for other in present), (name, wanted)


def test_rows_survive_every_step_up_and_down(empty: sa.Engine) -> None:
    """A row put in at each released revision is whole at the newest, under its constraints, and on the way back."""
    rows: Rows = {}
    for number, revision in enumerate(REVISIONS, start=1):
        with empty.begin() as connection:
            migrations.upgrade(connection, revision)
            if postgres.is_postgres(connection):
                connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")
            fill(connection, number, rows)
    with empty.connect() as connection:
        assert migrations.current(connection) == migrations.head()
        require_kept(connection, rows)
    for revision in REVISIONS[-2::-1]:
        with empty.begin() as connection:
            migrations.downgrade(connection, revision)
            assert migrations.current(connection) == revision
            require_kept(connection, rows)


def test_every_revision_is_known() -> None:
    assert migrations.knows(migrations.head())
    assert not migrations.knows("9999")


def test_a_schema_one_version_behind_or_ahead(target: Path | str, empty: sa.Engine) -> None:
    with empty.begin() as connection:
        migrations.upgrade(connection)
    for revision, words in ((REVISIONS[-2], "is older than"), ("9999", "is newer than")):
        with empty.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = :v"), {"v": revision})
        with pytest.raises(SchemaMismatch, match=words) as caught, open_published(target):
            pass
        assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def made(database: str) -> str:
    """A database of the newest schema. Tests roll back what they do."""
    with postgres.engine_for(database).begin() as connection:
        migrations.upgrade(connection)
    return database


@pytest.fixture
def newest(made: str) -> Iterator[sa.Connection]:
    with postgres.engine_for(made).connect() as connection:
        yield connection
        connection.rollback()


def test_postgres_has_every_constraint_and_comment(newest: sa.Connection) -> None:
    made = set(newest.exec_driver_sql("select conname from pg_constraint").scalars())
    made |= set(newest.exec_driver_sql("select indexname from pg_indexes").scalars())
    assert {rule.name for rule in postgres_ddl.rules()} <= made
    for view in (*VIEWS, *TWINS):
        sql = sa.text("select obj_description(cast(:name as regclass)), col_description(cast(:name as regclass), 1)")
        found = tuple(newest.execute(sql, {"name": view.name}).one())
        assert found == (view.comment, view.columns[0].meaning.comment)


def test_an_upgrade_of_what_is_up_to_date_touches_nothing(newest: sa.Connection) -> None:
    sql = "select oid from pg_class where relname = 'v_mention'"
    before = newest.exec_driver_sql(sql).scalar()
    migrations.upgrade(newest)
    assert newest.exec_driver_sql(sql).scalar() == before
    newest.exec_driver_sql("COMMENT ON TABLE alembic_version IS 'made by other code'")
    migrations.upgrade(newest)
    assert newest.exec_driver_sql(sql).scalar() != before


def test_partitions_are_made_as_data_needs_them(newest: sa.Connection) -> None:
    newest.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")
    fill(newest, 1, {})
    types = types_of(newest)
    row = a_row("fact_mention", types["fact_mention"], 1)
    days = (20260228, 20260331, 20260401, -1)
    calendar = sa.insert(METADATA.tables["dim_date"])
    newest.execute(calendar, [{**a_row("dim_date", types["dim_date"], 1), "date_key": day} for day in days[:-1]])
    # Beside the row of 1 March that is there.
    insert = sa.insert(METADATA.tables["fact_mention"])
    newest.execute(insert, [{**row, "date_key": day} for day in days])
    lies = sa.text("select tableoid::regclass::text, count(*) from fact_mention group by 1 order by 1")
    assert newest.execute(lies).all() == [("fact_mention_other", 5)]
    made = partitions.ensure_partitions(newest, date(2026, 3, 31), date(2026, 4, 1))
    assert len(made) == 2 * len(partitions.partitioned_tables())
    assert partitions.ensure_partitions(newest, date(2026, 3, 5), date(2026, 3, 6)) == []
    assert newest.execute(lies).all() == [
        ("fact_mention_other", 2), ("fact_mention_y2026m03", 2), ("fact_mention_y2026m04", 1),
    ]  # fmt: skip


def test_months_reach_over_new_year() -> None:
    found = list(partitions.months(date(2025, 12, 31), date(2026, 2, 1)))
    assert found == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


def test_a_migration_works_with_partitions_in_place(newest: sa.Connection) -> None:
    partitions.ensure_partitions(newest, date(2026, 3, 1), date(2026, 3, 1))
    migrations.downgrade(newest, REVISIONS[0])
    migrations.upgrade(newest)
    assert "fact_mention_y2026m03" in partitions.partitions_of(newest, "fact_mention")
