"""One reading of a brand's days for the several answers of a page that count the same mentions."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    FromClause,
    MetaData,
    Select,
    Table,
    column,
    literal,
    select,
    text,
    values,
)
from sqlalchemy.sql.visitors import replacement_traverse

from warehouse.answers.periods import Period
from warehouse.answers.views import BRIEF, MENTION, VOICE
from warehouse.tables import fact_mention
from warehouse.views.brief import V_MENTION_BRIEF
from warehouse.views.mentions import V_MENTION
from warehouse.views.narrow import narrowed

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
    return _over(statement, BRIEF, table, {"brand_id": literal(brand_id)})


def from_contents(connection: Connection, statement: Any, content_keys: Sequence[int]) -> Any:
    """The statement over `v_mention`, which must ask for these contents alone, read without those of others.

    On PostgreSQL, which looks them up by their keys, it comes back as it is.
    """
    if connection.dialect.name != "duckdb" or not _has_star(connection):
        return statement
    asked = values(column("content_key", BigInteger), name="asked", literal_binds=True)
    rows = narrowed(V_MENTION, asked.data([(key,) for key in content_keys])).subquery(MENTION.name)
    return _over(statement, MENTION, rows, {})


def _over(statement: Any, view: Table, rows: FromClause, known: Mapping[str, Any]) -> Any:
    """The statement, asked of these rows in place of a view's; `known` has the columns that they lack."""

    def replaced(element: Any, **_: Any) -> Any:
        if element is view:
            return rows
        if not isinstance(element, Column) or element.table is not view:
            return None
        return known[element.name] if element.name in known else rows.c[element.name]

    return replacement_traverse(statement, {}, replaced)


def forget(connection: Connection) -> None:
    """Drops what was read for the answers so far: a connection that serves several pages holds the rows of one."""
    kept: dict[tuple[str, Period], Table] = connection.info.pop(_KEPT, {})
    for table in kept.values():
        connection.execute(text(f"DROP TABLE {table.name}"))


def _gather(connection: Connection, name: str, brand_id: str, span: Period) -> Table:
    """The rows by the view's own query, told beforehand which contents there are."""
    asked = Table(f"{name}_asked", MetaData(), Column("content_key", BigInteger), Column("author_key", BigInteger))
    _create(connection, asked.name, select(VOICE.c.content_key, VOICE.c.author_key), VOICE, brand_id, span)
    rows = narrowed(V_MENTION_BRIEF, asked).subquery("rows") if _has_star(connection) else BRIEF
    _create(connection, name, select(*(rows.c[one] for one in _COLUMNS)), rows, brand_id, span)
    connection.execute(text(f"DROP TABLE {asked.name}"))
    return Table(name, MetaData(), *(Column(one, BRIEF.c[one].type) for one in _COLUMNS))


def _has_star(connection: Connection) -> bool:
    """Whether the star is there; answers are tried over tables of the views' names alone as well."""
    asked = text("SELECT count(*) FROM duckdb_tables() WHERE table_name = :name")
    return bool(connection.execute(asked, {"name": fact_mention.name}).scalar_one())


def _create(
    connection: Connection, name: str, chosen: Select[Any], rows: FromClause, brand_id: str, span: Period
) -> None:
    """A temporary table of what is chosen of this brand's rows of these days."""
    wanted = chosen.where(rows.c.brand_id == brand_id, rows.c.day.between(span.start, span.end))
    told = str(wanted.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))
    connection.execute(text(f"CREATE TEMP TABLE {name} AS {told.replace(':', chr(92) + ':')}"))
