"""Partitions, kept pages and books under the pseudonyms of the next generation; each place once, whatever is killed.

A partition's new files are written first and its manifest is the commit, which carries the rotation's mark; only then
the old files go, and those of interrupted runs that no manifest lists. An entry of the manifest links the file before.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import zstandard

from lake.compaction import sweep
from lake.database import transaction
from lake.files import write_durably
from lake.partition import MANIFEST, Partition, entries, listed, write_entries, write_rows
from lake.raw import line_of
from lake.renaming import Renaming, marks_of
from lake.seal import entries_of, sealed
from lake.tombstones import page_files
from lake.vault import VaultUnusable, rewrite
from records.errors import DamagedArtefact

REASON = "pseudonyms rotated"
_MARK = "pseudonyms"
_MODELS = "models"
_REMEDY = "restore it from a backup or move it away, then run again"


def rename_lake(lake: Path, renaming: Renaming) -> int:
    """Renames every partition that is not yet; returns how many files were written. Raises DamagedArtefact, OSError."""
    for file in list(_unlisted(lake)):
        file.unlink()
    return sum(rename_partition(folder, renaming) for folder in _folders(lake))


def rename_partition(folder: Path, renaming: Renaming) -> int:
    """Renames one partition; returns how many files were written, none where it was done before."""
    partition = listed(folder, {})
    if partition is None:
        return 0
    written = 0
    if json.loads((folder / MANIFEST).read_bytes()).get(_MARK) != renaming.mark:
        before = entries(folder)
        after = [_renamed(partition, entry, renaming) for entry in before]
        written = sum(new is not old for new, old in zip(after, before, strict=True))
        write_entries(folder, after, fingerprint=partition.fingerprint, **{_MARK: renaming.mark})
    sweep(partition)
    return written


def _renamed(partition: Partition, entry: dict[str, Any], renaming: Renaming) -> dict[str, Any]:
    """The entry of a renamed file, or the entry as it is where no pseudonym stands in its rows."""
    file = partition.path / entry["name"]
    try:
        with pq.ParquetFile(file) as opened:
            rows = opened.read()
    except (OSError, ValueError) as error:
        raise DamagedArtefact(f"{file}: unreadable ({type(error).__name__}); run `scrm verify`, then again") from error
    renamed = renaming.table(rows)
    if renamed is rows:
        return entry
    was = {"sha256": entry["sha256"], "reason": REASON, "identity": list(partition.identity_of(entry["name"]))}
    return {**write_rows(partition.path, renamed), "was": was}


def _folders(lake: Path) -> Iterator[Path]:
    for manifest in sorted(lake.rglob(MANIFEST)):
        if manifest.relative_to(lake).parts[0] != _MODELS:
            yield manifest.parent


def _unlisted(lake: Path) -> Iterator[Path]:
    """Rows that interrupted runs left in folders without a manifest: nobody reads them, the run repeated makes them."""
    for file in lake.rglob("*.parquet"):
        if file.relative_to(lake).parts[0] != _MODELS and not file.with_name(MANIFEST).exists():
            yield file


def rename_tombstones(raw: Path, renaming: Renaming) -> int:
    """Renames whom tombstones of kept pages name; returns how many pages were written. Raises OSError."""
    return sum(_rename_page(file, renaming) for file in page_files(raw) if _may_be_buried(file))


def _may_be_buried(file: Path) -> bool:
    entry = _entry_of(file)
    return entry is None or "was" in entry


def _entry_of(file: Path) -> dict[str, Any] | None:
    manifest = file.with_name(MANIFEST)
    listing = entries_of(manifest.read_bytes()) if manifest.exists() else []
    return next((each for each in listing if each["name"] == file.name), None)


def _rename_page(file: Path, renaming: Renaming) -> bool:
    line = line_of(file)
    stones = line.get("tombstones", [])
    is_new = any(each.get(_MARK) != renaming.mark for each in stones)
    if is_new:
        line["tombstones"] = [_renamed_stone(each, renaming) for each in stones]
        packed = json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
        write_durably(file, zstandard.compress(packed))
    if stones:
        _relist(file)
    return is_new


def _renamed_stone(stone: dict[str, Any], renaming: Renaming) -> dict[str, Any]:
    if stone.get(_MARK) == renaming.mark:
        return stone
    return {**stone, "author_id": renaming.text(stone["author_id"]), _MARK: renaming.mark}


def _relist(file: Path) -> None:
    """Lists a page's bytes as they are now, where a run got as far as a manifest; again it changes nothing."""
    manifest = file.with_name(MANIFEST)
    if not manifest.exists():
        return
    content = file.read_bytes()
    now = {"bytes": len(content), "file_sha256": hashlib.sha256(content).hexdigest()}
    listing = entries_of(manifest.read_bytes())
    renewed = [{**each, **now} if each["name"] == file.name else each for each in listing]
    if renewed != listing:
        write_durably(manifest, sealed({"files": renewed}))


def make_book(file: Path) -> None:
    """An empty small database for the vault (mode 600), where there is none."""
    file.touch(mode=0o600)


def rename_book(file: Path, renaming: Renaming) -> None:
    """Renames within a small database and writes it anew, so that no free page holds the old. Raises VaultUnusable."""
    if not file.exists():
        return
    with transaction(file, VaultUnusable, _REMEDY) as connection:
        connection.execute("begin immediate")
        renaming.database(connection)
    rewrite(file)


def marks_in(file: Path) -> frozenset[str]:
    """The rotations that a small database has been through. Raises VaultUnusable."""
    if not file.exists():
        return frozenset()
    with transaction(file, VaultUnusable, _REMEDY) as connection:
        return marks_of(connection)
