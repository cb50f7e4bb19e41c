"""One reading of a brand's days for the several answers of a page that count the same mentions."""

from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, literal, select, text
from sqlalchemy.sql.visitors import replacement_traverse

from warehouse.answers.periods import Period
from warehouse.answers.views import BRIEF

_KEPT = "scrm_gathered"

_COLUMNS = (
    "content_key", "day", "platform", "author_id", "product", "topic", "sentiment", "is_abstained", "is_complaint",
    "complaint_type", "is_inherited", "engagement_count",
)  # fmt: skip
"""What the answers read; the fewer, the less memory."""


def from_gathered(connection: Connection, statement: Any, brand_id: str, span: Period) -> Any:
    """The statement over rows of `v_mention_brief` that were read once; its rows are the same.

    `statement` must ask of that view for nothing but this brand and these days. The rows stay in a temporary table
    until the connection is closed, or `forget`. On PostgreSQL, whose readers may not make one, the statement comes back
    as it is.
    """
    if connection.dialect.name != "duckdb":
        return statement
    kept: dict[tuple[str, Period], Table] = connection.info.setdefault(_KEPT, {})
    if (brand_id, span) not in kept:
        kept[brand_id, span] = _gather(connection, f"{_KEPT}_{len(kept)}", brand_id, span)
    table = kept[brand_id, span]

    def replaced(element: Any, **_: Any) -> Any:
        if element is BRIEF:
            return table
        if not isinstance(element, Column) or element.table is not BRIEF:
            return None
        return literal(brand_id) if element.name == "brand_id" else table.c[element.name]

    return replacement_traverse(statement, {}, replaced)


def forget(connection: Connection) -> None:
    """Drops what was read for the answers so far: a connection that serves several pages holds the rows of one."""
    kept: dict[tuple[str, Period], Table] = connection.info.pop(_KEPT, {})
    for table in kept.values():
        connection.execute(text(f"DROP TABLE {table.name}"))


def _gather(connection: Connection, name: str, brand_id: str, span: Period) -> Table:
    view = BRIEF.c
    rows = select(*(view[name] for name in _COLUMNS)).where(
        view.brand_id == brand_id, view.day.between(span.start, span.end)
    )
    told = rows.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    connection.execute(text(f"CREATE TEMP TABLE {name} AS {str(told).replace(':', chr(92) + ':')}"))
    return Table(name, MetaData(), *(Column(one, view[one].type) for one in _COLUMNS))
