"""A partition is a set of immutable Parquet files and one manifest written last; readers read only what it lists."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lake.files import write_durably
from lake.novelty import only_new
from lake.seal import sealed
from records.errors import DamagedArtefact

MANIFEST = "_manifest.json"
_PIECE_ROWS = 50_000
"""Rows at rest that are looked at in one go; a partition may be larger than memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file that was rewritten into a larger one with the same rows (`lake.compaction`)."""

    name: str
    sha256: str
    byte_count: int
    was: tuple[str, ...] = ()
    """Hashes of what it was gathered as, where pseudonyms were rotated since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """One folder `dataset/key=value/...` as its manifest describes it."""

    path: Path
    """The folder."""
    keys: Mapping[str, str]
    """Partition keys in path order."""
    files: tuple[Path, ...]
    """The Parquet files that count, oldest first."""
    row_count: int
    """Rows over all files."""
    hashes: Mapping[str, str]
    """File name -> sha256 of its bytes."""
    fingerprint: str = ""
    """What a computed partition was computed from; empty for gathered ones."""
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    """File name -> the files it stands for, in order; only of files that were compacted."""
    was: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """File name -> hashes of what its rows were gathered as; only of files whose pseudonyms were rotated."""

    @property
    def identity(self) -> tuple[str, ...]:
        """Hashes of the files as they were gathered: what the rows follow from, but for the names of people.

        Neither compaction nor a rotation of pseudonyms changes it.
        """
        return tuple(digest for name in self.hashes for digest in self.identity_of(name))

    def identity_of(self, name: str) -> tuple[str, ...]:
        """The same of one file."""
        if name in self.parts:
            return tuple(digest for part in self.parts[name] for digest in part.was or (part.sha256,))
        return self.was.get(name, (self.hashes[name],))


def folder_of(root: Path, dataset: str, keys: Mapping[str, str]) -> Path:
    """The folder of a partition, present or not."""
    folder = root / dataset
    for name, value in keys.items():
        folder = folder / f"{name}={value}"
    return folder


def find(root: Path, dataset: str, keys: Mapping[str, str]) -> Partition | None:
    """The partition with exactly these keys, or None. Raises DamagedArtefact for an unreadable manifest."""
    return listed(folder_of(root, dataset, keys), keys)


