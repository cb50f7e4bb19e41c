"""One transaction on a small SQLite file, whose faults come out as an error of the caller's with what to do."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from records.errors import DamagedArtefact, ScrmError

_PATIENCE_SECONDS = 30
REMEDY_OF_DAMAGE = "move the file away and run again; the lake keeps every row"
"""Of a damaged `state.sqlite`: nothing in it says that a row exists."""


@contextmanager
def transaction(path: Path, error_class: type[ScrmError], remedy: str) -> Iterator[sqlite3.Connection]:
    """A connection whose work is kept whole when the block ends well.

    Raises `error_class`, ending with `remedy`; OSError where the disk is full, as any other file would.
    """
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE_SECONDS)) as connection, connection:
            yield connection
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from error
        raise error_class(f"{path}: {error}; {remedy}") from error


def kept_moment(text: str) -> datetime:
    """A moment as `state.sqlite` keeps it. Raises DamagedArtefact for what is none: a disk may change a byte."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise DamagedArtefact(f"state.sqlite: a moment in it is damaged ({text[:40]}); {REMEDY_OF_DAMAGE}") from error
