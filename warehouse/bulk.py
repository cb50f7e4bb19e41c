"""Many rows at once, in and out, on whichever engine a connection speaks to."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from warehouse import duck, postgres


def append(connection: sa.Connection, target: str, rows: pa.Table) -> None:
    """Appends an Arrow table to a table, columns by name."""
    if postgres.is_postgres(connection):
        postgres.copy_arrow(connection, target, rows)
    else:
        duck.insert_arrow(connection, target, rows)


def settle(connection: sa.Connection, *names: str) -> None:
    """Tells PostgreSQL what tables hold that were just filled, so that it plans for them; DuckDB looks by itself.

    Of a temporary table it would know nothing for as long as it stands, and of another one only minutes later: it takes
    either for nearly empty and joins it row by row.
    """
    if postgres.is_postgres(connection):
        for name in names:
            connection.exec_driver_sql(f"ANALYZE {name}")


def fetch(connection: sa.Connection, statement: sa.Select[Any]) -> pa.Table:
    """The result of a query as an Arrow table."""
    if postgres.is_postgres(connection):
        return postgres.fetch_arrow(connection, statement)
    return duck.fetch_arrow(connection, statement)


def read_parquet(
    connection: sa.Connection, target: str, select_list: Sequence[str], files: Sequence[Path], only: str | None = None
) -> None:
    """Appends Parquet files to a staging table; DuckDB reads them, whatever the engine.

    `select_list` are DuckDB expressions in the table's column order, `only` is a condition on the rows taken.
    """
    if not postgres.is_postgres(connection):
        duck.read_parquet(connection, target, select_list, files, only)
    elif files:
        sql = f"SELECT {', '.join(select_list)} FROM {{rows}}" + (f" WHERE {only}" if only else "")
        rows = query_parquet(connection, sql, rows=files)
        names = list(connection.execute(sa.select(sa.text("*")).select_from(sa.table(target)).limit(0)).keys())
        append(connection, target, rows.rename_columns(names))


def query_parquet(connection: sa.Connection, sql: str, **files: Sequence[Path]) -> pa.Table:
    """The result of DuckDB SQL in which `{name}` stands for the rows of the Parquet files given under that name."""
    if not postgres.is_postgres(connection):
        return duck.query_parquet(connection, sql, **files)
    with duck.scratch() as scratch:
        return duck.query_parquet(scratch, sql, **files)