def listed(folder: Path, keys: Mapping[str, str]) -> Partition | None:
    """What the manifest of a folder says, or None without one. Raises DamagedArtefact."""
    manifest = folder / MANIFEST
    if not manifest.exists():
        return None
    try:
        content = json.loads(manifest.read_bytes())
        return Partition(
            path=folder,
            keys=dict(keys),
            files=tuple(folder / item["name"] for item in content["files"]),
            row_count=sum(item["rows"] for item in content["files"]),
            hashes={item["name"]: item["sha256"] for item in content["files"]},
            fingerprint=content.get("fingerprint", ""),
            parts={item["name"]: _parts(item["parts"]) for item in content["files"] if "parts" in item},
            was={item["name"]: tuple(item["was"]["identity"]) for item in content["files"] if "was" in item},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedArtefact(f"{manifest}: not a manifest; delete the folder and run the step again") from error


def _parts(said: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    return tuple(
        Part(name=each["name"], sha256=each["sha256"], byte_count=each["bytes"], was=tuple(each.get("was", ())))
        for each in said
    )


def partitions(root: Path, dataset: str, **keys: str) -> list[Partition]:
    """All partitions of a dataset whose keys agree with `keys`, in path order."""
    found = (find(root, dataset, each) for each in _keys_below(root / dataset, {}))
    return [p for p in found if p and all(p.keys.get(name) == value for name, value in keys.items())]


def _keys_below(folder: Path, keys: dict[str, str]) -> Iterator[dict[str, str]]:
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        children = {entry.name: entry.is_dir() for entry in entries}
    if MANIFEST in children:
        yield keys
        return
    for child, is_folder in sorted(children.items()):
        name, separator, value = child.partition("=")
        if separator and is_folder:
            yield from _keys_below(folder / child, {**keys, name: value})


def read_partition(partition: Partition, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of one partition. Raises DamagedArtefact when a listed file is gone or not Parquet."""
    names = None if columns is None else list(columns)
    return _rows(partition, lambda file: pq.read_table(file, columns=names, partitioning=None))


def read_fast(partition: Partition, columns: Sequence[str] | None = None) -> pa.Table:
    """The same without Arrow's machinery for data sets, which costs more than the rows of a small partition."""
    names = None if columns is None else list(columns)

    def read_file(file: Path) -> pa.Table:
        with pq.ParquetFile(file) as opened:
            return opened.read(columns=names)

    return _rows(partition, read_file)


def _rows(partition: Partition, read_file: Callable[[Path], pa.Table]) -> pa.Table:
    """All rows; where a compaction has rewritten the files since they were listed, from those that stand for them."""
    tables = []
    for file in partition.files:
        try:
            tables.append(read_file(file))
        except (OSError, pa.ArrowInvalid) as error:
            now = listed(partition.path, partition.keys) if isinstance(error, FileNotFoundError) else None
            if now and now.files != partition.files and now.identity[: len(partition.identity)] == partition.identity:
                return _rows(now, read_file)
            raise _damaged(file, error) from error
    return pa.concat_tables(tables)


def read(
    root: Path, dataset: str, keys: Mapping[str, str] | None = None, columns: Sequence[str] | None = None
) -> pa.Table:
    """All rows of the partitions whose keys agree; an empty table without columns when there are none."""
    found = partitions(root, dataset, **dict(keys or {}))
    return pa.concat_tables([read_partition(each, columns) for each in found]) if found else pa.table({})


def append(root: Path, dataset: str, keys: Mapping[str, str], table: pa.Table, *, unique: Sequence[str]) -> int:
    """Adds the rows whose `unique` columns are not yet in the partition; returns how many were added.

    Safe to repeat: the same rows again change nothing. A crash leaves at most an unlisted file.
    """
    if not table.num_rows:
        return 0
    existing = find(root, dataset, keys)
    fresh = only_new(table, lambda columns: _pieces(existing, columns), unique)
    if fresh.num_rows:
        _commit(folder_of(root, dataset, keys), fresh, existing, fingerprint="")
    return int(fresh.num_rows)


def replace(root: Path, dataset: str, keys: Mapping[str, str], table: pa.Table, *, fingerprint: str = "") -> None:
    """Makes `table` the whole partition; the files it replaces are removed after the manifest no longer lists them."""
    existing = find(root, dataset, keys)
    _commit(folder_of(root, dataset, keys), table, None, fingerprint=fingerprint)
    if existing:
        now = find(root, dataset, keys)
        rewritten = {existing.path / part.name for parts in existing.parts.values() for part in parts}
        for file in (rewritten | set(existing.files)) - set(now.files if now else ()):
            file.unlink(missing_ok=True)


def _pieces(existing: Partition | None, columns: Sequence[str]) -> Iterator[pa.Table]:
    """Some columns of a partition's rows, a bounded number at a time. Raises DamagedArtefact."""
    for file in existing.files if existing else ():
        try:
            with pq.ParquetFile(file) as opened:
                for batch in opened.iter_batches(_PIECE_ROWS, columns=list(columns)):
                    yield pa.table(batch)
        except (OSError, pa.ArrowInvalid) as error:
            raise _damaged(file, error) from error


def _damaged(file: Path, error: Exception) -> DamagedArtefact:
    return DamagedArtefact(f"{file}: listed in its manifest but unreadable ({type(error).__name__})")


def _commit(folder: Path, table: pa.Table, existing: Partition | None, *, fingerprint: str) -> None:
    entry = write_rows(folder, table)
    write_entries(folder, [*(entries(existing.path) if existing else []), entry], fingerprint=fingerprint)


def write_rows(folder: Path, table: pa.Table) -> dict[str, Any]:
    """Writes a file that no manifest lists yet, durably, named by its bytes; returns its entry. Raises OSError."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    content = memoryview(sink.getvalue())
    digest = hashlib.sha256(content).hexdigest()
    name = f"part-{digest[:16]}.parquet"
    write_durably(folder / name, content)
    return {"name": name, "rows": table.num_rows, "sha256": digest}


def write_entries(folder: Path, listing: Sequence[Mapping[str, Any]], *, fingerprint: str, **marks: str) -> None:
    """Commits a partition: from now on readers see these files. `marks` stay until the next write. Raises OSError."""
    write_durably(folder / MANIFEST, sealed({"files": list(listing), "fingerprint": fingerprint, **marks}))


def entries(folder: Path) -> list[dict[str, Any]]:
    """The entries of a folder's manifest as they are written."""
    return json.loads((folder / MANIFEST).read_bytes())["files"]  # type: ignore[no-any-return]
