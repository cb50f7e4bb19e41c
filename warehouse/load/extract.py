"""What an update reads of the lake: the new files for what changed, and of the days reached the contents needed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from warehouse import bulk, duck
from warehouse import tables as t
from warehouse.load import reach, staging
from warehouse.load.apply import FEEDS
from warehouse.load.inputs import Files, Inputs
from warehouse.load.ledger import Changes, day_of, partition_of

needed = staging.stage("needed", "mention_id:s")
"""Contents to be staged."""
observed = staging.stage("observed", "author_id:s")
"""Accounts with new observations."""

touch = staging.stage("touched_mention", "mention_id:s")
"""Contents whose rows are made anew."""
count = staging.stage("counted_mention", "mention_id:s")
"""Contents of which only counts are new."""

_LISTED = f"mention_id IN (SELECT mention_id FROM {needed.name})"
ONLY: Mapping[sa.Table, str] = {
    staging.mention: _LISTED,
    staging.observation: _LISTED,
    staging.annotation: _LISTED,
    staging.author: f"author_id IN (SELECT author_id FROM {staging.mention.name}"
    f" UNION ALL SELECT author_id FROM {observed.name})",
}
"""Conditions on the rows that an update stages; of an account all observations, since its versions follow from them."""

_ATTRIBUTES = ("name", "follower_count", "is_verified", "verified_type", "region")


def given(scratch: sa.Connection, changes: Changes, inputs: Inputs) -> dict[sa.Table, pa.Table]:
    """What the new files hold, as the lists `reach` starts from."""
    mentions, said = changes.of("mentions"), changes.of("annotations")
    return {
        reach.fresh: _distinct(scratch, reach.fresh, mentions),
        reach.judged: _distinct(scratch, reach.judged, said),
        reach.grouped: _distinct(scratch, reach.grouped, said, "task = 'duplicate' AND target IS NOT NULL"),
        reach.counted: _distinct(scratch, reach.counted, changes.of("observations")),
        reach.moved: _moved(scratch, changes, inputs),
        reach.replaced: _replaced(changes),
    }


def narrowed(inputs: Inputs, days: frozenset[str], changes: Changes) -> Inputs:
    """The inputs with the files of the days reached only, where a data set lies by day of publication.

    Feeds that did not change are left out: their tables stay. Of coverage the new files do, beside what `kept` gives.
    """
    every = days | {day_of(partition_of(file)) for name in ("mentions", "annotations") for file in changes.of(name)}
    fewer: dict[str, Any] = dict.fromkeys(FEEDS.keys() - changes.datasets, ())
    if _only_grows(changes, "coverage"):
        fewer["coverage"] = changes.of("coverage")
    return replace(
        inputs,
        **fewer,
        mentions=tuple(file for file in inputs.mentions if _lies_in(file, every)),
        annotations=tuple(file for file in inputs.annotations if _lies_in(file, every)),
    )


def kept(target: sa.Connection, changes: Changes) -> Mapping[sa.Table, pa.Table]:
    """Rows of the star to be staged in place of files it has read: each run tells of itself in a file."""
    if not _only_grows(changes, "coverage") or not changes.of("coverage"):
        return {}
    told = sa.select(*(t.fact_coverage.c[column.name] for column in staging.coverage.columns))
    return {staging.coverage: bulk.fetch(target, told)}


def _only_grows(changes: Changes, dataset: str) -> bool:
    return all(name != dataset for name, _, _ in changes.removed)


def list_needed(scratch: sa.Connection, mention_ids: pa.Table, changes: Changes) -> None:
    """Tells the staging which contents and accounts it needs."""
    for table in (needed, observed):
        table.create(scratch)
    bulk.append(scratch, needed.name, mention_ids)
    bulk.append(scratch, observed.name, _distinct(scratch, observed, changes.of("authors")))


def _lies_in(file: Path, days: frozenset[str | None]) -> bool:
    day = day_of(partition_of(file))
    return day is None or day in days


def _distinct(scratch: sa.Connection, table: sa.Table, files: Files, condition: str = "TRUE") -> pa.Table:
    names = [column.name for column in table.columns]
    if not files:
        return pa.table({name: pa.array([], pa.string()) for name in names})
    columns = ", ".join(f'"{name}"' for name in names)
    return duck.query_parquet(scratch, f"SELECT DISTINCT {columns} FROM {{files}} WHERE {condition}", files=files)


def _moved(scratch: sa.Connection, changes: Changes, inputs: Inputs) -> pa.Table:
    """Accounts observed anew, since when, and whether anything became known of them that was not known before.

    What nobody said until then takes the first known value, so a first value changes the account's whole past.
    """
    new = changes.of("authors")
    if not new:
        return pa.table(
            {"platform": pa.array([], pa.string()), "author_id": pa.array([], pa.string()),
             "since": pa.array([], pa.timestamp("us", "UTC")), "is_whole": pa.array([], pa.bool_())}
        )  # fmt: skip
    known = set(new)
    old = tuple(file for file in inputs.authors if file not in known)
    if not old:
        sql = "SELECT platform, author_id, min(observed_at) AS since, TRUE AS is_whole FROM {new} GROUP BY ALL"
        return duck.query_parquet(scratch, sql, new=new)
    firsts = ", ".join(f"min(observed_at) FILTER ({name} IS NOT NULL) AS {name}" for name in _ATTRIBUTES)
    became = " OR ".join(f"n.{name} <= coalesce(o.{name}, 'infinity')" for name in _ATTRIBUTES)
    sql = f"""WITH
        n AS MATERIALIZED (
            SELECT platform, author_id, min(observed_at) AS since, {firsts} FROM {{new}} GROUP BY ALL),
        o AS (
            SELECT platform, author_id, min(observed_at) AS since, {firsts} FROM {{old}}
            WHERE author_id IN (SELECT author_id FROM n) GROUP BY ALL)
        SELECT n.platform, n.author_id, n.since, o.since IS NULL OR coalesce({became}, FALSE) AS is_whole
        FROM n LEFT JOIN o USING (platform, author_id)"""
    return duck.query_parquet(scratch, sql, new=new, old=old)


def _replaced(changes: Changes) -> pa.Table:
    rows = {(dataset, day_of(partition)) for dataset, partition, _ in changes.removed}
    days = [None if day in (None, "unknown") else date.fromisoformat(str(day)) for _, day in sorted(rows, key=repr)]
    names = [dataset for dataset, _ in sorted(rows, key=repr)]
    return pa.table({"dataset": pa.array(names, pa.string()), "day": pa.array(days, pa.date32())})
