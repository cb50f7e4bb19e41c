"""What a change of the lake touches: contents, accounts, days. A load replaces and proves the rows of these only."""

from typing import Any, Protocol

import sqlalchemy as sa

from warehouse.columns import Refresh, grain_of

_METADATA = sa.MetaData()

content = sa.Table(
    "touched_content", _METADATA, sa.Column("content_key", sa.BigInteger, nullable=False), prefixes=["TEMPORARY"]
)
account = sa.Table(
    "touched_account",
    _METADATA,
    sa.Column("platform_key", sa.BigInteger, nullable=False),
    sa.Column("author_id", sa.String, nullable=False),
    prefixes=["TEMPORARY"],
)
day = sa.Table("touched_day", _METADATA, sa.Column("date_key", sa.Integer, nullable=False), prefixes=["TEMPORARY"])


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
    """The rows that belong to what the temporary tables of this module list; of tables without such rows, all."""

    def rows_of(self, table: sa.Table, columns: Any = None) -> sa.ColumnElement[bool]:
        """Membership in the touched contents, accounts or days, as the table's grain says."""
        own = table.c if columns is None else columns
        refresh = grain_of(table).refresh
        if refresh is Refresh.CONTENT:
            return own.content_key.in_(sa.select(content.c.content_key))
        if refresh is Refresh.DAY:
            return own.date_key.in_(sa.select(day.c.date_key))
        if refresh is Refresh.ACCOUNT:
            listed = account.c
            return (
                sa.select(listed.author_id)
                .where(listed.platform_key == own.platform_key, listed.author_id == own.author_id)
                .exists()
            )
        return sa.true()


EVERYTHING, TOUCHED = Everything(), Touched()


def create(connection: sa.Connection) -> None:
    """The empty lists, in place of earlier ones of this connection."""
    _METADATA.drop_all(connection)
    _METADATA.create_all(connection)
