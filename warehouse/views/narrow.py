"""A view's query narrowed to some contents, for an engine that reads the right side of an outer join whole."""

from collections.abc import Iterator
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.sql.visitors import replacement_traverse

from warehouse import tables as t
from warehouse.views.view import View


def narrowed(view: View, asked: sa.FromClause) -> sa.Select[Any]:
    """The query behind a view over `fact_mention`, of each large table it joins only the rows that `asked` can need.

    `asked` has content_key, and author_key where it is known. What the query tells of these contents is what the view
    tells; of others it tells nothing. DuckDB builds ten million counters in memory to look a few thousand up; told the
    contents, it reads theirs.
    """
    parts = {part: narrow for part in _parts(view.source) if (narrow := _narrow(part, asked)) is not None}

    def replaced(element: Any, **_: Any) -> Any:
        if element in parts:
            return parts[element]
        if isinstance(element, sa.Column) and element.table in parts:
            return parts[element.table].c[element.key]
        return None

    return cast("sa.Select[Any]", replacement_traverse(view.statement, {}, replaced))


def _parts(source: sa.FromClause) -> Iterator[sa.FromClause]:
    """What is joined, from left to right."""
    if isinstance(source, sa.Join):
        yield from _parts(source.left)
        yield from _parts(source.right)
    else:
        yield source


def _narrow(part: Any, asked: Any) -> sa.Subquery | None:
    """The rows of one of the joined tables that can be needed, under its name; None for a small dimension."""
    key = "author_key" if part is t.dim_author else "content_key"
    if key not in part.c or key not in asked.c:
        return None
    table = part.element if isinstance(part, sa.Alias) else part
    return sa.select(table).where(table.c[key].in_(sa.select(asked.c[key]))).subquery(part.name)
