"""Durable files: written aside, fsynced, renamed; so a reader meets the old one or the new one, whole."""

import os
from collections.abc import Callable
from io import FileIO
from pathlib import Path


def write_durably(target: Path, content: bytes | memoryview) -> None:
    """Writes `content` to `target` atomically and durably. Raises OSError (a full disk) with nothing half-written."""
    place_durably(target, lambda temporary: temporary.write_bytes(content))


def place_durably(target: Path, write: Callable[[Path], object]) -> None:
    """Lets `write` fill a temporary file beside `target`, then fsyncs and renames it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        write(temporary)
        settle_durably(temporary, target)
    except OSError as error:
        # A failed write names no file by itself; a person must be told which.
        raise OSError(error.errno, error.strerror, str(target)) from error
    finally:
        temporary.unlink(missing_ok=True)


def settle_durably(temporary: Path, target: Path) -> None:
    """Gives a file that is written out its name, so that it is there after a power cut. Raises OSError."""
    _fsync(temporary)
    temporary.replace(target)
    _fsync(target.parent)


def write_synced(target: Path, content: bytes) -> None:
    """Writes `content` into a folder that is there, atomically; its bytes are durable at once.

    Its name is durable with the next durable write into the folder: of many files in one folder a power cut may take
    the last ones, and tears none. Raises OSError.
    """
    folder, name = os.path.split(target)
    # Each page of a crawl comes by here, and Path would cost it as much as its file does.
    temporary = f"{folder}{os.sep}.{name}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb", buffering=0) as file:  # noqa: PTH123
            _write_all(file, content)
            os.fsync(file.fileno())
        os.replace(temporary, target)  # noqa: PTH105
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(target)) from error


def _write_all(file: FileIO, content: bytes) -> None:
    """A raw file may take only a part at a time."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
