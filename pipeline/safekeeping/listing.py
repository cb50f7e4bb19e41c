"""What a backup holds: one line a file with its hash, and a seal over all lines."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from lake.bodies import digest_of
from lake.files import write_durably
from lake.seal import is_as_written, sealed
from records.errors import DamagedArtefact, UsageError

NAME = "backup.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One file of a backup."""

    name: str
    """Path within home and backup, with slashes."""
    byte_count: int
    sha256: str


def kept(folder: Path, name: str) -> Kept:
    """A file that lies in a backup. Raises OSError."""
    file = folder / name
    return Kept(name=name, byte_count=file.stat().st_size, sha256=digest_of(file))


def write(folder: Path, files: list[Kept], *, made_at: str) -> None:
    """Makes the folder a backup: without this file, written last, it is none."""
    content = {"format": _FORMAT, "made_at": made_at, "entries": [asdict(each) for each in files]}
    write_durably(folder / NAME, sealed(content))


def read(folder: Path) -> list[Kept]:
    """What a backup holds. Raises UsageError for a folder that is none, DamagedArtefact for a changed list."""
    try:
        content = (folder / NAME).read_bytes()
    except OSError as error:
        raise UsageError(
            f"{folder}: no finished backup ({NAME} is missing); give the folder of `scrm backup`"
        ) from error
    try:
        said: dict[str, Any] = json.loads(content)
        files = [Kept(**each) for each in said["entries"]]
        if not is_as_written(content) or "seal" not in said or not all(_is_inside(each.name) for each in files):
            raise ValueError("changed")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedArtefact(f"{folder / NAME}: changed since the backup was made; use another backup") from error
    return files


def _is_inside(name: str) -> bool:
    """A list that somebody wrote must not lead out of the folder."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and path.parts != () and "\0" not in name
