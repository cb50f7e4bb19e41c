"""A lake on an object store, where nothing can be renamed: a partition is what its newest manifest lists.

Objects are immutable and have names that no other write uses. Manifests of a partition are numbered; a writer puts the
next number on condition that it does not exist, and that one put is the commit. So a reader sees a whole partition, old
or new; of two writers one gets the number, and the other does its work again on top of it; a writer that dies leaves
objects that no manifest lists, which `sweep` removes once they are older than any writer.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from lake.bucket import Bucket
from lake.files import write_synced
from lake.manifests import MANIFEST, Said, agrees, is_ours, is_part, keys_of, newest_manifests, place_of, said_in
from lake.novelty import only_new
from lake.partition import Partition
from lake.seal import sealed
from records.errors import DamagedArtefact, ScrmError

_TRIES = 50
"""Other writers a commit gives way to."""
_COMMIT_SECONDS = 3_600.0
"""A writer that was stopped for longer gives up: a sweep may have taken its objects for a dead one's."""
SWEEP_AGE = timedelta(days=1)
"""Younger objects may belong to a writer at work or a reader of the manifest before."""
_FETCHERS = 8


class LakeContended(ScrmError):
    """So many others wrote into one partition that this write never got its turn, or it took too long."""


@dataclass(frozen=True, slots=True)
class ObjectLake:
    """Partitions below an address such as `s3://bucket/lake`."""

    address: str
    folder: Path
    """Where copies of objects lie on this machine, at the places that files of a local lake have."""

    def __str__(self) -> str:
        return self.address

    def find(self, dataset: str, keys: Mapping[str, str]) -> Partition | None:
        """The partition with exactly these keys, or None. Raises DamagedArtefact and LakeUnreachable."""
        place = place_of(dataset, keys)
        said = self._newest(place)
        return self._partition(place, keys, said) if said.number else None

    def partitions(self, dataset: str, **keys: str) -> list[Partition]:
        """All partitions of a dataset whose keys agree, in path order. Raises DamagedArtefact and LakeUnreachable."""
        newest = newest_manifests(self._bucket().names(dataset))
        wanted = {place: name for place, name in newest.items() if agrees(keys_of(place, dataset), keys)}
        contents = self._bucket().read_all(list(wanted.values()))
        found = {
            place: said_in(name, contents[name]) if name in contents else self._newest(place)
            for place, name in wanted.items()
        }
        return [self._partition(place, keys_of(place, dataset), said) for place, said in sorted(found.items())]

    def places(self, dataset: str) -> frozenset[str]:
        """`dataset/key=value/...` of every partition there is, without reading any."""
        return frozenset(newest_manifests(self._bucket().names(dataset)))

    def read(self, partition: Partition, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of one partition. Raises DamagedArtefact when a listed object is gone or changed."""
        return pa.concat_tables([self._rows(partition, file, columns) for file in partition.files])

    def append(self, dataset: str, keys: Mapping[str, str], table: pa.Table, *, unique: Sequence[str]) -> int:
        """Adds the rows whose `unique` columns are not yet in the partition; returns how many. Safe to repeat.

        Raises LakeContended, DamagedArtefact, LakeUnreachable.
        """

        def write(place: str, said: Said) -> tuple[list[Mapping[str, Any]], str] | None:
            here = self._partition(place, keys, said)
            fresh = only_new(table, lambda columns: self._pieces(here, columns), unique)
            counts.append(fresh.num_rows)
            return ([*said.entries, self._put(place, fresh)], "") if fresh.num_rows else None

        counts = [0]
        if table.num_rows:
            self._commit(place_of(dataset, keys), write)
        return counts[-1]

    def replace(self, dataset: str, keys: Mapping[str, str], table: pa.Table, *, fingerprint: str = "") -> None:
        """Makes `table` the whole partition; the same rows of the same origin again write nothing.

        What it replaces stays until a sweep, for readers under way. Raises LakeContended, LakeUnreachable.
        """
        content = _bytes_of(table)
        digest = hashlib.sha256(content).hexdigest()

        def write(place: str, said: Said) -> tuple[list[Mapping[str, Any]], str] | None:
            if [entry["sha256"] for entry in said.entries] == [digest] and said.fingerprint == fingerprint:
                return None
            return [self._put_bytes(place, content, digest, table.num_rows)], fingerprint

        self._commit(place_of(dataset, keys), write)

    def fetch(self, found: Iterable[Partition]) -> None:
        """Brings copies of all objects of these partitions, to where `Partition.files` says they lie.

        Raises DamagedArtefact and LakeUnreachable.
        """
        missing = [(each, file) for each in found for file in each.files if not file.exists()]
        for folder in {file.parent for _, file in missing}:
            folder.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor(_FETCHERS) as pool:
            for _ in pool.map(lambda item: write_synced(item[1], self._content(*item)), missing):
                pass

    def sweep(self, age: timedelta = SWEEP_AGE) -> int:
        """Removes what no newest manifest lists and is older than `age`, and copies of it here; returns how many.

        Nobody may sweep with a shorter age than a day while others write or read. Raises LakeUnreachable.
        """
        names = self._bucket().names("")
        newest = newest_manifests(names)
        listed = {f"{place}/{entry['name']}" for place in newest for entry in self._newest(place).entries}
        before = datetime.now(UTC) - age
        kept = listed | set(newest.values())
        swept = [each for each in names if is_ours(each) and each not in kept and self._is_older(each, before)]
        for name in sorted(swept, key=is_part):  # manifests first: nothing is ever listed and gone
            self._bucket().remove(name)
            (self.folder / name).unlink(missing_ok=True)
        return len(swept)

    def _is_older(self, name: str, before: datetime) -> bool:
        try:
            return self._bucket().modified_at(name) < before
        except FileNotFoundError:
            return False  # another sweep was here

    def _commit(self, place: str, write: Callable[[str, Said], tuple[list[Mapping[str, Any]], str] | None]) -> None:
        """Lets `write` put objects on top of what is said now and give the next listing, until one is the next."""
        for _ in range(_TRIES):
            began, said = time.time(), self._newest(place)
            written = write(place, said)
            if written is None:
                return
            if time.time() - began > _COMMIT_SECONDS:
                raise LakeContended(f"{self.address}/{place}: a write took more than an hour; run the step again")
            listing, fingerprint = written
            content = sealed({"files": listing, "fingerprint": fingerprint})
            if self._bucket().create(f"{place}/{MANIFEST}{said.number + 1:08d}.json", content):
                return
        raise LakeContended(f"{self.address}/{place}: {_TRIES} other writes came first; run the step again")

    def _newest(self, place: str) -> Said:
        for _ in range(_TRIES):
            name = newest_manifests(self._bucket().names(place)).get(place)
            if name is None:
                return Said(number=0)
            try:
                return said_in(f"{self.address}/{name}", self._bucket().read(name))
            except FileNotFoundError:
                continue  # a newer one took its place, and a sweep took it
        raise LakeContended(f"{self.address}/{place}: its manifests change faster than they are read; run again")

    def _partition(self, place: str, keys: Mapping[str, str], said: Said) -> Partition:
        return Partition(
            path=self.folder / place,
            keys=dict(keys),
            files=tuple(self.folder / place / entry["name"] for entry in said.entries),
            row_count=sum(entry["rows"] for entry in said.entries),
            hashes={entry["name"]: entry["sha256"] for entry in said.entries},
            fingerprint=said.fingerprint,
        )

    def _pieces(self, partition: Partition, columns: Sequence[str]) -> Iterator[pa.Table]:
        return (self._rows(partition, file, columns) for file in partition.files)

    def _rows(self, partition: Partition, file: Path, columns: Sequence[str] | None) -> pa.Table:
        names = None if columns is None else list(columns)
        source = str(file) if file.exists() else pa.BufferReader(self._content(partition, file))
        with pq.ParquetFile(source) as opened:
            return opened.read(columns=names)

    def _content(self, partition: Partition, file: Path) -> bytes:
        """The bytes of an object, proved. Raises DamagedArtefact."""
        name = file.relative_to(self.folder).as_posix()
        try:
            content = self._bucket().read(name)
        except FileNotFoundError as error:
            raise DamagedArtefact(
                f"{self.address}/{name}: listed in its manifest and gone; run the step again (another run may have "
                "replaced it a day ago), then make the partition anew"
            ) from error
        if hashlib.sha256(content).hexdigest() != partition.hashes[file.name]:
            raise DamagedArtefact(f"{self.address}/{name}: its bytes are not those written; make the partition anew")
        return content

    def _put(self, place: str, table: pa.Table) -> Mapping[str, Any]:
        content = _bytes_of(table)
        return self._put_bytes(place, content, hashlib.sha256(content).hexdigest(), table.num_rows)

    def _put_bytes(self, place: str, content: bytes, digest: str, row_count: int) -> Mapping[str, Any]:
        name = f"part-{digest[:16]}-{uuid4().hex[:12]}.parquet"
        self._bucket().write(f"{place}/{name}", content)
        return {"name": name, "rows": row_count, "sha256": digest}

    def _bucket(self) -> Bucket:
        return Bucket(self.address)


def _bytes_of(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content
