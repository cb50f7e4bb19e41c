"""A statement in the house's SQL (DuckDB's and PostgreSQL's) as Spark SQL over the Parquet files of an exported star.

The views are told with it: only those the statement reads, without the columns that stayed in the house. Meant for a
session in Asia/Shanghai: an instant shows its local time there, so `timezone('Asia/Shanghai', x)` is x.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb_sqlalchemy
import sqlalchemy as sa
import sqlglot
from sqlalchemy.sql import visitors
from sqlglot import exp

from warehouse import duck
from warehouse import tables as t
from warehouse.errors import RefusedSql
from warehouse.sql import SHANGHAI
from warehouse.views import TWINS, VIEWS, View

_VIEWS = {view.name: view for view in (*VIEWS, *TWINS)}
_TEXTS, _KEY = t.content_text.name, t.content_text.c.content_key.name

Held = Mapping[str, Collection[str]]
"""Table of the export -> its columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What to run, in order."""

    tables: tuple[str, ...]
    """Files to read under their names."""
    views: tuple[tuple[str, str], ...]
    """Name and statement, those that others read first."""
    statement: str


def script(sql: str, held: Held) -> Script:
    """One reading statement with what it stands on.

    Raises RefusedSql for anything but one query, and for a table that the export does not hold.
    """
    tree = _parsed(sql)
    found = _Found(held)
    for name in _names(tree):
        found.add(name)
    return Script(tables=tuple(found.tables), views=tuple(found.views.items()), statement=_spark(tree))


class _Found:
    """Tables and views gathered from names, views read by views before them."""

    def __init__(self, held: Held) -> None:
        self._columns: dict[str, Collection[str]] = dict(held)
        self.tables: dict[str, None] = {}
        self.views: dict[str, str] = {}

    def add(self, name: str) -> None:
        """A table or a view with all it reads. Raises RefusedSql for what the export does not hold."""
        if name in self.tables or name in self.views:
            return
        if view := _VIEWS.get(name):
            self._add_view(view)
        elif name in self._columns:
            self.tables[name] = None
        else:
            raise RefusedSql(f"sql: the export holds no {name}; what people wrote is in `scrm export --with-text` only")

    def _add_view(self, view: View) -> None:
        for part in visitors.iterate(view.statement):
            if isinstance(part, sa.TableClause) and part.name == _TEXTS and _TEXTS not in self._columns:
                self._add_no_texts()
            elif isinstance(part, sa.TableClause):
                self.add(part.name)
        kept = [column for column in view.columns if self._has(column.expression)]
        self._columns[view.name] = [column.name for column in kept]
        chosen = sa.select(*(column.expression.label(column.name) for column in kept)).select_from(view.source)
        statement = chosen if view.condition is None else chosen.where(view.condition)
        self.views[view.name] = _spark(_parsed(duck.sql_of(duckdb_sqlalchemy.Dialect(), statement)))

    def _add_no_texts(self) -> None:
        """The wording stayed in the house: views that show it beside a content keep their rows."""
        self._columns[_TEXTS] = [_KEY]
        self.views[_TEXTS] = f"SELECT CAST(NULL AS BIGINT) AS {_KEY} WHERE FALSE"

    def _has(self, expression: sa.ColumnElement[Any]) -> bool:
        """Whether the export holds every column an expression is made of."""
        columns = (part for part in visitors.iterate(expression) if isinstance(part, sa.ColumnClause))
        return all(
            base.name in self._columns[base.table.name]
            for column in columns
            for base in column.base_columns
            if isinstance(base, sa.ColumnClause) and isinstance(base.table, sa.TableClause)
        )


def _parsed(sql: str) -> exp.Query:
    try:
        trees = sqlglot.parse(sql, read="duckdb")
    except sqlglot.errors.SqlglotError as error:
        raise RefusedSql(f"sql: {' '.join(str(error).split())[:300]}") from None
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        raise RefusedSql("sql: one reading statement (SELECT, WITH) is asked for")
    return trees[0]


def _names(tree: exp.Query) -> list[str]:
    """Tables and views in order of first use, without the statement's own WITH names."""
    own = {each.alias for each in tree.find_all(exp.CTE)}
    return list(dict.fromkeys(each.name for each in tree.find_all(exp.Table) if each.name not in own))


def _spark(tree: exp.Query) -> str:
    return tree.transform(_translated).sql("spark", identify=True)


def _translated(node: exp.Expr) -> exp.Expr:
    """What sqlglot leaves to whoever knows the session and the engine's exact functions."""
    if isinstance(node, exp.Anonymous) and node.name.lower() == "timezone":
        zone, instant = node.expressions
        if zone.name != SHANGHAI:
            raise RefusedSql(f"sql: timezone({zone.name!r}, ...): local times are those of {SHANGHAI} on Spark")
        local: exp.Expr = instant.transform(_translated)
        return local
    if isinstance(node, exp.DataType) and node.this == exp.DType.TIMESTAMPNTZ:
        return exp.DataType.build("TIMESTAMPTZ")
    if isinstance(node, exp.WithinGroup) and isinstance(node.this, exp.PercentileCont):
        # sqlglot's own choice is Spark's approximation, which gives one of the values and no middle between two.
        return exp.func("PERCENTILE", node.expression.expressions[0].this.transform(_translated), node.this.this)
    return node
