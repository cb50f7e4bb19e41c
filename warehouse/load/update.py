"""Brings a built warehouse up to date: only what a change of the lake reaches is made anew, by the loaders of a build.

The loaders run over a small extract of the lake into a star of their own, in memory; the rows of what was touched then
take the place of what the warehouse held. So an update gives the rows that a build of the whole lake would give.
"""

from datetime import date

import pyarrow as pa
import sqlalchemy as sa

from warehouse import bulk, duck, partitions, postgres, touched
from warehouse import tables as t
from warehouse.columns import METADATA
from warehouse.load import apply, build, days, extract, ledger, proof, reach, uses
from warehouse.load.inputs import Inputs
from warehouse.load.ledger import Changes

LARGEST_SHARE = 0.3
"""Share of new bytes from which building whole costs less than following what they touch."""


def can_update(changes: Changes | None) -> bool:
    """Whether an update gives what a build would: nothing is gone whose traces in the star cannot be told."""
    if changes is None or changes.added_share > LARGEST_SHARE:
        return False
    traceless = (
        dataset not in _TRACED or ledger.day_of(partition) is None for dataset, partition, _ in changes.removed
    )
    return not any(traceless)


_TRACED = {"mentions", "annotations", "observations"}
"""Data sets whose replaced days tell which rows of the star came from them."""


def update(target: sa.Connection, inputs: Inputs, changes: Changes) -> None:
    """Applies what changed to a built star, within the caller's transaction. Raises ScrmError."""
    with duck.scratch() as scratch:
        reach.create(target)
        for table, rows in extract.given(scratch, changes, inputs).items():
            bulk.append(target, table.name, rows)
            bulk.settle(target, table.name)
        found = reach.spread(target)
        _create_star(scratch, target)
        extract.list_needed(scratch, found.needed, changes)
        build.star(scratch, extract.narrowed(inputs, found.days, changes), extract.ONLY, extract.kept(target, changes))
        _list_touched(scratch, target, found)
        if postgres.is_postgres(target):
            partitions.ensure_months(target, days_of(scratch))
        apply.star(scratch, target, changes)
        proof.record_load_checks(target, inputs, staged=scratch)
    touched.add_days(target)
    touched.settle(target)
    days.load_days(target, touched.TOUCHED)
    uses.load_uses(target, inputs)
    ledger.note(target, changes)
    touched.add_tables(target, [table.name for table in (t.model_use, t.load_file, t.fact_quality)])


def days_of(star: sa.Connection) -> list[date]:
    """Days that facts of a star lie on, for the monthly partitions of PostgreSQL."""
    named = sa.union(*(sa.select(fact.c.date_key) for fact in _DATED)).subquery()
    day = t.dim_date.c
    statement = sa.select(day.day).join(named, named.c.date_key == day.date_key).where(day.date_key > 0)
    return list(star.scalars(statement))


_DATED = tuple(t.METADATA.tables[name] for name in partitions.partitioned_tables())


def _create_star(scratch: sa.Connection, target: sa.Connection) -> None:
    """Empty tables, without comments, and the calendar as it is: both would cost more than the update itself."""
    for table in METADATA.sorted_tables:
        scratch.execute(sa.schema.CreateTable(table))
    calendar = t.dim_date
    bulk.append(scratch, calendar.name, bulk.fetch(target, sa.select(calendar).where(calendar.c.date_key > 0)))


def _list_touched(scratch: sa.Connection, target: sa.Connection, found: reach.Reach) -> None:
    """Lists, beside both stars, the contents, accounts and (as they lie before the change) days that are touched."""
    for connection in (scratch, target):
        touched.create(connection)
    touched.add_contents(target, reach.touch.c.mention_id, reach.counted.c.mention_id)
    for table, ids in ((extract.touch, found.touched), (extract.count, found.counted)):
        table.create(scratch)
        bulk.append(scratch, table.name, ids)
    touched.add_contents(scratch, extract.touch.c.mention_id, extract.count.c.mention_id)
    touched.add_accounts(scratch)
    for table in (touched.content, touched.count):
        there, here = _keys(scratch, table), _keys(target, table)
        _append(scratch, table, here - there)
        _append(target, table, there - here)
    bulk.append(target, touched.account.name, bulk.fetch(scratch, sa.select(touched.account)))
    touched.settle(target)
    touched.add_days(target)


def _keys(connection: sa.Connection, table: sa.Table) -> set[int]:
    return set(connection.scalars(sa.select(table.c.content_key)))


def _append(connection: sa.Connection, table: sa.Table, keys: set[int]) -> None:
    bulk.append(connection, table.name, pa.table({"content_key": pa.array(sorted(keys), pa.int64())}))
