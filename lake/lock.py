"""One writer at a time: an advisory file lock that a killed process releases by dying."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from records.errors import LockHeld


@contextmanager
def exclusive(path: Path, what: str) -> Iterator[None]:
    """Holds `path` locked for the block. Raises LockHeld at once when another process has it."""
    with _held(path, what, fcntl.LOCK_EX):
        yield


@contextmanager
def shared(path: Path, what: str) -> Iterator[None]:
    """Holds `path` for the block beside others that share it. Raises LockHeld at once when one has it alone."""
    with _held(path, what, fcntl.LOCK_SH):
        yield


@contextmanager
def _held(path: Path, what: str, how: int) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockHeld(f"{what} is in use by another run ({path}); wait until it ends and run again") from error
        yield
    finally:
        os.close(descriptor)
