"""Days that are kept no longer, in the lake and in the raw zone: found by their folders, taken away manifest first.

Readers see what a manifest lists, so a day goes at once and whole. What an interrupted run leaves is a folder without a
manifest: read by nobody, and found again by its name.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lake.partition import MANIFEST

_DAY = "dt="


@dataclass(frozen=True, slots=True, kw_only=True)
class OldDay:
    """One folder of one day."""

    folder: Path
    day: date
    file_count: int
    """Files in it, manifests aside."""
    byte_count: int


def days_before(root: Path, first_kept: date) -> list[OldDay]:
    """The folders of days before `first_kept` anywhere below `root`, in path order; `dt=unknown` is never old."""
    return [_measured(folder, day) for folder, day in _day_folders(root) if day < first_kept]


def remove(old: OldDay) -> None:
    """Takes a day away; safe to repeat. Raises OSError."""
    drop_folder(old.folder)


def drop_folder(folder: Path) -> None:
    """Takes a folder of data away, its manifests first; safe to repeat. Raises OSError."""
    for manifest in folder.rglob(MANIFEST):
        manifest.unlink(missing_ok=True)
    if folder.is_dir():
        shutil.rmtree(folder)


def _day_folders(root: Path) -> Iterator[tuple[Path, date]]:
    for folder in sorted(root.rglob(f"{_DAY}*")):
        try:
            yield folder, date.fromisoformat(folder.name.removeprefix(_DAY))
        except ValueError:
            continue  # `unknown`: nobody can say how old it is


def _measured(folder: Path, day: date) -> OldDay:
    files = [file for file in folder.rglob("*") if file.is_file() and file.name != MANIFEST]
    return OldDay(folder=folder, day=day, file_count=len(files), byte_count=sum(file.stat().st_size for file in files))
