"""Taking turns: one writer at a time, where a short wait is better than an error."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lake.lock import exclusive
from records.errors import LockHeld

PATIENCE_SECONDS = 60.0
"""A dropped file or a batch of exports is landed well within this; a longer run has to be waited for by hand."""
POLL_SECONDS = 0.2


@contextmanager
def turn(path: Path, what: str, *, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Holds `path` locked for the block, after waiting for whoever has it. Raises LockHeld when that takes too long."""
    deadline = time.monotonic() + patience_seconds
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(exclusive(path, what))
                break
            except LockHeld:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(POLL_SECONDS)
        yield
