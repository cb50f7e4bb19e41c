"""What a change of the lake touches: contents, accounts, days. A load replaces and proves the rows of these only.

Tables whose rows belong to none of these are listed by name where a step wrote them; the others were proven before.
The lists are tables that stand beside the star from an incremental load until the gate has proven what it changed.
"""

from collections.abc import Iterable
from typing import Any, Protocol

import sqlalchemy as sa

from warehouse import bulk
from warehouse import tables as t
from warehouse.columns import Refresh, grain_of

_METADATA = sa.MetaData()

content = sa.Table("touched_content", _METADATA, sa.Column("content_key", sa.BigInteger, nullable=False))
count = sa.Table("touched_count", _METADATA, sa.Column("content_key", sa.BigInteger, nullable=False))
"""Contents of which only new counts were seen."""
account = sa.Table(
    "touched_account",
    _METADATA,
    sa.Column("platform_key", sa.BigInteger, nullable=False),
    sa.Column("author_id", sa.String, nullable=False),
)
day = sa.Table("touched_day", _METADATA, sa.Column("date_key", sa.Integer, nullable=False))
written = sa.Table("touched_table", _METADATA, sa.Column("name", sa.String, nullable=False))


class Scope(Protocol):
    """Which rows of a table are meant."""

    def rows_of(self, table: sa.Table, columns: Any = None) -> sa.ColumnElement[bool]:
        """The condition on `table`; `columns` are those of an alias of it, else its own."""
        ...


class Everything:
    """All rows."""

    def rows_of(self, table: sa.Table, columns: Any = None) -> sa.ColumnElement[bool]:
        """Always true."""
        return sa.true()


class Touched:
    """The rows that belong to what the tables of this module list; of tables without such rows, all or those written.

    `names` are the tables written; None means all.
    """

    def __init__(self, names: frozenset[str] | None = None) -> None:
        self._names = names

    def rows_of(self, table: sa.Table, columns: Any = None) -> sa.ColumnElement[bool]:
        """Membership in the touched contents, accounts or days, as the table's grain says."""
        own = table.c if columns is None else columns
        refresh = grain_of(table).refresh
        if refresh is Refresh.CONTENT:
            return own.content_key.in_(sa.select(content.c.content_key))
        if refresh is Refresh.COUNT:
            return own.content_key.in_(sa.union_all(sa.select(content.c.content_key), sa.select(count.c.content_key)))
        if refresh is Refresh.DAY:
            return own.date_key.in_(sa.select(day.c.date_key))
        if refresh is Refresh.ACCOUNT:
            listed = account.c
            return (
                sa.select(listed.author_id)
                .where(listed.platform_key == own.platform_key, listed.author_id == own.author_id)
                .exists()
            )
        return sa.true() if self._names is None or table.name in self._names else sa.false()


EVERYTHING, TOUCHED = Everything(), Touched()


def create(connection: sa.Connection) -> None:
    """The empty lists, in place of earlier ones."""
    drop(connection)
    _METADATA.create_all(connection)


def settle(connection: sa.Connection) -> None:
    """Tells PostgreSQL how long the lists are (`bulk.settle`)."""
    bulk.settle(connection, *_METADATA.tables)


def drop(connection: sa.Connection) -> None:
    """Removes the lists: everything is proven, or meant."""
    _METADATA.drop_all(connection)


def add_contents(connection: sa.Connection, whole: sa.ColumnElement[str], counts: sa.ColumnElement[str]) -> None:
    """Lists the contents of these mention ids, as far as the star knows them."""
    known = t.dim_content.c
    for table, ids in ((content, whole), (count, counts)):
        found = sa.select(known.content_key).where(known.mention_id.in_(sa.select(ids)))
        connection.execute(sa.insert(table).from_select(["content_key"], found))


def add_tables(connection: sa.Connection, names: Iterable[str]) -> None:
    """Lists tables that were written whole or got members; without lists everything is proven anyhow."""
    if sa.inspect(connection).has_table(written.name):
        connection.execute(sa.insert(written), [{"name": name} for name in names])


def add_accounts(connection: sa.Connection) -> None:
    """Lists every account of a star: that of an update holds the accounts it made anew."""
    known = t.dim_author.c
    found = sa.select(known.platform_key, known.author_id).where(known.author_key > 0).distinct()
    connection.execute(sa.insert(account).from_select(["platform_key", "author_id"], found))


def add_days(connection: sa.Connection) -> None:
    """Lists the days that the listed contents lie in now."""
    row = t.fact_mention.c
    listed = sa.union_all(sa.select(content.c.content_key), sa.select(count.c.content_key))
    known = sa.select(day.c.date_key).where(day.c.date_key == row.date_key).exists()
    found = sa.select(row.date_key).where(row.content_key.in_(listed), ~known).distinct()
    connection.execute(sa.insert(day).from_select(["date_key"], found))


def scope(connection: sa.Connection) -> Scope:
    """What was changed since it was last proven: what the lists name where they stand, else everything."""
    if not sa.inspect(connection).has_table(content.name):
        return EVERYTHING
    return Touched(frozenset(connection.scalars(sa.select(written.c.name))))
