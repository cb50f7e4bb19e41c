"""Many small files of a gathered day -> few larger ones with the same rows in the same order.

Every gather adds a file to the day it lands on, so a day that is asked for often ends as hundreds of files. The new
file is written first, the manifest that lists it in their place is the commit, and only then the old ones go. Its entry
names the files it stands for: by these the rest of the pipeline knows that no row is new (`Partition.identity`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lake.partition import MANIFEST, Partition, entries, listed, partitions, read_fast, write_entries, write_rows

TARGET_BYTES = 32 << 20
"""A file of this size or more is left alone, and no larger one is made: a group is in memory while it is rewritten."""
LEAST_FILES = 4
"""Fewer small files in a row are left: rewriting a day for each gather would cost more than reading its files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """What was done to one partition."""

    folder: Path
    files_before: int
    files_after: int
    swept_count: int
    """Files of interrupted runs that no manifest lists, removed."""


def compact_source(root: Path, source: str) -> list[Compacted]:
    """Compacts every partition of one source where it pays. Nobody may write into them meanwhile; anybody may read.

    Safe to repeat after a kill at any moment. Raises DamagedArtefact and OSError.
    """
    datasets = sorted(each.parent.name for each in root.glob(f"*/source={source}"))
    done = [compact(each) for dataset in datasets for each in partitions(root, dataset, source=source)]
    return [each for each in done if each.files_before != each.files_after or each.swept_count]


def compact(partition: Partition) -> Compacted:
    """Compacts one partition."""
    before = entries(partition.path)
    after = [entry for group in _groups(partition.path, before) for entry in _rewritten(partition, group)]
    if after != before:
        write_entries(partition.path, after, fingerprint=partition.fingerprint)
    return Compacted(
        folder=partition.path, files_before=len(before), files_after=len(after), swept_count=sweep(partition)
    )


def _groups(folder: Path, listing: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Entries in order, parted where a group would grow too large or the columns change."""
    group: list[dict[str, Any]] = []
    group_bytes, columns = 0, None
    for entry in listing:
        byte_count, own = (folder / entry["name"]).stat().st_size, pq.read_schema(folder / entry["name"])
        if group and (group_bytes + byte_count > TARGET_BYTES or own != columns):
            yield group
            group, group_bytes = [], 0
        group.append(entry)
        group_bytes, columns = group_bytes + byte_count, own
    if group:
        yield group


def _rewritten(partition: Partition, group: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entry of one file in place of a group's, or the group as it is."""
    if len(group) < LEAST_FILES:
        return group
    rows = pa.concat_tables([_rows_of(partition, entry) for entry in group]).combine_chunks()
    parts = [part for entry in group for part in entry.get("parts") or [_part(partition.path, entry)]]
    return [{**write_rows(partition.path, rows), "parts": parts}]


def _rows_of(partition: Partition, entry: dict[str, Any]) -> pa.Table:
    only = Partition(
        path=partition.path, keys=partition.keys, files=(partition.path / entry["name"],), row_count=entry["rows"],
        hashes={entry["name"]: entry["sha256"]},
    )  # fmt: skip
    return read_fast(only)


def _part(folder: Path, entry: dict[str, Any]) -> dict[str, Any]:
    part = {"name": entry["name"], "sha256": entry["sha256"], "bytes": (folder / entry["name"]).stat().st_size}
    return {**part, "was": entry["was"]["identity"]} if "was" in entry else part


def sweep(partition: Partition) -> int:
    """Removes what no manifest lists: the files that were rewritten, and what killed runs left; counts the latter."""
    now = listed(partition.path, partition.keys)
    if now is None:
        return 0
    rewritten = {part.name for parts in now.parts.values() for part in parts}
    kept = {file.name for file in now.files} | {MANIFEST}
    gone = [file for file in partition.path.iterdir() if file.name not in kept]
    for file in gone:
        file.unlink(missing_ok=True)
    return sum(file.name not in rewritten for file in gone)
