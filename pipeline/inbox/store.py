"""Where dropped files arrive: a folder or an object prefix, by its fsspec address."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

from records.errors import ConfigError, ScrmError

_CHANGING = ("nlink",)
"""What a listing tells of a file that says nothing about its bytes."""


class InboxUnusable(ScrmError):
    """A folder of the inbox that cannot be listed or written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in the inbox as its folder lists it."""

    path: str
    """Its address within the file system."""
    name: str
    kind: str
    """file, directory, link or other."""
    size_bytes: int
    stamp: str
    """Everything the file system tells of it; another one means that it has changed."""


class Store:
    """A file system and the root of the inbox within it; places are tuples of folder names below the root."""

    def __init__(self, url: str, staging: Path) -> None:
        """Raises ConfigError for an address of an unknown kind, or one whose package is not installed."""
        try:
            self._files, self._root = fsspec.core.url_to_fs(url)
        except (ValueError, ImportError) as error:
            raise ConfigError(f"inbox: {url.split('://')[0]}:// cannot be used ({error}); give a folder") from error
        self.url = url
        self._staging = staging

    @property
    def is_local(self) -> bool:
        """Whether files can be read where they lie."""
        return isinstance(self._files, LocalFileSystem)

    def path(self, *place: str) -> str:
        """The address of a place within the file system."""
        return "/".join((self._root.rstrip("/"), *place))

    def entries(self, *place: str) -> list[Entry]:
        """What a folder holds, by name; nothing where there is none. Raises InboxUnusable without the right to look."""
        self._files.invalidate_cache()
        try:
            listed = self._files.ls(self.path(*place), detail=True)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except PermissionError as error:
            remedy = "give the account that runs the pipeline the rights to read and write it"
            raise InboxUnusable(f"{self.path(*place)}: this folder may not be read; {remedy}") from error
        found = [_entry(info) for info in listed]
        return sorted((each for each in found if each.name not in ("", ".", "..")), key=lambda each: each.name)

    def is_writable(self, *place: str) -> bool:
        """Whether files can be moved out of a folder; of an object store that is found out when it is done."""
        return not self.is_local or os.access(self.path(*place), os.W_OK | os.X_OK)

    def is_readable(self, entry: Entry) -> bool:
        """Whether the bytes of a file may be read."""
        return not self.is_local or os.access(entry.path, os.R_OK)

    @contextmanager
    def local(self, entry: Entry) -> Iterator[Path]:
        """The file on this machine for the block: itself, or a copy with its name and time. Raises OSError."""
        if self.is_local:
            yield Path(entry.path)
            return
        self._staging.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._staging) as folder:
            copy = Path(folder) / entry.name
            with self._files.open(entry.path, "rb") as source, copy.open("wb") as target:
                shutil.copyfileobj(source, target)
            modified_at: datetime = self._files.modified(entry.path)
            os.utime(copy, (modified_at.timestamp(), modified_at.timestamp()))
            yield copy

    def clear_staging(self) -> None:
        """Removes copies that a killed run left behind."""
        shutil.rmtree(self._staging, ignore_errors=True)

    def make(self, *place: str) -> None:
        """Makes a folder; an object store has none to make."""
        self._files.makedirs(self.path(*place), exist_ok=True)

    def exists(self, *place: str) -> bool:
        """Whether anything has that address."""
        return bool(self._files.exists(self.path(*place)))

    def move(self, entry: Entry, *place: str) -> None:
        """Moves a file within the inbox. Raises OSError."""
        self.make(*place[:-1])
        self._files.mv(entry.path, self.path(*place))

    def remove(self, path: str) -> None:
        """Removes a file, if it is there. Raises OSError."""
        if self._files.exists(path):
            self._files.rm_file(path)

    def write(self, text: str, *place: str) -> None:
        """Writes a small text file; with a byte order mark, for the editors of Windows. Raises OSError."""
        self._files.pipe_file(self.path(*place), text.encode("utf-8-sig"))


def _entry(info: dict[str, Any]) -> Entry:
    told = sorted((key, str(value)) for key, value in info.items() if key not in _CHANGING)
    return Entry(
        path=info["name"],
        name=info["name"].rstrip("/").rsplit("/", 1)[-1],
        kind="link" if info.get("islink") else info["type"],
        size_bytes=info.get("size") or 0,
        stamp=str(told),
    )
