"""Reading a published warehouse on PostgreSQL: sessions that cannot write, and an analyst's one statement."""

import re
from typing import Any

import psycopg
import pyarrow as pa
import sqlalchemy as sa
from psycopg.sql import SQL, Identifier

from warehouse import csv_copy, postgres
from warehouse.errors import RefusedSql
from warehouse.roles import READER

TIMEOUT = "10min"
"""Longest a reading statement may take; the server ends it then."""
TIME_ZONE = "Asia/Shanghai"
LACKING = (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn)
"""What the engine says when a statement names a table, view or column that the warehouse does not have."""

_READING = ("SELECT", "WITH", "VALUES", "TABLE", "SHOW", "EXPLAIN")
_FIRST_WORD = re.compile(r"(?:\s|\(|--[^\n]*(?:\n|$)|/\*.*?\*/)*([A-Za-z]*)", re.DOTALL)
_ACTING = re.compile(
    r"""\b(set_config|pg_sleep\w*|pg_(?:try_)?advisory_\w+|pg_notify|pg_logical_emit_message|pg_(?:terminate|cancel)_backend
    |pg_promote|pg_switch_wal|pg_create_restore_point|nextval|setval|lo_\w+|dblink\w*|\w+_to_xml\w*)\b|(\bU&")""",
    re.IGNORECASE | re.VERBOSE,
)
"""Functions that do something besides telling, or wait; and names written in escapes, behind which they could hide.

Rights, the read-only session and the time limit stand behind it: this only refuses at once what they would let pass.
"""
_CHUNK_ROWS = 1000
_SESSION = (
    "SET default_transaction_read_only = on",
    f"SET TimeZone = '{TIME_ZONE}'",
    f"SET statement_timeout = '{TIMEOUT}'",
    "SELECT set_config('search_path', quote_ident(current_schema()), false)",
)
_FILE_ROLES = ("pg_read_server_files", "pg_write_server_files", "pg_execute_server_program")


def reading_engine(url: str) -> sa.Engine:
    """An engine whose sessions only read, in the schema they start in, and show instants in Asia/Shanghai."""
    engine = postgres.engine_for(url)

    @sa.event.listens_for(engine, "connect")
    def _prepare(driver: "psycopg.Connection[Any]", _: object) -> None:
        for statement in _SESSION:
            driver.execute(statement.encode())
        driver.commit()

    return engine


def columns_of(connection: sa.Connection) -> dict[str, set[str]]:
    """Columns of every table and view of the session's schema, whoever may read them."""
    sql = """SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped
        AND c.relnamespace = current_schema()::regnamespace"""
    found: dict[str, set[str]] = {}
    for name, column in connection.exec_driver_sql(sql):
        found.setdefault(name, set()).add(column)
    return found


def read_statement(connection: sa.Connection, sql: str, limit: int | None = None) -> pa.Table:
    """Rows of one reading statement, at most one more than `limit`.

    It runs as `scrm_reader` where the login may become it, which cannot read what people wrote. A login that may touch
    the server's own files is refused: SQL could read them. Raises RefusedSql, and psycopg's LACKING.
    """
    require_reading(sql)
    _refuse_the_mighty(connection)
    driver = postgres.native(connection)
    _step_down(driver)
    with driver.cursor() as cursor:
        try:
            return _fetched(cursor, sql, limit)
        except LACKING:
            raise
        except psycopg.Error as error:
            hint = ""
            if isinstance(error, psycopg.errors.InsufficientPrivilege):
                hint = "; what people wrote and pseudonyms are closed to some roles: name the columns you need"
            raise RefusedSql(f"sql: {postgres.first_line(error)}{hint}") from None


def require_reading(sql: str) -> None:
    """Raises RefusedSql for a statement of another kind or with a function that acts.

    That there is one statement only, the server sees to.
    """
    word = _FIRST_WORD.match(sql)
    if word is None or word[1].upper() not in _READING:
        raise RefusedSql(f"sql: the warehouse is read-only: allowed are {', '.join(_READING)}")
    if acting := _ACTING.search(sql):
        raise RefusedSql(f"sql: {acting[1] or 'names in escapes'} cannot be used here: only what reads is allowed")


def one_line(error: BaseException) -> str:
    """The server's message in one line, without the values of any row."""
    return postgres.first_line(error)


def _refuse_the_mighty(connection: sa.Connection) -> None:
    powers = " OR ".join(f"pg_has_role(session_user, '{role}', 'MEMBER')" for role in _FILE_ROLES)
    if connection.exec_driver_sql(f"SELECT {powers}").scalar():  # true of every superuser
        raise RefusedSql(
            "sql: this login may read files of the database server; give the URL of a login without such rights"
        )


def _step_down(driver: "psycopg.Connection[Any]") -> None:
    may = "SELECT bool_or(pg_has_role(session_user, oid, 'USAGE')) FROM pg_roles WHERE rolname = %s"
    ((allowed,),) = driver.execute(may.encode(), (READER,)).fetchall()
    if allowed:
        driver.execute(SQL("SET LOCAL ROLE {}").format(Identifier(READER)))


def _fetched(cursor: "psycopg.Cursor[Any]", sql: str, limit: int | None) -> pa.Table:
    """The rows as Arrow. The extended protocol, which streaming uses, takes one statement and no second."""
    rows: list[tuple[Any, ...]] = []
    for row in cursor.stream(sql.encode(), size=_CHUNK_ROWS):
        rows.append(row)
        if limit is not None and len(rows) > limit:
            break
    if not rows:
        cursor.execute(sql.encode())  # a stream without a row names no columns
    described = cursor.description or []
    columns = zip(*rows, strict=True) if rows else ([] for _ in described)
    read = zip(columns, described, strict=True)
    arrays = [csv_copy.array_of(values, column.type_code, TIME_ZONE) for values, column in read]
    return pa.Table.from_arrays(arrays, names=[column.name for column in described])
