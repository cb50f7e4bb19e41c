"""Reading a published DuckDB file: sealed off from everything else, and an analyst's one statement."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Timer
from typing import Any

import duckdb
import pyarrow as pa
import sqlalchemy as sa

from warehouse import duck
from warehouse.errors import RefusedSql

SEALED = {"enable_external_access": "false", "python_enable_replacements": "false"}
"""No file, no network, no attached database, no Python variable: a query sees the warehouse and nothing else."""

_READING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
"""DESCRIBE, SHOW, SUMMARIZE, FROM and VALUES are SELECT to the parser."""

TIMEOUT_SECONDS = 600.0
"""Longest a reading statement may take, as on a server; DuckDB has no such setting, so it is interrupted."""

LACKING = (duckdb.CatalogException, duckdb.BinderException)
"""What the engine says when a statement names a table, view or column that the file does not have."""


def read_statement(connection: sa.Connection, sql: str, limit: int | None = None) -> pa.Table:
    """Rows of one reading statement, at least one more than `limit` if there are. Raises RefusedSql and LACKING."""
    native = duck.native(connection)
    try:
        with _limited(native) as is_over:
            return duck.whole_numbers(_fetch(native.sql(require_reading(sql)), limit))
    except LACKING:
        raise
    except duckdb.InterruptException:
        if not is_over.is_set():
            raise
        raise RefusedSql(f"sql: took longer than {TIMEOUT_SECONDS:g} seconds; ask about fewer days") from None
    except duckdb.Error as error:
        raise RefusedSql(f"sql: {one_line(error)}") from None


@contextmanager
def _limited(native: Any) -> Iterator[Event]:
    """Interrupts what the connection does when the time is over; the event tells that it did."""
    is_over = Event()

    def stop() -> None:
        is_over.set()
        native.interrupt()

    timer = Timer(TIMEOUT_SECONDS, stop)
    timer.daemon = True
    timer.start()
    try:
        yield is_over
    finally:
        timer.cancel()


def require_reading(sql: str) -> Any:
    """The parsed statement. Raises RefusedSql unless it is exactly one that reads."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise RefusedSql(f"sql: {one_line(error)}") from None
    if len(statements) != 1:
        raise RefusedSql(f"sql: exactly one statement is allowed, got {len(statements)}")
    statement = statements[0]
    kind = _kind(statement)
    if kind not in _READING:
        allowed = "SELECT, WITH, DESCRIBE, SHOW, EXPLAIN, SUMMARIZE"
        raise RefusedSql(f"sql: the warehouse is read-only: {kind.name if kind else 'this'} is not among {allowed}")
    if statement.named_parameters:
        raise RefusedSql("sql: parameters ($1, ?) are not supported; write the values in")
    return statement


def _kind(statement: Any) -> duckdb.StatementType | None:
    """The kind of a statement; None for one that the engine's Python side has no name for (UPDATE EXTENSIONS)."""
    try:
        kind: duckdb.StatementType = statement.type
    except ValueError:
        return None
    return kind


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


def columns_of(connection: sa.Connection) -> dict[str, set[str]]:
    """Columns of every table and view."""
    found: dict[str, set[str]] = {}
    rows = duck.native(connection).execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall()
    for name, column in rows:
        found.setdefault(name, set()).add(column)
    return found


def one_line(error: BaseException) -> str:
    """An engine's message with its hints (what was meant, where), without the statement it repeats."""
    return " ".join(str(error).split("\n\nLINE ", 1)[0].split())


def limit_memory(connection: sa.Connection, path: Path, megabytes: int) -> None:
    """Bounds the pages and rows that the engine keeps in memory, by default four fifths of the machine's.

    What does not fit goes to a folder beside the file until the connection is closed. Where none can be made there, or
    another connection of this process has the file open, the engine keeps the bound it has: a page that takes more
    memory is better than none.
    """
    native = duck.native(connection)
    if not _is_locked(native) and os.access(path.parent, os.W_OK):
        native.execute(f"SET GLOBAL memory_limit = '{int(megabytes)}MB'")


def _is_locked(native: Any) -> bool:
    ((is_locked,),) = native.execute("SELECT current_setting('lock_configuration')").fetchall()
    return bool(is_locked)


def seal(connection: sa.Connection) -> None:
    """Shows instants in Asia/Shanghai, then locks the configuration (shared by all connections to the file)."""
    native = duck.native(connection)
    if _is_locked(native):
        return
    native.execute("SET GLOBAL TimeZone = 'Asia/Shanghai'")
    native.execute("SET GLOBAL lock_configuration = true")
