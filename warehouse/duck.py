"""Everything that is DuckDB's own: files, Parquet and Arrow in, Arrow out. The rest of the room is plain SQLAlchemy.

PostgreSQL needs a sibling of this module (COPY or ADBC into the same staging tables) and nothing else.
"""

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from records.errors import DamagedWarehouse, OutOfMemory, ScrmError, UnreadableFile

STORAGE_VERSION = "v1.4.0"
"""Written so that DuckDB 1.x clients (Superset, DBeaver) open the file; what 2.0 writes by default they refuse."""
STORAGE_NUMBER = 67
"""What STORAGE_VERSION puts at offset 12 of the file."""


_ABOUT_VALUES = (
    duckdb.ConversionException,
    duckdb.InvalidInputException,
    duckdb.NotImplementedException,
    duckdb.OutOfRangeException,
)
_ABOUT_BYTES = (duckdb.SerializationException, duckdb.FatalException, duckdb.InternalException)
_CORRUPT = "corrupt database file"
_DAMAGE_WORDS = ("corrupt", "checksum", "not a valid duckdb", "could not read", "deserializ")
"""How the engine tells of bytes that are not what it wrote: checksums, cut files, blocks that make no sense."""
_ABOUT_KEYS = ("Duplicate key", "because key")
"""Errors whose message quotes the value they stumbled over, which may be what a person wrote."""


Made = TypeVar("Made")
BUILD_MEMORY = "2500MB"
"""What the engine may hold while it builds, updates or proves a star; what it needs beyond goes to a temporary file
beside the warehouse."""


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
    url = sa.URL.create("duckdb", database=str(path))
    return sa.create_engine(url, poolclass=NullPool, connect_args=arguments, hide_parameters=True)


def native(connection: sa.Connection) -> Any:
    """DuckDB's own connection under a SQLAlchemy one."""
    return connection.connection.driver_connection


def read_parquet(
    connection: sa.Connection,
    target: str,
    select_list: Sequence[str],
    files: Sequence[Path],
    only: str | None = None,
    joins: str = "",
) -> None:
    """Appends Parquet files to a staging table.

    `select_list` are DuckDB expressions in the table's column order, `only` is a condition on the rows taken, `joins`
    follows the files' rows, which are called `said`.
    """
    if not files:
        return
    statement = f"INSERT INTO {target} SELECT {', '.join(select_list)} FROM read_parquet($files, union_by_name = true)"
    statement += f" said {joins}" if joins else ""
    statement += f" WHERE {only}" if only else ""
    try:
        native(connection).execute(statement, {"files": [str(file) for file in files]})
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise ScrmError(f"cannot stage {len(files)} Parquet file(s) into {target}: {first_line(error)}") from None


def query_parquet(connection: sa.Connection, sql: str, **files: Sequence[Path]) -> pa.Table:
    """The result of DuckDB SQL in which `{name}` stands for the rows of the Parquet files given under that name."""
    named = {name: f"read_parquet(${name}, union_by_name = true)" for name in files}
    listed = {name: [str(file) for file in paths] for name, paths in files.items()}
    try:
        return native(connection).sql(sql.format(**named), params=listed).to_arrow_table()
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise ScrmError(f"cannot read Parquet file(s) of the lake: {first_line(error)}") from None


@contextmanager
def scratch() -> Iterator[sa.Connection]:
    """An empty database in memory, gone on leaving."""
    engine = sa.create_engine("duckdb:///:memory:", poolclass=NullPool, hide_parameters=True)
    with engine.connect() as connection, connection.begin():
        yield connection


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


@contextmanager
def keys_afterwards(connection: sa.Connection, tables: Sequence[sa.Table]) -> Iterator[None]:
    """Takes the primary keys off empty tables and puts them on again when their rows are in.

    Keeping an index up to date costs a third of an insert, building it at the end a tenth. Raises what the engine
    raises when two rows share a key.
    """
    for table in tables:
        columns = [sa.Column(c.name, c.type, nullable=c.nullable, comment=c.comment) for c in table.columns]
        table.drop(connection)
        sa.Table(table.name, sa.MetaData(), *columns, comment=table.comment).create(connection)
    yield
    for table in tables:
        key = ", ".join(column.name for column in table.primary_key)
        connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD PRIMARY KEY ({key})")


def sparing_memory(step: Callable[[str | None], Made]) -> Made:
    """What `step` makes within BUILD_MEMORY; where the engine cannot do with it, what it makes without a bound of ours.

    Not everything can be laid aside on disk. `step` hands its bound to `spare_memory` and may be repeated.
    """
    try:
        return step(BUILD_MEMORY)
    except OutOfMemory:
        return step(None)


def spare_memory(connection: sa.Connection, memory: str | None) -> None:
    """Lets this connection's engine spill to disk beside the warehouse rather than take more memory, if it is told."""
    if memory is not None:
        connection.exec_driver_sql(f"SET memory_limit = '{memory}'")


def hold_right_sides(connection: sa.Connection) -> None:
    """Has this connection's engine hold the right side of each join in memory, and lead the left one past it.

    It would choose by what it expects of either; of outer joins over staged tables it expects so little that it held
    a million wide rows seven times over for one insert: twice the processor time, and 4.7 GB.
    """
    connection.exec_driver_sql("SET disabled_optimizers = 'build_side_probe_side'")


def read_batches(connection: sa.Connection, statement: sa.Select[Any], rows: int) -> pa.RecordBatchReader:
    """The result of a query in batches of at most so many rows, read while they are asked for."""
    return native(connection).sql(sql_of(connection.dialect, statement)).to_arrow_reader(rows)


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
    """Turns an engine's error (full disk, damaged file, broken constraint) into one line about a file.

    The engine's own error is no cause of it: a scheduler would log it, and with it the text it stumbled over. Raises
    DamagedWarehouse where the file's own bytes are the trouble, OutOfMemory, ScrmError otherwise.
    """
    try:
        yield
    except (duckdb.Error, sa.exc.DBAPIError) as error:
        if is_damage(error):
            raise damaged(path, error) from None
        kind = OutOfMemory if isinstance(_cause(error), duckdb.OutOfMemoryException) else ScrmError
        raise kind(f"{path}: {doing} failed ({first_line(error)}); nothing was published") from None


def is_damage(error: BaseException) -> bool:
    """Whether an engine's error tells of changed or missing bytes in its file."""
    cause = _cause(error)
    words = str(cause).lower()
    if isinstance(cause, duckdb.IOException):  # also of full disks, missing rights and other people's locks
        return any(each in words for each in _DAMAGE_WORDS)
    return isinstance(cause, _ABOUT_BYTES) or words.startswith(_CORRUPT)


def _cause(error: BaseException) -> BaseException:
    """The engine's own error."""
    return error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig else error


def damaged(path: Path | str, error: BaseException) -> DamagedWarehouse:
    """The error to raise for it."""
    return DamagedWarehouse(
        f"{path}: damaged ({first_line(error)}); run the job again: it is built whole from the lake"
    )


def first_line(error: BaseException) -> str:
    """The first line of an engine's message, without statement or parameters; of an error about a value, its kind."""
    cause = _cause(error)
    line = str(cause).strip().split("\n", 1)[0]
    if isinstance(cause, _ABOUT_VALUES) or any(words in line for words in _ABOUT_KEYS):
        return line.partition(":")[0]
    return line
