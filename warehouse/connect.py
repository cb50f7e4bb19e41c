"""Reading the published warehouse: per query, without a lock that a publish would wait for.

A published warehouse is a DuckDB file or a PostgreSQL database; every function takes either as a `Target`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import sqlalchemy as sa

from records.errors import ScrmError
from warehouse import duck, duck_read, migrations, postgres, postgres_read
from warehouse.errors import RefusedSql, SchemaMismatch, WarehouseMissing
from warehouse.tables import METADATA
from warehouse.views import VIEWS

__all__ = [
    "QueryResult", "RefusedSql", "SchemaMismatch", "Target", "WarehouseMissing", "first_line", "name_of", "open_built",
    "open_published", "published_engine", "read_only_sql",
]  # fmt: skip

Target = Path | str
"""A published warehouse: the path of a DuckDB file, or the URL of a PostgreSQL database."""

_LACKING = (*duck_read.LACKING, *postgres_read.LACKING)
"""What an engine says when a statement names a table, view or column that the warehouse does not have."""

_REBUILD = "it was built by another version of this program; run `scrm load`, `scrm profile` and `scrm publish`"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryResult:
    """Rows of a query."""

    table: pa.Table
    """Columns and rows; instants in Asia/Shanghai."""
    is_cut: bool = False
    """Whether there were more rows than the limit."""

    @property
    def columns(self) -> list[str]:
        """Column names in order."""
        return list(self.table.column_names)

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows as Python values."""
        return list(zip(*(column.to_pylist() for column in self.table.columns), strict=True))


_READING_MB = 2_000
"""Memory of the engine for profiling, or three times the file where that is more: whole tables are read."""


@contextmanager
def open_built(path: Path) -> Iterator[sa.Connection]:
    """A read-only connection to the warehouse that is being built, before it is published. Raises WarehouseMissing."""
    if not path.is_file():
        raise WarehouseMissing(f"{path}: nothing is being built; run `scrm load` first")
    with duck.one_line(path, "reading"), duck.engine_for(path, is_read_only=True).connect() as connection:
        duck_read.limit_memory(connection, path, max(_READING_MB, 3 * path.stat().st_size // 1_000_000))
        yield connection


@contextmanager
def open_published(target: Target, *, memory_mb: int | None = None) -> Iterator[sa.Connection]:
    """A read-only connection to the published warehouse, closed on leaving.

    `memory_mb` bounds what a DuckDB file may keep in memory (`duck_read.limit_memory`); a server minds its own. Raises
    WarehouseMissing, UnreadableFile, SchemaMismatch.
    """
    engine, name = published_engine(target), name_of(target)
    try:
        connection = engine.connect()
    except sa.exc.DBAPIError as error:
        if duck.is_damage(error):
            raise duck.damaged(name, error) from None
        raise ScrmError(f"{name}: cannot open the warehouse ({first_line(error)})") from None
    with connection:
        _require_schema(connection, name)
        if not postgres.is_postgres(connection):
            if memory_mb:
                duck_read.limit_memory(connection, Path(target), memory_mb)
            duck_read.seal(connection)
        try:
            yield connection
        except sa.exc.DBAPIError as error:
            connection.rollback()
            if isinstance(error.orig, _LACKING) and (lacks := _lacks(connection)):
                raise SchemaMismatch(f"{name}: the warehouse has no {lacks}; {_REBUILD}") from error
            if duck.is_damage(error):
                raise duck.damaged(name, error) from None
            raise


def published_engine(target: Target) -> sa.Engine:
    """A read-only engine on the published warehouse; it holds no connection between uses. Raises WarehouseMissing."""
    if postgres.is_url(target):
        return postgres_read.reading_engine(str(target))
    path = Path(target)
    if not path.is_file():
        raise WarehouseMissing(f"{path}: no warehouse yet; run `scrm run` first")
    duck.storage_number(path)
    return duck.engine_for(path, is_read_only=True, config=duck_read.SEALED)


def name_of(target: Target) -> str:
    """A target as messages name it, without its password."""
    return postgres.name_of(str(target)) if postgres.is_url(target) else str(target)


def first_line(error: BaseException) -> str:
    """Either engine's message in one line, without the values of any row."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig else error
    return duck.first_line(cause) if isinstance(cause, duckdb.Error) else postgres.first_line(cause)


def read_only_sql(target: Target, sql: str, *, limit: int | None = None) -> QueryResult:
    """The result of one reading statement (SELECT, WITH, SHOW, EXPLAIN, ...), at most `limit` rows.

    DuckDB adds DESCRIBE and SUMMARIZE. Raises RefusedSql for anything else and for SQL the engine rejects, and what
    `open_published` raises.
    """
    reader = postgres_read if postgres.is_url(target) else duck_read
    reader.require_reading(sql)
    with open_published(target) as connection:
        try:
            table = reader.read_statement(connection, sql, limit)
        except _LACKING as error:
            connection.rollback()
            if lacks := _lacks(connection):
                raise SchemaMismatch(f"{name_of(target)}: the warehouse has no {lacks}; {_REBUILD}") from None
            raise RefusedSql(f"sql: {reader.one_line(error)}") from None
    is_cut = limit is not None and table.num_rows > limit
    return QueryResult(table=table.slice(0, limit) if is_cut else table, is_cut=is_cut)


def _require_schema(connection: sa.Connection, name: str) -> None:
    found, wanted = migrations.current(connection), migrations.head()
    if found == wanted:
        return
    if found is not None and not migrations.knows(found):
        raise SchemaMismatch(f"{name}: schema {found} is newer than this program knows ({wanted}); update the program")
    if found is None and postgres.is_postgres(connection):
        raise WarehouseMissing(f"{name}: no warehouse yet; run `scrm run` first")
    raise SchemaMismatch(f"{name}: schema {found or 'none'} is older than {wanted}; {_REBUILD}")


def _lacks(connection: sa.Connection) -> str | None:
    """The first view or column that this program builds and the warehouse has not; None when it has them all."""
    found = (postgres_read if postgres.is_postgres(connection) else duck_read).columns_of(connection)
    wanted = {table.name: [column.name for column in table.columns] for table in METADATA.sorted_tables}
    wanted |= {view.name: [column.name for column in view.columns] for view in VIEWS}
    for name, columns in wanted.items():
        if name not in found:
            return name
        for column in columns:
            if column not in found[name]:
                return f"{name}.{column}"
    return None
