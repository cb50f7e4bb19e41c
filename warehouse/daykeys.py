"""The day of a fact, written so that each engine finds a day's rows without reading the others.

DuckDB carries bounds of `dim_date.day` through the join to the blocks of a fact. PostgreSQL does not: asked for a week
by the calendar's day it reads all of a brand's months. There the day is reckoned from the fact's own key, and indexes
hold it so.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class day_of(GenericFunction[Any]):  # noqa: N801  # named as SQL functions are
    """`day_of(dim_date.day, fact.date_key)`: the day, NULL where it is unknown."""

    type = sa.Date()
    inherit_cache = True


@compiles(day_of)
def _of_calendar(element: day_of, compiler: Any, **named: Any) -> str:
    day, _ = element.clauses
    return str(compiler.process(day, **named))


@compiles(day_of, "postgresql")
def _of_key(element: day_of, compiler: Any, **named: Any) -> str:
    _, key = element.clauses
    return reckoned(str(compiler.process(key, **named)))


def reckoned(key: str) -> str:
    """PostgreSQL for the day of a key (yyyymmdd; below 0 unknown), letter by letter what the indexes hold."""
    return f"CASE WHEN {key} > 0 THEN make_date({key} / 10000, mod({key} / 100, 100), mod({key}, 100)) END"
