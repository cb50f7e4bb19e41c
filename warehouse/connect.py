"""Reading the published warehouse: per query, without a lock that a publish would wait for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import sqlalchemy as sa

from records.errors import ScrmError, UsageError
from warehouse import duck, migrations
from warehouse.tables import METADATA
from warehouse.views import VIEWS

SEALED = {"enable_external_access": "false", "python_enable_replacements": "false"}
"""No file, no network, no attached database, no Python variable: a query sees the warehouse and nothing else."""

_READING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
"""DESCRIBE, SHOW, SUMMARIZE, FROM and VALUES are SELECT to the parser."""

_LACKING = (duckdb.CatalogException, duckdb.BinderException)
"""What the engine says when a statement names a table, view or column that the file does not have."""

_REBUILD = "it was built by another version of this program; run `scrm load`, `scrm profile` and `scrm publish`"


class WarehouseMissing(UsageError):
    """Nothing has been published yet."""


class SchemaMismatch(ScrmError):
    """The file's schema is older or newer than this code."""


class RefusedSql(UsageError):
    """SQL that is not one reading statement, or that the engine refuses."""


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


@contextmanager
def open_built(path: Path) -> Iterator[sa.Connection]:
    """A read-only connection to the warehouse that is being built, before it is published. Raises WarehouseMissing."""
    if not path.is_file():
        raise WarehouseMissing(f"{path}: nothing is being built; run `scrm load` first")
    with duck.engine_for(path, is_read_only=True).connect() as connection:
        yield connection


@contextmanager
def open_published(path: Path) -> Iterator[sa.Connection]:
    """A read-only connection to the published warehouse, closed on leaving.

    Raises WarehouseMissing, UnreadableFile, SchemaMismatch.
    """
    engine = published_engine(path)
    try:
        connection = engine.connect()
    except sa.exc.DBAPIError as error:
        raise ScrmError(f"{path}: cannot open the warehouse ({duck.first_line(error)})") from error
    with connection:
        _require_schema(connection, path)
        _seal(connection)
        try:
            yield connection
        except sa.exc.DBAPIError as error:
            connection.rollback()
            if isinstance(error.orig, _LACKING) and (lacks := _lacks(connection)):
                raise SchemaMismatch(f"{path}: the warehouse has no {lacks}; {_REBUILD}") from error
            raise


def published_engine(path: Path) -> sa.Engine:
    """A read-only engine on the published file; it holds no connection between uses. Raises WarehouseMissing."""
    if not path.is_file():
        raise WarehouseMissing(f"{path}: no warehouse yet; run `scrm run` first")
    duck.storage_number(path)
    return duck.engine_for(path, is_read_only=True, config=SEALED)


def read_only_sql(path: Path, sql: str, *, limit: int | None = None) -> QueryResult:
    """The result of one reading statement (SELECT, WITH, DESCRIBE, SHOW, EXPLAIN, SUMMARIZE), at most `limit` rows.

    Raises RefusedSql for anything else and for SQL the engine rejects, and what `open_published` raises.
    """
    statement = _single_statement(sql)
    with open_published(path) as connection:
        try:
            table = duck.whole_numbers(_fetch(duck.native(connection).sql(statement), limit))
        except duckdb.Error as error:
            if isinstance(error, _LACKING) and (lacks := _lacks(connection)):
                raise SchemaMismatch(f"{path}: the warehouse has no {lacks}; {_REBUILD}") from error
            raise RefusedSql(f"sql: {_one_line(error)}") from error
    is_cut = limit is not None and table.num_rows > limit
    return QueryResult(table=table.slice(0, limit) if is_cut else table, is_cut=is_cut)


def _single_statement(sql: str) -> Any:
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise RefusedSql(f"sql: {_one_line(error)}") from error
    if len(statements) != 1:
        raise RefusedSql(f"sql: exactly one statement is allowed, got {len(statements)}")
    statement = statements[0]
    if statement.type not in _READING:
        allowed = "SELECT, WITH, DESCRIBE, SHOW, EXPLAIN, SUMMARIZE"
        raise RefusedSql(f"sql: the warehouse is read-only: {statement.type.name} is not among {allowed}")
    if statement.named_parameters:
        raise RefusedSql("sql: parameters ($1, ?) are not supported; write the values in")
    return statement


def _fetch(relation: Any, limit: int | None) -> pa.Table:
    if limit is None:
        return relation.to_arrow_table()
    reader = relation.to_arrow_reader(10_000)
    batches, seen = [], 0
    for batch in reader:
        batches.append(batch)
        seen += batch.num_rows
        if seen > limit:
            break
    return pa.Table.from_batches(batches, schema=reader.schema)


def _require_schema(connection: sa.Connection, path: Path) -> None:
    found, wanted = migrations.current(connection), migrations.head()
    if found == wanted:
        return
    if found is not None and not migrations.knows(found):
        raise SchemaMismatch(f"{path}: schema {found} is newer than this program knows ({wanted}); update the program")
    raise SchemaMismatch(f"{path}: schema {found or 'none'} is older than {wanted}; {_REBUILD}")


def _lacks(connection: sa.Connection) -> str | None:
    """The first view or column that this program builds and the file does not have; None when it has them all."""
    rows = duck.native(connection).execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall()
    found: dict[str, set[str]] = {}
    for name, column in rows:
        found.setdefault(name, set()).add(column)
    wanted = {table.name: [column.name for column in table.columns] for table in METADATA.sorted_tables}
    wanted |= {view.name: [column.name for column in view.columns] for view in VIEWS}
    for name, columns in wanted.items():
        if name not in found:
            return name
        for column in columns:
            if column not in found[name]:
                return f"{name}.{column}"
    return None


def _one_line(error: BaseException) -> str:
    """An engine's message with its hints (what was meant, where), without the statement it repeats."""
    return " ".join(str(error).split("\n\nLINE ", 1)[0].split())


def _seal(connection: sa.Connection) -> None:
    """Shows instants in Asia/Shanghai, then locks the configuration (shared by all connections to the file)."""
    native = duck.native(connection)
    ((is_locked,),) = native.execute("SELECT current_setting('lock_configuration')").fetchall()
    if is_locked:
        return
    native.execute("SET GLOBAL TimeZone = 'Asia/Shanghai'")
    native.execute("SET GLOBAL lock_configuration = true")
