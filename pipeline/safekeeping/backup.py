"""`scrm backup`: a whole home in another folder, whole at every moment it could have been read, while writers run.

What runs remember is copied first and the vault last: a restored installation knows at most less of what it has done
than it did (and does it again), and never more; and everybody the lake speaks of is in the vault's books.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from lake.files import settle_durably
from lake.home import Home
from lake.partition import MANIFEST
from lake.seal import entries_of
from pipeline.safekeeping import listing
from pipeline.settled import settled
from records.errors import DamagedArtefact, ScrmError, UsageError

_TRIES = 5
"""How often a partition is read again that writers replace while it is copied."""
_MODELS = "models"


def backup(home: Home, target: Path) -> list[listing.Kept]:
    """Copies a home into an empty or new folder; returns what it holds now.

    Not in it: dropped files that wait, locks, what is being built, Airflow's own database. Raises UsageError for a
    folder with something in it, DamagedArtefact for a home that is damaged, OSError.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target}: not empty; give a new folder for each backup")
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    with settled(home):  # lake and vault of one generation of pseudonyms
        names = [
            *_databases(home, target, [home.state]),
            *_lake(home, target),
            *_raw(home, target),
            *_tree(home, target, home.quarantine),
            *_tree(home, target, home.reports),
            *_tree(home, target, home.root / "config-path"),
            *_tree(home, target, home.warehouse),
            *_tree(home, target, home.vault, without=".sqlite"),
            *_databases(home, target, sorted(home.vault.glob("*.sqlite"))),
        ]
    files = [listing.kept(target, name) for name in dict.fromkeys(names)]
    listing.write(target, files, made_at=datetime.now(UTC).isoformat(timespec="seconds"))
    return files


def _lake(home: Home, target: Path) -> Iterator[str]:
    for manifest in sorted(home.lake.rglob(MANIFEST)):
        if manifest.relative_to(home.lake).parts[0] != _MODELS:
            yield from _listed(home, target, manifest)
    yield from _tree(home, target, home.lake / _MODELS)


def _raw(home: Home, target: Path) -> Iterator[str]:
    """Runs as their manifests list them, then what no manifest lists yet: a page is whole once it has its name."""
    for manifest in sorted(home.raw.rglob(MANIFEST)):
        yield from _listed(home, target, manifest)
    for file in sorted(home.raw.rglob("*")):
        if file.name != MANIFEST and not (target / file.relative_to(home.root)).exists():
            yield from _tree(home, target, file) if file.is_file() else ()


def _listed(home: Home, target: Path, manifest: Path) -> Iterator[str]:
    """A partition as one manifest describes it: its files first. Raises DamagedArtefact."""
    for _ in range(_TRIES):
        try:
            content = manifest.read_bytes()
            files = [manifest.with_name(entry["name"]) for entry in entries_of(content)]
            names = [_copied(home, target, file) for file in files]
        except FileNotFoundError:
            if not manifest.exists():
                return  # the day went while it was copied
            continue
        except ValueError as error:
            raise DamagedArtefact(f"{manifest}: not a manifest; run `scrm verify` first") from error
        place = target / manifest.relative_to(home.root)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        yield from (*names, manifest.relative_to(home.root).as_posix())
        return
    raise DamagedArtefact(f"{manifest}: lists files that are not there; run `scrm verify` first")


def _tree(home: Home, target: Path, place: Path, *, without: str = "\0") -> Iterator[str]:
    """Files that are replaced whole; one that goes away meanwhile is not there any more."""
    for file in [place] if place.is_file() else sorted(place.rglob("*")):
        if file.is_file() and not file.name.endswith((".tmp", ".lock", ".wal", without, f"{without}-journal")):
            try:
                yield _copied(home, target, file)
            except FileNotFoundError:
                continue


def _copied(home: Home, target: Path, file: Path) -> str:
    """Copies a file durably; bytes and rights. Raises OSError."""
    name = file.relative_to(home.root)
    place = target / name
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.open("rb") as source, place.open("wb") as sink:  # one open: a replaced file stays the old one, whole
        shutil.copyfileobj(source, sink, 1 << 20)
    shutil.copymode(file, place)
    settle_durably(place, place)
    return name.as_posix()


def _databases(home: Home, target: Path, files: list[Path]) -> Iterator[str]:
    """SQLite files by their own way of copying, which waits for writers. Raises ScrmError."""
    for file in files:
        if not file.exists():
            continue
        place = target / file.relative_to(home.root)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.touch(mode=0o600)
        try:
            source = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)
            with closing(source), closing(sqlite3.connect(place)) as sink:
                source.backup(sink)
        except sqlite3.Error as error:
            raise ScrmError(f"{file}: cannot be copied ({error}); run `scrm doctor`") from error
        yield file.relative_to(home.root).as_posix()
