"""Which files of the lake a warehouse was built from, and what has changed since."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa

from records.program import program_of
from warehouse import tables as t
from warehouse.load.inputs import Files, Inputs
from warehouse.metrics import METRICS
from warehouse.sql import insert_rows

CONFIGURATION = "configuration"
"""The data set under which the hash of everything but files is kept."""

_VOLATILE = {"run_steps", "run_id", "built_at", "parts"}
_ROOM = Path(__file__).resolve().parents[1]

Entry = tuple[str, str, str]
"""Data set, partition, file name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What the lake holds and the warehouse has not read, and what it has read and the lake no longer holds."""

    added: Mapping[str, Files]
    """Data set -> new files."""
    removed: frozenset[Entry]
    """Files that are gone: their partition was replaced."""
    added_share: float
    """Bytes of new files over bytes of all."""
    new_entries: Mapping[Entry, int]
    """What is to be remembered of the new files, with bytes: a compacted one as the files it stands for."""

    @property
    def datasets(self) -> frozenset[str]:
        """Data sets with any change."""
        return frozenset(name for name, files in self.added.items() if files) | {name for name, _, _ in self.removed}

    def of(self, dataset: str) -> Files:
        """New files of a data set."""
        return self.added.get(dataset, ())


def datasets() -> tuple[str, ...]:
    """The fields of `Inputs` that are lists of files."""
    return tuple(field.name for field in fields(Inputs) if field.type == Files)


def partition_of(file: Path) -> str:
    """`source=x/dt=y` of a file of the lake; empty for one that lies in no partition."""
    return _partition_of(os.path.dirname(file))  # noqa: PTH120  # a Path per file of the lake costs seconds


@lru_cache(maxsize=100_000)
def _partition_of(folder: str) -> str:
    parts: list[str] = []
    for name in reversed(folder.split("/")):
        if "=" not in name:
            break
        parts.append(name)
    return "/".join(reversed(parts))


@lru_cache(maxsize=100_000)
def day_of(partition: str) -> str | None:
    """The `dt=` of a partition, or None."""
    return next((part[3:] for part in partition.split("/") if part.startswith("dt=")), None)


def record(connection: sa.Connection, inputs: Inputs) -> None:
    """Writes what a build read, in place of what an earlier one did."""
    connection.execute(sa.delete(t.load_file))
    rows = _rows({entry: _bytes(inputs, entry, file) for entry, file in _listed(inputs).items()})
    digest = {"dataset": CONFIGURATION, "partition": "", "file": configuration_of(inputs), "byte_count": 0}
    insert_rows(connection, t.load_file, [*rows, digest])


def note(connection: sa.Connection, found: Changes) -> None:
    """Writes what an update read and what is gone, beside what earlier builds read."""
    for dataset, partition, name in found.removed:
        row = t.load_file.c
        is_gone = sa.and_(row.dataset == dataset, row.partition == partition, row.file == name)
        connection.execute(sa.delete(t.load_file).where(is_gone))
    insert_rows(connection, t.load_file, _rows(found.new_entries))


def is_recorded(connection: sa.Connection) -> bool:
    """Whether a load was finished here: what it read is written last."""
    return connection.execute(sa.select(t.load_file.c.dataset).limit(1)).first() is not None


def changes(connection: sa.Connection, inputs: Inputs) -> Changes | None:
    """What changed since the warehouse was built; None when it has to be built whole: other brands, models or code."""
    known = {_entry(row): row.byte_count for row in connection.execute(sa.select(t.load_file))}
    configured = [entry for entry in known if entry[0] == CONFIGURATION]
    if [entry[2] for entry in configured] != [configuration_of(inputs)]:
        return None
    known.pop(configured[0])
    listed = _listed(inputs)
    new = {entry: _bytes(inputs, entry, listed[entry]) for entry in sorted(listed.keys() - known.keys())}
    added: dict[str, dict[Path, None]] = {}
    for entry in new:
        added.setdefault(entry[0], {})[listed[entry]] = None
    fresh = sum(new.values())
    whole = fresh + sum(size or 0 for entry, size in known.items() if entry in listed)
    return Changes(
        added={dataset: tuple(files) for dataset, files in added.items()},
        removed=frozenset(known.keys() - listed.keys()),
        added_share=fresh / whole if whole else 0.0,
        new_entries=new,
    )


def configuration_of(inputs: Inputs) -> str:
    """Hash of what a build depends on besides files: brands, versions in use, titles, metrics, and this room's code."""
    said = [(f.name, getattr(inputs, f.name)) for f in fields(Inputs) if f.type != Files and f.name not in _VOLATILE]
    parts = [repr((name, _ordered(value))) for name, value in said] + [repr(METRICS), _code()]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _entry(row: sa.Row[tuple[object, ...]]) -> Entry:
    return (row.dataset, row.partition, row.file)


def _listed(inputs: Inputs) -> dict[Entry, Path]:
    """Every file that counts; a compacted one under the name of each file it stands for."""
    return {
        (dataset, partition_of(file), name): file
        for dataset in datasets()
        for file in getattr(inputs, dataset)
        for name in inputs.parts.get(file) or (os.path.basename(file),)  # noqa: PTH119  # as in `partition_of`
    }


def _bytes(inputs: Inputs, entry: Entry, file: Path) -> int:
    return inputs.parts[file][entry[2]] if file in inputs.parts else file.stat().st_size


def _rows(entries: Mapping[Entry, int]) -> list[dict[str, object]]:
    return [
        {"dataset": dataset, "partition": partition, "file": name, "byte_count": size}
        for (dataset, partition, name), size in entries.items()
    ]


def _ordered(value: object) -> object:
    return sorted(value.items(), key=repr) if isinstance(value, Mapping) else value


def _code() -> str:
    return program_of([*(_ROOM / "load").rglob("*.py"), *(_ROOM / "tables").glob("*.py"), *_ROOM.glob("*.py")])
