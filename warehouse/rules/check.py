"""What a check is: a query for the keys of the rows that break a rule, asked of all rows or of those touched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from warehouse.columns import Privacy, field_of, grain_of
from warehouse.touched import EVERYTHING, Scope

Severity = Literal["fail", "warn"]
Rows = Callable[[Scope], sa.Select[Any]]
OBSERVED = "observed"
"""Label of the column that holds the measured value of a check with a threshold."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Check:
    """One rule about one table."""

    name: str
    table: str
    zh: str
    """What is checked, in one sentence a person reads; neither text nor ids of persons are ever part of it."""
    en: str
    rows: Rows
    """Keys of the rows that break the rule; with a threshold, of every subject measured and its `observed` value."""
    severity: Severity = "fail"
    threshold: float | None = None
    """What `observed` may not exceed; None where any row is a failure."""
    condition: sa.ColumnElement[bool] | None = None
    """Of a rule about single rows: what breaks it. Such rules of one table are counted by one scan."""
    needs_rows: bool = False
    """Whether only rows of the table itself can break it: where the scope holds none, it need not be asked."""
    is_foreign_key: bool = False
    """Whether PostgreSQL enforces it by a constraint, so that it need not be asked there."""

    def failed_rows(self, scope: Scope = EVERYTHING) -> sa.Select[Any]:
        """Keys of the rows that break the rule, one row each; with a threshold, the value that exceeds it too."""
        rows = self.rows(scope)
        if self.threshold is None:
            return rows
        measured = rows.subquery("measured")
        return sa.select(measured).where(measured.c[OBSERVED] > self.threshold)

    def figures(self, scope: Scope = EVERYTHING) -> sa.Select[Any]:
        """One row: how many rows fail, and the largest value measured (NULL without a threshold)."""
        found = self.rows(scope).subquery("found")
        observed = sa.null() if self.threshold is None else found.c[OBSERVED]
        failed = sa.func.count() if self.threshold is None else sa.func.count(sa.case((observed > self.threshold, 1)))
        largest: sa.ColumnElement[Any] = sa.cast(sa.func.max(observed), sa.Double)
        return sa.select(failed.label("failed_count"), largest.label(OBSERVED)).select_from(found)


def row_check(
    table: sa.Table,
    name: str,
    condition: sa.ColumnElement[bool],
    *,
    zh: str,
    en: str,
    severity: Severity = "fail",
) -> Check:
    """A rule about single rows: `condition` (over the table's own columns) is what breaks it."""

    def rows(scope: Scope) -> sa.Select[Any]:
        return sa.select(*keys_of(table)).where(scope.rows_of(table), condition)

    return Check(
        name=name,
        table=table.name,
        zh=zh,
        en=en,
        rows=rows,
        severity=severity,
        condition=condition,
        needs_rows=True,
    )


def group_check(
    table: sa.Table,
    name: str,
    key: Sequence[str],
    broken: sa.ColumnElement[bool],
    *,
    zh: str,
    en: str,
    severity: Severity = "fail",
    among: sa.ColumnElement[bool] | None = None,
) -> Check:
    """A rule about the rows of `table` that share `key`: `broken` (over aggregates) is what breaks it."""
    columns = [table.c[name] for name in key]

    def rows(scope: Scope) -> sa.Select[Any]:
        chosen = sa.and_(scope.rows_of(table), sa.true() if among is None else among)
        return sa.select(*_group_keys(table, columns)).where(chosen).group_by(*columns).having(broken)

    return Check(name=name, table=table.name, zh=zh, en=en, rows=rows, severity=severity, needs_rows=True)


def keys_of(table: sa.Table) -> list[sa.ColumnElement[Any]]:
    """Columns that say which row it is without saying who: surrogate keys and the public part of the grain."""
    own: list[sa.ColumnElement[Any]] = list(table.primary_key.columns)
    return own or [table.c[name] for name in grain_of(table).key if _is_public(table.c[name])]


def _group_keys(table: sa.Table, columns: Sequence[sa.ColumnElement[Any]]) -> list[sa.ColumnElement[Any]]:
    public = [column for column in columns if _is_public(column)]
    smallest = [sa.func.min(key).label(f"smallest_{key.name}") for key in table.primary_key.columns]
    return [*public, *smallest, sa.func.count().label("row_count")]


def _is_public(column: sa.ColumnElement[Any]) -> bool:
    return field_of(column).privacy is Privacy.PUBLIC
