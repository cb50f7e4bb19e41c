"""Monthly partitions of PostgreSQL's facts: made as data needs them, so that no month is missing and none is empty."""

from collections.abc import Iterable, Iterator
from datetime import date

import sqlalchemy as sa

from warehouse.postgres_ddl import partition_key
from warehouse.tables import METADATA

OTHER = "other"
"""Ending of the partition of special days (-1, -3) and of months nobody asked for."""


def partitioned_tables() -> list[str]:
    """Names of the tables that lie in monthly partitions."""
    return [table.name for table in METADATA.sorted_tables if partition_key(table.name)]


def create_other(connection: sa.Connection, table: str) -> None:
    """The partition of what no month holds."""
    connection.exec_driver_sql(f"CREATE TABLE {table}_{OTHER} PARTITION OF {table} DEFAULT")


def ensure_partitions(connection: sa.Connection, first: date, last: date) -> list[str]:
    """Makes the partitions of every month from `first` to `last` that are missing; returns the names of those made."""
    return ensure_months(connection, months(first, last))


def ensure_months(connection: sa.Connection, days: Iterable[date]) -> list[str]:
    """Makes the partitions of the months of some days that are missing; returns the names of those made.

    Rows of such a month that had gone to the other partition move over, all in the connection's transaction.
    """
    wanted = sorted({day.replace(day=1) for day in days})
    made = []
    for table in partitioned_tables():
        present = partitions_of(connection, table)
        for month in wanted:
            name = f"{table}_y{month:%Ym%m}"
            if name not in present:
                _create(connection, table, name, month)
                made.append(name)
    return made


def partitions_of(connection: sa.Connection, table: str) -> set[str]:
    """Names of a table's partitions."""
    sql = sa.text(
        "SELECT child.relname FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid"
        " WHERE inhparent = CAST(:name AS regclass)"
    )
    return set(connection.execute(sql, {"name": table}).scalars())


def months(first: date, last: date) -> Iterator[date]:
    """First days of the months from `first` to `last`."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = _next(month)


def _create(connection: sa.Connection, table: str, name: str, month: date) -> None:
    key = partition_key(table)
    low, high = f"{month:%Y%m%d}", f"{_next(month):%Y%m%d}"
    connection.exec_driver_sql(f"CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
    moved = f"DELETE FROM {table}_{OTHER} WHERE {key} >= {low} AND {key} < {high} RETURNING *"
    connection.exec_driver_sql(f"WITH moved AS ({moved}) INSERT INTO {name} SELECT * FROM moved")
    connection.exec_driver_sql(f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({low}) TO ({high})")


def _next(month: date) -> date:
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
