"""Everything that is DuckDB's own: files, Parquet and Arrow in, Arrow out. The rest of the room is plain SQLAlchemy.

PostgreSQL needs a sibling of this module (COPY or ADBC into the same staging tables) and nothing else.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from records.errors import ScrmError, UnreadableFile

STORAGE_VERSION = "v1.4.0"
"""Written so that DuckDB 1.x clients (Superset, DBeaver) open the file; what 2.0 writes by default they refuse."""
STORAGE_NUMBER = 67
"""What STORAGE_VERSION puts at offset 12 of the file."""


def create_file(path: Path) -> None:
    """An empty database file of the fixed storage version in place of whatever was there. Raises ScrmError."""
    remove_file(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            quoted = str(path).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS fresh (STORAGE_VERSION '{STORAGE_VERSION}')")
            connection.execute("DETACH fresh")
    except (duckdb.Error, OSError) as error:
        raise ScrmError(f"{path}: cannot create the warehouse file ({first_line(error)})") from error


def remove_file(path: Path) -> None:
    """Removes a database file and its log, if any."""
    path.unlink(missing_ok=True)
    log_of(path).unlink(missing_ok=True)


def log_of(path: Path) -> Path:
    """The write-ahead log DuckDB keeps beside a file that was not closed."""
    return path.with_name(path.name + ".wal")


def storage_number(path: Path) -> int:
    """The storage version in the file's header (unsigned 64-bit, offset 12). Raises UnreadableFile."""
    with path.open("rb") as file:
        header = file.read(20)
    if len(header) < 20 or header[8:12] != b"DUCK":
        raise UnreadableFile(f"{path}: not a DuckDB file; run `scrm load` and `scrm publish` to build it again")
    number: int = struct.unpack("<Q", header[12:20])[0]
    return number


def engine_for(path: Path, *, is_read_only: bool = False, config: Mapping[str, str] | None = None) -> sa.Engine:
    """An engine on one file that holds no connection between uses, so that it never keeps a lock."""
    arguments = {"read_only": is_read_only, "config": dict(config or {})}
    return sa.create_engine(sa.URL.create("duckdb", database=str(path)), poolclass=NullPool, connect_args=arguments)


def native(connection: sa.Connection) -> Any:
    """DuckDB's own connection under a SQLAlchemy one."""
    return connection.connection.driver_connection


def read_parquet(connection: sa.Connection, target: str, select_list: Sequence[str], files: Sequence[Path]) -> None:
    """Appends Parquet files to a staging table; `select_list` are DuckDB expressions in the table's column order."""
    if not files:
        return
    statement = f"INSERT INTO {target} SELECT {', '.join(select_list)} FROM read_parquet($files, union_by_name = true)"
    try:
        native(connection).execute(statement, {"files": [str(file) for file in files]})
    except duckdb.Error as error:
        raise ScrmError(f"cannot stage {len(files)} Parquet file(s) into {target}: {first_line(error)}") from error


def insert_arrow(connection: sa.Connection, target: str, table: pa.Table) -> None:
    """Appends an Arrow table to a table, columns by name."""
    connection_ = native(connection)
    connection_.register("arrow_rows", table)
    try:
        connection_.execute(f"INSERT INTO {target} BY NAME SELECT * FROM arrow_rows")
    finally:
        connection_.unregister("arrow_rows")


def fetch_arrow(connection: sa.Connection, statement: sa.Select[Any] | str) -> pa.Table:
    """The result of a query as an Arrow table, column by column without a Python object a cell."""
    text = statement if isinstance(statement, str) else sql_of(connection.dialect, statement)
    return whole_numbers(native(connection).sql(text).to_arrow_table())


def whole_numbers(table: pa.Table) -> pa.Table:
    """DuckDB sums BIGINT to a 128-bit integer, which Arrow has only as a decimal: back to int64 where it fits."""
    for place, field in enumerate(table.schema):
        if pa.types.is_decimal128(field.type) and field.type.scale == 0:
            try:
                numbers = table.column(place).cast(pa.int64())
            except pa.ArrowInvalid:
                continue
            table = table.set_column(place, field.name, numbers)
    return table


def sql_of(dialect: sa.Dialect, statement: sa.ClauseElement) -> str:
    """A statement with its values written in."""
    return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def checkpoint(connection: sa.Connection) -> None:
    """Writes the log into the file, so that the file alone is the database."""
    native(connection).execute("CHECKPOINT")


@contextmanager
def one_line(path: Path, doing: str) -> Iterator[None]:
    """Turns an engine's error (full disk, damaged file, broken constraint) into one line about a file."""
    try:
        yield
    except (duckdb.Error, sa.exc.DBAPIError) as error:
        raise ScrmError(f"{path}: {doing} failed ({first_line(error)}); nothing was published") from error


def first_line(error: BaseException) -> str:
    """The first line of an engine's message, without statement, parameters or the values a conversion stumbled over."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig else error
    line = str(cause).strip().split("\n", 1)[0]
    return "Conversion Error" if line.startswith("Conversion Error") else line
