"""Small expressions and inserts that loaders, checks and views share."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from warehouse import bulk
from warehouse.keys import KeyCollision, keyed
from warehouse.members import UNKNOWN

SHANGHAI = "Asia/Shanghai"
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
"""Years `dim_date` may hold."""


def local_day(instant: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The Asia/Shanghai day of an instant, as a DATE."""
    return sa.cast(sa.func.timezone(SHANGHAI, instant), sa.Date)


def date_key_of(
    instant: sa.ColumnElement[Any], missing: int | sa.ColumnElement[Any] = UNKNOWN
) -> sa.ColumnElement[Any]:
    """yyyymmdd of an instant's Asia/Shanghai day; `missing` where there is none."""
    return day_key(sa.func.timezone(SHANGHAI, instant), missing)


def day_key(day: sa.ColumnElement[Any], missing: int | sa.ColumnElement[Any] = UNKNOWN) -> sa.ColumnElement[Any]:
    """yyyymmdd of a local day or time."""
    year = sa.extract("year", day)
    number = year * 10000 + sa.extract("month", day) * 100 + sa.extract("day", day)
    # A year no post can have is a misread date: the instant stays as it came, the day is unknown.
    in_calendar = sa.or_(year.is_(None), year.between(EARLIEST_YEAR, LATEST_YEAR))
    return sa.case((in_calendar, sa.func.coalesce(sa.cast(number, sa.Integer), missing)), else_=UNKNOWN)


def minutes_between(start: sa.ColumnElement[Any], end: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Whole minutes from start to end; NULL when either is unknown or the end comes first."""
    minutes = sa.cast(sa.func.floor(sa.extract("epoch", end - start) / 60), sa.BigInteger)
    return sa.case((end >= start, minutes))


def yes(condition: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """A condition as a boolean that is never NULL."""
    return sa.case((condition, sa.true()), else_=sa.false())


def one_if(condition: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """1 where the condition holds, else 0."""
    return sa.case((condition, 1), else_=0)


def first_of(*partition_by: sa.ColumnElement[Any], order_by: Sequence[sa.ColumnElement[Any]]) -> sa.ColumnElement[int]:
    """A row number to filter on: 1 is the row to keep."""
    return sa.func.row_number().over(partition_by=partition_by, order_by=order_by)


def insert_select(connection: sa.Connection, target: sa.Table, statement: sa.Select[Any]) -> None:
    """INSERT INTO target (...) SELECT, columns by the select's own labels."""
    connection.execute(sa.insert(target).from_select(list(statement.selected_columns.keys()), statement))


def insert_keyed(connection: sa.Connection, target: sa.Table, statement: sa.Select[Any], parts: Sequence[str]) -> None:
    """Inserts dimension rows with surrogate keys hashed from the natural key columns `parts`.

    Columns of the select that the table lacks serve the key only. Raises KeyCollision.
    """
    key = next(iter(target.primary_key.columns)).name
    rows = keyed(bulk.fetch(connection, statement), key, parts)
    bulk.append(connection, target.name, rows.select([c.name for c in target.columns if c.name in rows.column_names]))


def insert_distinct(connection: sa.Connection, target: sa.Table, statement: sa.Select[Any]) -> None:
    """Inserts dimension rows that have their surrogate keys already. Raises KeyCollision where one is refused."""
    with distinct_keys(target.name):
        insert_select(connection, target, statement)


@contextmanager
def distinct_keys(where: str) -> Iterator[None]:
    """Turns an engine's refusal of a second row under one key into KeyCollision, without the row's values."""
    try:
        yield
    except sa.exc.IntegrityError as error:
        if "uplicate key" not in str(error.orig):
            raise
        message = "two natural keys share a surrogate key, or a natural key occurs twice"
        raise KeyCollision(f"{where}: {message}") from None


def insert_rows(connection: sa.Connection, target: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts a few rows made in Python."""
    if rows:
        bulk.append(connection, target.name, pa.Table.from_pylist(list(rows)))
