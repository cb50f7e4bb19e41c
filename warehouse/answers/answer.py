"""What an answer is: named rows, the SQL that made them and the metrics that define them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select

AnySelect = Select[*tuple[Any, ...]]
"""A select of any columns."""

_REMEMBERED = "scrm_answers"
_MOST_ROWS = 200
"""Rows of an answer that is remembered: what all pages ask (sources, models, totals) is short."""

Cell = str | int | float | bool | date | datetime | None
"""One value of an answer; None is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Rows of one question. Every figure of a report comes from one of these."""

    name: str
    """Which question (also the key under which a report shows its evidence)."""
    sql: str
    """The statement with its values written in: paste it into `scrm sql` and get the same rows."""
    columns: tuple[str, ...]
    """Column names."""
    rows: tuple[tuple[Cell, ...], ...]
    """The rows, in the order of the question."""
    metrics: tuple[str, ...] = ()
    """Names of the metrics (warehouse.metrics) whose columns these rows carry."""

    def column(self, name: str) -> list[Cell]:
        """One column. Raises ValueError for a name that is not there."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]

    def records(self) -> list[dict[str, Cell]]:
        """The rows as dictionaries."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def ask(
    connection: Connection,
    name: str,
    statement: AnySelect,
    *,
    metrics: Sequence[str] = (),
    quick: AnySelect | None = None,
) -> Answer:
    """Run a statement and keep its SQL beside its rows. Raises sqlalchemy.exc.SQLAlchemyError as it comes.

    `quick` is run in its place where it gives the same rows sooner (see `warehouse.answers.gathered`). What was asked
    already of a connection that remembers is not run again.
    """
    text = str(statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))
    remembered: dict[str, Answer] = connection.info.get(_REMEMBERED, {})
    if (found := remembered.get(text)) and (found.name, found.metrics) == (name, tuple(metrics)):
        return found
    result = connection.execute(statement if quick is None else quick)
    rows = tuple(tuple(_plain(cell) for cell in row) for row in result)
    answer = Answer(name=name, sql=text, columns=tuple(result.keys()), rows=rows, metrics=tuple(metrics))
    if len(rows) <= _MOST_ROWS:
        remembered[text] = answer
    return answer


@contextmanager
def remembering(connection: Connection) -> Iterator[None]:
    """For pages of many brands from a star that nobody changes meanwhile: what they all ask is asked once."""
    connection.info[_REMEMBERED] = {}
    try:
        yield
    finally:
        del connection.info[_REMEMBERED]


def _plain(cell: Cell | Decimal) -> Cell:
    """PostgreSQL sums BIGINT as NUMERIC, DuckDB as HUGEINT: both become int; weighted sums stay float."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell
