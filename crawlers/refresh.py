"""The refresh lane: which items are due to be asked for again, and what to do about those that are gone."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from lake.landing import MENTION_IDENTITY, latest_versions
from lake.store import Root, append, partitions, read_partition
from records.arrow import mention_schema
from records.time import UNKNOWN_DAY, partition_day

AGES = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=30),
)
"""Ages at which an item's counts are wanted: engagement comes early and fades."""

LIMIT = 5_000
"""Items asked for in one run, the youngest first; the rest is due next time."""

_GRACE = timedelta(days=7)
"""An item that missed its last age by more is left as it is."""

_COLUMNS = ["mention_id", "native_id", "query", "published_at", "status", "observed_at"]

DELETED = "deleted"
"""Status of a mention that two refreshes on different days no longer found."""


def due(lake: Root, source: str, query: str, now: datetime) -> list[str]:
    """Native ids of a query's items that have passed one of the ages since their counts were last seen."""
    first_day = partition_day(now - AGES[-1] - _GRACE)
    mentions = _since(lake, "mentions", source, first_day, _COLUMNS)
    if mentions is None:
        return []
    mentions = mentions.filter(pc.equal(mentions["query"], query))
    seen = _last_seen(_since(lake, "observations", source, first_day, ["mention_id", "observed_at"]), mentions)
    published: dict[str, tuple[datetime, str]] = {}
    gone = set()
    for row in mentions.to_pylist():
        published[row["native_id"]] = (row["published_at"], row["mention_id"])
        gone |= {row["native_id"]} if row["status"] == DELETED else set()
    waiting = [
        (published_at, native_id)
        for native_id, (published_at, mention_id) in published.items()
        if native_id not in gone and _is_due(published_at, seen[mention_id], now)
    ]
    return [native_id for _, native_id in sorted(waiting, reverse=True)[:LIMIT]]


def _is_due(published_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
    passed = [published_at + age for age in AGES if published_at + age <= now]
    return bool(passed) and last_seen_at < passed[-1] and now - published_at <= AGES[-1] + _GRACE


def _last_seen(observations: pa.Table | None, mentions: pa.Table) -> Mapping[str, datetime]:
    columns = ["mention_id", "observed_at"]
    tables = [mentions.select(columns), *([observations.select(columns)] if observations is not None else [])]
    latest = pa.concat_tables(tables).group_by("mention_id").aggregate([("observed_at", "max")])
    return dict(zip(latest["mention_id"].to_pylist(), latest["observed_at_max"].to_pylist(), strict=True))


def tombstones(lake: Root, source: str, native_ids: Iterable[str], seen_at: datetime) -> int:
    """Lands a last version, of status `deleted`, of items confirmed gone; returns the rows added."""
    wanted = pa.array(sorted(set(native_ids)), pa.string())
    added = 0
    for partition in partitions(lake, "mentions", source=source) if len(wanted) else []:
        rows = read_partition(lake, partition)
        rows = latest_versions(rows.filter(pc.is_in(rows["native_id"], wanted)))
        rows = rows.filter(pc.fill_null(pc.not_equal(rows["status"], DELETED), fill_value=True))
        if rows.num_rows:
            added += append(lake, "mentions", partition.keys, _as_deleted(rows, seen_at), unique=MENTION_IDENTITY)
    return added


def _as_deleted(rows: pa.Table, seen_at: datetime) -> pa.Table:
    schema = mention_schema()
    changed = {"status": DELETED, "observed_at": seen_at}
    for name, value in changed.items():
        field = schema.field(name)
        rows = rows.set_column(rows.schema.get_field_index(name), field, pa.array([value] * rows.num_rows, field.type))
    return rows


def _since(lake: Root, dataset: str, source: str, first_day: str, columns: list[str]) -> pa.Table | None:
    found = [
        read_partition(lake, each, columns)
        for each in partitions(lake, dataset, source=source)
        if each.keys["dt"] >= first_day and each.keys["dt"] != UNKNOWN_DAY
    ]
    return pa.concat_tables(found) if found else None
