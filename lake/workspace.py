"""A folder of one's own inside the home, for files on their way: gone afterwards, also after a kill."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from lake.home import Home
from lake.lock import exclusive
from records.errors import LockHeld

_LOCK = ".lock"


@contextmanager
def workspace(home: Home) -> Iterator[Path]:
    """An empty folder below `staging/`, readable by its owner alone; those of processes that died are removed."""
    parent = home.root / "staging"
    parent.mkdir(mode=0o700, exist_ok=True)
    _remove_dead(parent)
    folder = parent / f"import-{uuid4().hex}"
    with exclusive(folder.with_suffix(_LOCK), str(folder)):
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            folder.with_suffix(_LOCK).unlink(missing_ok=True)


def _remove_dead(parent: Path) -> None:
    """A killed process has let go of its lock."""
    for lock in parent.glob(f"*{_LOCK}"):
        with suppress(LockHeld), exclusive(lock, str(lock)):
            shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
            lock.unlink(missing_ok=True)
