"""Where a number comes from and where it goes: source field -> record field -> column -> metric -> panel.

Derived, not told twice: record fields from the records' own docstrings, a column's field by its name (`origins` says
the rest), view columns by walking the expressions of the views down to tables, metrics by the columns they read. What
other rooms know, the sources' mappings and the panels' uses, the caller brings.
"""

import ast
import dataclasses
import inspect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from textwrap import dedent
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import visitors

import records
from warehouse.columns import grain_of
from warehouse.dictionary.origins import ORIGINS, RENAMED
from warehouse.metrics import DEFINITIONS, Definition
from warehouse.tables import METADATA
from warehouse.views import VIEWS, View


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceField:
    """One field of a source's files and the record field it becomes."""

    source: str
    field: str
    """Column or path in the source's own words."""
    record_field: str
    """`Mention.text`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelUse:
    """One panel of the brand page and what it shows."""

    panel: str
    zh: str
    en: str
    metrics: tuple[str, ...]
    views: tuple[str, ...]


class Lineage:
    """Every path of the product; columns are named `table.column` and `view.column`."""

    def __init__(self, sources: Iterable[SourceField] = (), panels: Iterable[PanelUse] = ()) -> None:
        self.panels = tuple(panels)
        self._sources: dict[str, list[SourceField]] = {}
        for each in sources:
            self._sources.setdefault(each.record_field, []).append(each)
        self._views: dict[str, set[str]] = {}
        for view in VIEWS:
            for name, columns in view_origins(view).items():
                for column in columns:
                    self._views.setdefault(column, set()).add(f"{view.name}.{name}")

    def fields_of(self, table: sa.Table, column: str) -> tuple[str, ...]:
        """Record fields a column takes its value from; () where it is reckoned from whole records (`made_from`)."""
        return record_fields_of(table.name, column)

    def made_from(self, table: sa.Table) -> tuple[str, ...]:
        """Records, crm results, code or tables that a table is made from. Raises KeyError for one without an entry."""
        return ORIGINS[table.name]

    def summed_in(self, table: sa.Table, column: str) -> tuple[str, ...]:
        """Columns of the same name in tables that are reckoned from this one (a cube, a month)."""
        found = [
            name for name, origins in ORIGINS.items() if table.name in origins and column in METADATA.tables[name].c
        ]
        return tuple(f"{name}.{column}" for name in found)

    def sources_of(self, record_field: str) -> tuple[SourceField, ...]:
        """Fields of sources that become a record field."""
        return tuple(self._sources.get(record_field, ()))

    def views_of(self, column: str) -> tuple[str, ...]:
        """Columns of views that read a table's column."""
        return tuple(sorted(self._views.get(column, ())))

    def metrics_of(self, view_columns: Iterable[str]) -> tuple[Definition, ...]:
        """Metrics that read any of these columns of views."""
        wanted = set(view_columns)
        return tuple(one for one in DEFINITIONS if {f"{one.view}.{name}" for name in one.columns} & wanted)

    def panels_of(self, metrics: Sequence[Definition], views: Iterable[str]) -> tuple[PanelUse, ...]:
        """Panels that show any of these metrics or read any of these views."""
        names, seen = {one.name for one in metrics}, set(views)
        return tuple(each for each in self.panels if names & set(each.metrics) or seen & set(each.views))


@cache
def record_fields_of(table: str, column: str) -> tuple[str, ...]:
    """`Record.field` of the same name in the records a table is made from, or the one that `RENAMED` tells."""
    if told := RENAMED.get(f"{table}.{column}"):
        return (told,)
    known = fields()
    return tuple(f"{each}.{column}" for each in ORIGINS.get(table, ()) if f"{each}.{column}" in known)


@cache
def fields() -> Mapping[str, str]:
    """Every field of every record, `Mention.text`, with what its docstring says."""
    found: dict[str, str] = {}
    for name in records.__all__:
        thing = getattr(records, name)
        if inspect.isclass(thing) and dataclasses.is_dataclass(thing):
            said = _docstrings(thing)
            found |= {f"{name}.{field.name}": said.get(field.name, "") for field in dataclasses.fields(thing)}
    return found


def _docstrings(class_: type) -> dict[str, str]:
    """The strings that stand below a class's fields."""
    (tree,) = ast.parse(dedent(inspect.getsource(class_))).body
    assert isinstance(tree, ast.ClassDef)
    found, last = {}, ""
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            last = node.target.id
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and last:
            found[last], last = " ".join(str(node.value.value).split()), ""
    return found


@cache
def _view_origins(name: str) -> Mapping[str, frozenset[str]]:
    (view,) = (each for each in VIEWS if each.name == name)
    rows = frozenset(f"{_counted(view)}.{key}" for key in grain_of(METADATA.tables[_counted(view)]).key)
    return {column.name: frozenset(_base_columns(column.expression)) or rows for column in view.columns}


def _counted(view: View) -> str:
    """The table whose rows a view shows: what a column that counts them (always 1) reads."""
    source: Any = view.source
    while not isinstance(source, sa.TableClause):
        source = _first_of(source)
    return str(source.name)


def _first_of(source: Any) -> Any:
    """What a join, a union, a select or a named one of these begins with."""
    if isinstance(source, sa.Join):
        return source.left
    if isinstance(source, sa.CompoundSelect):
        return source.selects[0]
    return source.get_final_froms()[0] if isinstance(source, sa.Select) else source.element


def view_origins(view: View) -> Mapping[str, frozenset[str]]:
    """Column of a view -> the columns of tables that its expression reads, through any subqueries.

    A column that reads none, as it counts rows, leads to the key of what is counted.
    """
    return _view_origins(view.name)


def _base_columns(expression: sa.ColumnElement[object]) -> set[str]:
    found: set[str] = set()
    waiting: list[object] = [expression]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        for node in visitors.iterate(each):  # type: ignore[arg-type]
            if isinstance(node, sa.ColumnClause):
                waiting += _below(node, found)
    return found


def _below(column: sa.ColumnClause[Any], found: set[str]) -> list[object]:
    """Notes a table's column; of a subquery's column gives what it stands for."""
    table: Any = column.table
    while isinstance(table, sa.Alias):
        table = table.element
    if isinstance(table, sa.Table):
        if table.name in METADATA.tables:
            found.add(f"{table.name}.{column.name}")
        return []
    return list(column.proxy_set - {column})
