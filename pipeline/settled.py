"""Work that must not meet pseudonyms of two generations: it goes on beside its like, and never beside a rotation."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lake.home import Home
from lake.keys import require_settled
from lake.lock import shared

WHAT = "the key of pseudonyms"


def lock_of(home: Home) -> Path:
    """What a rotation holds alone and all others share."""
    return home.root / "locks" / "pseudonyms.lock"


@contextmanager
def settled(home: Home) -> Iterator[None]:
    """Holds a rotation off for the block. Raises LockHeld while one runs, RotationUnfinished after one that died."""
    with shared(lock_of(home), WHAT):
        require_settled(home.vault)
        yield
