"""Durable files: written aside, fsynced, renamed; so a reader meets the old one or the new one, whole."""

import os
from collections.abc import Callable
from pathlib import Path


def write_durably(target: Path, content: bytes) -> None:
    """Writes `content` to `target` atomically and durably. Raises OSError (a full disk) with nothing half-written."""
    place_durably(target, lambda temporary: temporary.write_bytes(content))


def place_durably(target: Path, write: Callable[[Path], object]) -> None:
    """Lets `write` fill a temporary file beside `target`, then fsyncs and renames it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        write(temporary)
        _fsync(temporary)
        temporary.replace(target)
    except OSError as error:
        # A failed write names no file by itself; a person must be told which.
        raise OSError(error.errno, error.strerror, str(target)) from error
    finally:
        temporary.unlink(missing_ok=True)
    _fsync(target.parent)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
