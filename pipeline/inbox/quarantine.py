"""Refused files: copied out of the inbox with a notice beside them, never thrown away."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from lake.files import place_durably, write_durably
from lake.home import Home
from pipeline.inbox.hashing import digest_of
from pipeline.inbox.names import EXPLAINED, explained_name, kept_names

UNKNOWN = "unknown"
"""Folder of files whose source nobody knows; no source is called so."""


def place_for(home: Home, source: str, name: str, day: str, digest: str) -> Path:
    """Where these bytes are kept: the plain name, or one of their own where other bytes have it."""
    plain, marked = (home.quarantine / source / each for each in kept_names(name, day, digest))
    return plain if not plain.exists() or digest_of(plain) == digest else marked


def keep(file: Path, target: Path, explanation: str) -> None:
    """Copies a file there durably, then its notice. Safe to repeat."""
    place_durably(target, lambda temporary: shutil.copy2(file, temporary))
    write_durably(target.with_name(explained_name(target.name)), explanation.encode("utf-8-sig"))


def release(target: Path) -> None:
    """Removes a copy and its notice, once the file has been taken after all."""
    target.unlink(missing_ok=True)
    target.with_name(explained_name(target.name)).unlink(missing_ok=True)


def quarantined_files(home: Home) -> Iterator[Path]:
    """Every refused file that a person has not yet dealt with, notices aside."""
    if home.quarantine.is_dir():
        for path in sorted(home.quarantine.glob("*/*")):
            if path.is_file() and not path.name.endswith(EXPLAINED) and not path.name.startswith("."):
                yield path
