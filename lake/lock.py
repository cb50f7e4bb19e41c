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
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockHeld(f"{what} is in use by another run ({path}); wait until it ends and run again") from error
        yield
    finally:
        os.close(descriptor)
