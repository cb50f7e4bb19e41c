"""Everything that is PostgreSQL's own: connecting, Arrow in by COPY, Arrow out by COPY, errors in one line.

The sibling of `warehouse.duck`; the rest of the room is plain SQLAlchemy. An error's DETAIL and CONTEXT print the
values of a row, and messages about a value quote it: neither ever leaves this module.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from records.errors import ScrmError, UsageError
from warehouse import csv_copy

DRIVER = "postgresql+psycopg"
_DATA_ERROR = "22"
"""SQLSTATE class of errors about a value; their messages quote it."""
_BATCH_ROWS = 20_000
"""Rows turned to CSV at a time: bounds memory at some tens of MB."""


def is_url(target: object) -> bool:
    """Whether a target names a PostgreSQL database (by URL) and not a file."""
    return str(target).startswith(("postgresql:", "postgresql+psycopg:", "postgres:"))


def engine_for(url: str) -> sa.Engine:
    """An engine on one database that holds no connection between uses. Raises UsageError for another kind of URL.

    Errors never print a statement's values.
    """
    return sa.create_engine(_url(url), poolclass=NullPool, hide_parameters=True)


def name_of(url: str) -> str:
    """The URL without its password, for messages."""
    return _url(url).render_as_string(hide_password=True)


def is_postgres(connection: sa.Connection) -> bool:
    """Whether a connection leads to PostgreSQL."""
    return connection.dialect.name == "postgresql"


def native(connection: sa.Connection) -> "psycopg.Connection[Any]":
    """The driver's own connection under a SQLAlchemy one, inside the same transaction."""
    if not connection.in_transaction():
        connection.begin()
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    return driver


def copy_arrow(connection: sa.Connection, table_name: str, rows: pa.Table | pa.RecordBatchReader) -> int:
    """Appends Arrow rows to a table, columns by name, by COPY in the connection's transaction; returns their number.

    NUL characters, which PostgreSQL refuses in text, are removed. Memory is bounded by a batch, whatever is streamed.
    Raises ScrmError, without a value of any row.
    """
    columns = ", ".join(quoted(name) for name in rows.schema.names)
    command = f"COPY {quoted(table_name)} ({columns}) FROM STDIN (FORMAT csv)"
    copied = 0
    with one_line(f"copying into {table_name}"), native(connection).cursor() as cursor, cursor.copy(command) as copy:
        for batch in _batches(rows):
            copy.write(csv_copy.to_csv(batch))
            copied += batch.num_rows
    return copied


def fetch_arrow(connection: sa.Connection, statement: sa.Select[Any] | str) -> pa.Table:
    """The result of a query as an Arrow table, by COPY, without a Python object a cell.

    Instants are in the session's time zone; whole NUMERIC columns (sums of BIGINT) come as int64 where they fit.
    """
    text = statement if isinstance(statement, str) else sql_of(connection.dialect, statement)
    with one_line("a query"):
        fields = _fields(native(connection), text)
        zone = connection.exec_driver_sql("SHOW TimeZone").scalar_one()
        connection.exec_driver_sql("SET LOCAL TimeZone = 'UTC'")
        try:
            with native(connection).cursor() as cursor, cursor.copy(f"COPY ({text}) TO STDOUT (FORMAT csv)") as copy:
                return csv_copy.from_csv(b"".join(bytes(piece) for piece in copy), fields, zone)
        finally:
            if not native(connection).broken and not _is_failed(native(connection)):
                connection.exec_driver_sql(f"SET LOCAL TimeZone = '{zone}'")


def sql_of(dialect: sa.Dialect, statement: sa.ClauseElement) -> str:
    """A statement with its values written in, as PostgreSQL reads it (the driver's doubled % taken back)."""
    compiled = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    return compiled.replace("%%", "%") if dialect.name == "postgresql" else compiled


def execute_as_is(connection: sa.Connection, sql: str) -> None:
    """Runs a statement in which % is a percent sign."""
    connection.exec_driver_sql(sql, execution_options={"no_parameters": True})


def quoted(name: str) -> str:
    """A name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def one_line(doing: str) -> Iterator[None]:
    """Turns an engine's error into one line that holds no value of any row."""
    try:
        yield
    except (psycopg.Error, sa.exc.DBAPIError) as error:
        raise ScrmError(f"PostgreSQL: {doing} failed ({first_line(error)})") from None


def first_line(error: BaseException) -> str:
    """An engine's message without DETAIL, CONTEXT, statement and parameters; of an error about a value, its kind."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig else error
    if not isinstance(cause, psycopg.Error):
        return type(cause).__name__
    if cause.sqlstate is None:
        return str(cause).strip().split("\n", 1)[0]
    if cause.sqlstate.startswith(_DATA_ERROR):
        return type(cause).__name__
    return cause.diag.message_primary or type(cause).__name__


def _batches(rows: pa.Table | pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    if isinstance(rows, pa.Table):
        yield from rows.to_batches(max_chunksize=_BATCH_ROWS)
        return
    for batch in rows:
        for start in range(0, batch.num_rows, _BATCH_ROWS):
            yield batch.slice(start, _BATCH_ROWS)


def _fields(driver: "psycopg.Connection[Any]", text: str) -> list[tuple[str, int]]:
    """Names and type numbers of a query's columns."""
    with driver.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({text}) AS described LIMIT 0".encode())
        return [(column.name, column.type_code) for column in cursor.description or ()]


def _is_failed(driver: "psycopg.Connection[Any]") -> bool:
    return driver.info.transaction_status == psycopg.pq.TransactionStatus.INERROR


def _url(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url) if is_url(url) else None
    except (sa.exc.ArgumentError, ValueError):
        parsed = None
    if parsed is None:
        raise UsageError("warehouse URL: not a PostgreSQL URL (postgresql://login@host:5432/database)")
    return parsed.set(drivername=DRIVER)
