"""What a view is: named expressions over the star, each with its meaning, and which of them add up."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from warehouse.columns import Field, field_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewColumn:
    """One column of a view."""

    name: str
    expression: sa.ColumnElement[Any]
    meaning: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view. Every row counts once: a plain SUM over an additive column is right."""

    name: str
    zh: str
    """What one row is, in Chinese."""
    en: str
    """The same in English."""
    columns: tuple[ViewColumn, ...]
    source: sa.FromClause
    """Joined tables."""
    condition: sa.ColumnElement[bool] | None = None
    """Which rows."""
    additive: tuple[str, ...] = ()
    """Columns that may be summed over all rows."""

    @property
    def statement(self) -> sa.Select[Any]:
        """The query behind the view."""
        chosen = sa.select(*(c.expression.label(c.name) for c in self.columns)).select_from(self.source)
        return chosen if self.condition is None else chosen.where(self.condition)

    @property
    def comment(self) -> str:
        """The text of COMMENT ON VIEW."""
        return f"{self.zh} | {self.en}"


def shown(column: sa.Column[Any], name: str | None = None) -> ViewColumn:
    """A table's column as it is, with its own meaning."""
    return ViewColumn(name=name or column.name, expression=column, meaning=field_of(column))


def derived(name: str, expression: sa.ColumnElement[Any], zh: str, en: str, *, unit: str | None = None) -> ViewColumn:
    """A computed or re-read column, with a meaning of its own."""
    return ViewColumn(name=name, expression=expression, meaning=Field(zh=zh, en=en, unit=unit))
