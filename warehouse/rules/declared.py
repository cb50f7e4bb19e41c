"""Checks derived from what tables and columns say of themselves: nobody writes them down a second time."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from warehouse.columns import field_of, grain_of
from warehouse.rules.check import Check, Rows, group_check, keys_of, row_check
from warehouse.touched import Scope


def declared_checks(tables: list[sa.Table]) -> Iterator[Check]:
    """Grain, values that must be there, bounds, listed values, order of moments, references, spans; of each table."""
    for table in tables:
        yield _unique_grain(table)
        yield from _unique_key(table)
        yield from _not_null(table)
        yield from _bounds(table)
        yield from _listed(table)
        yield from _order(table)
        yield from _references(table)
        yield from _spans(table)


def _unique_grain(table: sa.Table) -> Check:
    key = grain_of(table).key
    ordinary = next(iter(table.primary_key.columns)) > 0 if table.name.startswith("dim_") else None
    names = ", ".join(key)
    return group_check(
        table,
        "unique_grain",
        key,
        sa.func.count() > 1,
        among=ordinary,
        zh=f"没有两行的 ({names}) 相同",
        en=f"no two rows share ({names})",
    )


def _unique_key(table: sa.Table) -> Iterator[Check]:
    """With `_references`, what makes a fact keep its rows when joined with a dimension: none lost, none doubled."""
    if table.primary_key.columns:
        names = [column.name for column in table.primary_key.columns]
        yield group_check(
            table,
            "unique_key",
            names,
            sa.func.count() > 1,
            zh=f"{', '.join(names)} 不重复:与之连接不会使行数变多",
            en=f"no two rows share {', '.join(names)}: a join with it doubles no row",
        )


def _not_null(table: sa.Table) -> Iterator[Check]:
    """Engines enforce NOT NULL; this proves that no migration forgot to ask them to."""
    promised = [column for column in table.columns if not column.nullable]
    if promised:
        yield row_check(
            table,
            "not_null",
            sa.or_(*(column.is_(None) for column in promised)),
            zh="声明必有值的列都有值",
            en="columns declared as never empty are never empty",
        )


def _bounds(table: sa.Table) -> Iterator[Check]:
    """A value outside a closed range is an error of ours; a negative counter is what a platform said, and is kept."""
    closed, counters = [], []
    for column in table.columns:
        field = field_of(column)
        if field.minimum is not None and field.maximum is not None:
            closed.append(sa.or_(column < field.minimum, column > field.maximum))
        elif field.minimum is not None:
            counters.append(column < field.minimum)
        elif field.maximum is not None:
            counters.append(column > field.maximum)
    if closed:
        zh, en = (
            "比例在 0 与 1 之间,其他有界的值在其界内",
            "shares lie in [0, 1] and other bounded values in their bounds",
        )
        yield row_check(table, "range", sa.or_(*closed), zh=zh, en=en)
    if counters:
        zh, en = "计数与时长不为负", "counts and durations are not negative"
        yield row_check(table, "not_negative", sa.or_(*counters), zh=zh, en=en, severity="warn")


def _listed(table: sa.Table) -> Iterator[Check]:
    for column in table.columns:
        values = field_of(column).one_of
        if values:
            listed = ", ".join(values)
            yield row_check(
                table,
                f"listed_{column.name}",
                column.not_in(values),
                zh=f"{column.name} 只取 {listed}",
                en=f"{column.name} is one of {listed}",
            )


def _order(table: sa.Table) -> Iterator[Check]:
    for first, second in grain_of(table).ordered:
        yield row_check(
            table,
            f"order_{first}_{second}",
            table.c[first] > table.c[second],
            zh=f"{first} 不晚于 {second};否则由二者得出的时长为空",
            en=f"{first} does not come after {second}; where it does, durations between them are NULL",
            severity="warn",
        )


def _references(table: sa.Table) -> Iterator[Check]:
    """Foreign keys by anti-join: DuckDB does not enforce them on facts."""
    for column in table.columns:
        target = field_of(column).references
        if target:
            yield Check(
                name=f"reference_{column.name}",
                table=table.name,
                zh=f"每个 {column.name} 都在 {target} 中:与之连接不会丢行",
                en=f"every {column.name} is in {target}: a join with it loses no row",
                rows=_strays(table, column, target),
                needs_rows=True,
                is_foreign_key=True,
            )


def _strays(table: sa.Table, column: sa.Column[Any], target: str) -> Rows:
    name, _, key_name = target.partition(".")
    key = table.metadata.tables[name].alias("dimension").c[key_name]

    def rows(scope: Scope) -> sa.Select[Any]:
        missing = ~sa.select(key).where(key == column).exists()
        return sa.select(*keys_of(table), column.label("missing_key")).where(scope.rows_of(table), missing)

    return rows


def _spans(table: sa.Table) -> Iterator[Check]:
    """Versions of one member (a grain that ends in `valid_from`): none begins before the one before it has ended."""
    key = grain_of(table).key
    if key[-1] != "valid_from" or "valid_to" not in table.c:
        return
    member = [table.c[name] for name in key[:-1]]

    def rows(scope: Scope) -> sa.Select[Any]:
        began, ended = table.c.valid_from, table.c.valid_to
        ordinary = next(iter(table.primary_key.columns)) > 0 if table.primary_key.columns else sa.true()
        following = sa.func.lead(began).over(partition_by=member, order_by=began).label("following")
        spans = sa.select(*keys_of(table), began.label("began"), ended.label("ended"), following)
        spans_ = spans.where(scope.rows_of(table), ordinary).subquery("spans")
        kept = [spans_.c[column.name] for column in keys_of(table)]
        return sa.select(*kept).where(sa.or_(spans_.c.following < spans_.c.ended, spans_.c.ended <= spans_.c.began))

    yield Check(
        name="no_overlapping_spans",
        table=table.name,
        zh="同一成员的各版本有效期互不重叠,也不为空",
        en="spans of one member do not overlap, and none is empty",
        rows=rows,
        needs_rows=True,
    )
