"""Partitions wherever they lie: in a folder (`lake.partition`) or on an object store (`lake.objects`)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from lake import partition as files
from lake.objects import ObjectLake
from lake.partition import Partition

Root = Path | ObjectLake
"""Where a lake is."""


def find(root: Root, dataset: str, keys: Mapping[str, str]) -> Partition | None:
    """The partition with exactly these keys, or None. Raises DamagedArtefact, LakeUnreachable."""
    return root.find(dataset, keys) if isinstance(root, ObjectLake) else files.find(root, dataset, keys)


def partitions(root: Root, dataset: str, **keys: str) -> list[Partition]:
    """All partitions of a dataset whose keys agree with `keys`, in path order."""
    if isinstance(root, ObjectLake):
        return root.partitions(dataset, **keys)
    return files.partitions(root, dataset, **keys)


def read_partition(root: Root, partition: Partition, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of one partition. Raises DamagedArtefact when something listed is gone or changed."""
    if isinstance(root, ObjectLake):
        return root.read(partition, columns)
    return files.read_partition(partition, columns)


def read_fast(root: Root, partition: Partition, columns: Sequence[str] | None = None) -> pa.Table:
    """The same sooner, for many small ones (`lake.partition.read_fast`)."""
    return root.read(partition, columns) if isinstance(root, ObjectLake) else files.read_fast(partition, columns)


def read(
    root: Root, dataset: str, keys: Mapping[str, str] | None = None, columns: Sequence[str] | None = None
) -> pa.Table:
    """All rows of the partitions whose keys agree; an empty table without columns when there are none."""
    found = partitions(root, dataset, **dict(keys or {}))
    return pa.concat_tables([read_partition(root, each, columns) for each in found]) if found else pa.table({})


def append(root: Root, dataset: str, keys: Mapping[str, str], table: pa.Table, *, unique: Sequence[str]) -> int:
    """Adds the rows whose `unique` columns are not yet in the partition; returns how many. Safe to repeat."""
    if isinstance(root, ObjectLake):
        return root.append(dataset, keys, table, unique=unique)
    return files.append(root, dataset, keys, table, unique=unique)


def replace(root: Root, dataset: str, keys: Mapping[str, str], table: pa.Table, *, fingerprint: str = "") -> None:
    """Makes `table` the whole partition."""
    if isinstance(root, ObjectLake):
        root.replace(dataset, keys, table, fingerprint=fingerprint)
    else:
        files.replace(root, dataset, keys, table, fingerprint=fingerprint)


def on_disk(root: Root, found: Iterable[Partition]) -> tuple[Path, ...]:
    """Files of this machine with the rows of these partitions, for readers that open files; brought where need be."""
    known = list(found)
    if isinstance(root, ObjectLake):
        root.fetch(known)
    return tuple(file for each in known for file in each.files)


def presence(root: Root, dataset: str) -> Callable[[Mapping[str, str]], bool]:
    """Tells of keys whether there is such a partition: by looking at its file, or in one listing made now."""
    if isinstance(root, ObjectLake):
        places = root.places(dataset)
        return lambda keys: files.folder_of(Path(), dataset, keys).as_posix() in places
    return lambda keys: (files.folder_of(root, dataset, keys) / files.MANIFEST).exists()
