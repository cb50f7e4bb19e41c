"""Integrity at rest: every byte of raw zone and lake against its manifest, and the published star against the lake."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lake.home import Home
from lake.partition import MANIFEST, listed
from lake.rawproof import damaged_pages, unlisted_files
from lake.seal import entries_of, proved_entries
from pipeline import warehouse

_MODELS = "models"
"""Fitted artefacts have no manifest: each proves itself when it is read."""


def damaged_files(home: Home) -> tuple[int, list[str]]:
    """How many files were compared, and one line for each that is missing or changed, with what makes it anew."""
    count, damaged = damaged_pages(home.raw)
    for manifest in _manifests(home.lake):
        remedy = _remedy(home.lake, manifest.parent)
        entries, lines = proved_entries(manifest, remedy)
        damaged += lines
        count += len(entries)
        damaged.extend(f"{line}; {remedy}" for line in _differing(manifest.parent, entries))
    return count, damaged


def orphan_files(home: Home) -> list[str]:
    """One line for each folder with files that no manifest lists, which readers of the lake therefore pass over."""
    found: dict[Path, int] = {}
    for file in unlisted_files(home.raw):
        found[file.parent] = found.get(file.parent, 0) + 1
    for folder in sorted({file.parent for file in _data_files(home.lake)}):
        listed = _listed(folder / MANIFEST)
        if count := sum(file.name not in listed for file in folder.iterdir() if file.name != MANIFEST):
            found[folder] = count
    return [f"{folder}: {count} orphan files, listed in no manifest ({_why(folder)}); {_ORPHANS}"
            for folder, count in found.items()]  # fmt: skip


def star_differences(home: Home) -> list[str]:
    """Where the published star is not a build of this lake: files it was built from that the lake no longer has.

    Names of files in the lake are hashes of their bytes, so an equal name is equal content. Reads the whole star as
    well. Raises DamagedArtefact and ScrmError for one that cannot be read.
    """
    if warehouse.url() is None and not home.warehouse.is_file():
        return []
    from warehouse.built import built_from, require_readable

    target = warehouse.published(home)
    require_readable(target)
    lacking = [
        name
        for name in sorted(built_from(target))
        if not (home.lake / name).is_file() and not _is_part(home.lake / name)
    ]
    return [f"{home.lake / name}: the published warehouse was built from it and it is gone; run the job again"
            for name in lacking]  # fmt: skip


def _is_part(file: Path) -> bool:
    """Whether the rows of a file that is gone lie in a compacted one."""
    here = listed(file.parent, {})
    return here is not None and any(part.name == file.name for parts in here.parts.values() for part in parts)


def _manifests(lake: Path) -> Iterator[Path]:
    return (each for each in sorted(lake.rglob(MANIFEST)) if each.relative_to(lake).parts[0] != _MODELS)


def _data_files(lake: Path) -> Iterator[Path]:
    for folder in lake.iterdir() if lake.is_dir() else ():
        if folder.is_dir() and folder.name != _MODELS:
            yield from (file for file in folder.rglob("*") if file.is_file() and file.name != MANIFEST)


def _differing(folder: Path, entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for entry in entries:
        file = folder / entry["name"]
        try:
            actual = hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError:
            yield f"{file}: missing"
            continue
        if actual != entry["sha256"]:
            yield f"{file}: changed"


def _listed(manifest: Path) -> set[str]:
    try:
        return {entry["name"] for entry in entries_of(manifest.read_bytes())}
    except (OSError, ValueError):
        return set()


def _why(folder: Path) -> str:
    left = "an interrupted write leaves such"
    return left if _listed(folder / MANIFEST) else f"{left}, or it lost its manifest"


def _remedy(lake: Path, folder: Path) -> str:
    kind = folder.relative_to(lake).parts[0]
    how = {"annotations": "`scrm enrich`", "profiles": "`scrm load` and `scrm profile`"}
    return f"delete its folder, then {how.get(kind, _GATHERED)} makes it anew"


_GATHERED = "`scrm replay SOURCE` (from the raw zone) or `scrm gather SOURCE`"
_ORPHANS = "run the step again, then delete them if they are still named"
