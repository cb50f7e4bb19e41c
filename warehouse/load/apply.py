"""Moves the rows of what was touched from the star of an update into the warehouse, on either engine.

Dimensions come first and what nobody refers to any more goes last, so that every fact's keys are found at any moment:
PostgreSQL asks for that.
"""

from typing import Any

import sqlalchemy as sa

from warehouse import bulk, touched
from warehouse import tables as t
from warehouse.columns import Refresh, field_of, grain_of
from warehouse.load.ledger import Changes

FEEDS = {
    "coverage": t.fact_coverage,
    "communities": t.fact_community_day,
    "contacts": t.fact_contact,
    "orders": t.fact_order_line,
    "surveys": t.fact_survey_response,
    "referrals": t.fact_referral,
    "loyalty": t.fact_loyalty_txn,
    "touchpoints": t.fact_touchpoint,
    "costs": t.fact_cost,
    "consents": t.fact_consent,
}
"""Data set -> the table that it alone fills; taken over whole when it changed."""
_IN_TARGET = (t.dim_author, t.dim_content, t.fact_complaint_backlog)
"""Tables of touched rows that are changed otherwise than by putting new rows in place of the old ones."""


def star(scratch: sa.Connection, target: sa.Connection, changes: Changes) -> None:
    """Takes over members, accounts, contents and facts; `warehouse.touched` lists them in both stars."""
    for table in _tables(Refresh.MEMBER):
        _add_members(scratch, target, table)
    for table in (t.dim_author, t.dim_content):
        _upsert(scratch, target, table)
    for table in (*_tables(Refresh.CONTENT), *_tables(Refresh.COUNT), *_tables(Refresh.ACCOUNT)):
        if table not in _IN_TARGET:
            _replace(scratch, target, table)
    _drop_vanished(target)
    whole = [t.fact_run_step, *(FEEDS[name] for name in sorted(changes.datasets & FEEDS.keys()))]
    for table in whole:
        _take_whole(scratch, target, table)
    touched.add_tables(target, [table.name for table in (*whole, *_about_vanished())])


def _tables(refresh: Refresh) -> list[sa.Table]:
    return [table for table in t.METADATA.sorted_tables if grain_of(table).refresh is refresh]


def _add_members(scratch: sa.Connection, target: sa.Connection, table: sa.Table) -> None:
    """Members the warehouse lacks. Those it has stay: other titles or brands would have asked for a whole build."""
    key = next(iter(table.primary_key.columns))
    known = set(target.scalars(sa.select(key)))
    missing = [value for value in scratch.scalars(sa.select(key)) if value not in known]
    if missing:
        bulk.append(target, table.name, bulk.fetch(scratch, sa.select(table).where(key.in_(missing))))
        touched.add_tables(target, [table.name])


def _upsert(scratch: sa.Connection, target: sa.Connection, table: sa.Table) -> None:
    """Touched members of a large dimension: changed where the key is there and anything differs, else added.

    Most members made anew are as they were, and writing one costs the file every column of its row group.
    """
    key = next(iter(table.primary_key.columns)).name
    came = _arrived(scratch, target, table)
    others = {column.name: came.c[column.name] for column in table.columns if column.name != key}
    differs = sa.or_(*(table.c[name].is_distinct_from(value) for name, value in others.items()))
    target.execute(sa.update(table).values(others).where(table.c[key] == came.c[key], differs))
    is_new = ~sa.select(table.c[key]).where(table.c[key] == came.c[key]).exists()
    _insert(target, table, sa.select(came).where(is_new))


def _arrived(scratch: sa.Connection, target: sa.Connection, table: sa.Table) -> sa.Table:
    """A temporary table beside the target that holds the touched rows of the star of the update."""
    columns = [sa.Column(column.name, column.type, nullable=True) for column in table.columns]
    came = sa.Table(f"came_{table.name}", sa.MetaData(), *columns, prefixes=["TEMPORARY"])
    came.drop(target, checkfirst=True)
    came.create(target)
    bulk.append(target, came.name, bulk.fetch(scratch, _touched_rows(table)))
    bulk.settle(target, came.name)
    return came


def _touched_rows(table: sa.Table) -> sa.Select[Any]:
    condition = touched.TOUCHED.rows_of(table)
    key = next(iter(table.primary_key.columns), None)
    return sa.select(table).where(condition if key is None else sa.and_(condition, key > 0))


def _replace(scratch: sa.Connection, target: sa.Connection, table: sa.Table) -> None:
    target.execute(sa.delete(table).where(touched.TOUCHED.rows_of(table)))
    bulk.append(target, table.name, bulk.fetch(scratch, _touched_rows(table)))


def _drop_vanished(target: sa.Connection) -> None:
    """Contents that are in no partition any more, and versions of accounts whose spans were cut otherwise."""
    came = {name: sa.table(f"came_{name}", sa.column(key)) for name, key in _KEYS.items()}
    gone = {
        name: sa.and_(
            touched.TOUCHED.rows_of(t.METADATA.tables[name]),
            ~sa.select(came[name].c[key])
            .where(came[name].c[key] == t.METADATA.tables[name].c[key])
            .correlate(t.METADATA.tables[name])
            .exists(),
        )
        for name, key in _KEYS.items()
    }
    versions = sa.select(t.dim_author.c.author_key).where(gone["dim_author"])
    for table in _tables(Refresh.PROFILE):
        if "author_key" in table.c:
            target.execute(sa.delete(table).where(table.c.author_key.in_(versions)))
    for name in _KEYS:
        target.execute(sa.delete(t.METADATA.tables[name]).where(gone[name]))


_KEYS = {"dim_content": "content_key", "dim_author": "author_key"}


def _about_vanished() -> list[sa.Table]:
    """Tables that name a content or a version of an account: what they name may be gone."""
    keys = {f"{name}.{key}" for name, key in _KEYS.items()}
    return [table for table in t.METADATA.sorted_tables if any(field_of(c).references in keys for c in table.columns)]


def _take_whole(scratch: sa.Connection, target: sa.Connection, table: sa.Table) -> None:
    target.execute(sa.delete(table))
    bulk.append(target, table.name, bulk.fetch(scratch, sa.select(table)))


def _insert(target: sa.Connection, table: sa.Table, statement: sa.Select[Any]) -> None:
    target.execute(sa.insert(table).from_select([column.name for column in table.columns], statement))
