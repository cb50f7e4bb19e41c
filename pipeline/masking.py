"""Texts that landed before private numbers were masked, put right where they lie; the next load and enrich follow."""

from collections.abc import Iterator
from contextlib import contextmanager

from lake.home import Home
from lake.lock import exclusive
from lake.partition import partitions, read_fast, replace
from lake.private import without_private
from pipeline.settled import settled
from pipeline.turn import turn

_DATASETS = ("mentions", "surveys")


def mask_lake(home: Home) -> tuple[int, int]:
    """Masks texts at rest; returns partitions looked at and rewritten. Safe to repeat.

    Raises LockHeld, RotationUnfinished.
    """
    seen = changed = 0
    with settled(home), _alone(home):
        for dataset in _DATASETS:
            for partition in partitions(home.lake, dataset):
                seen += 1
                rows = read_fast(partition)
                cleaned = without_private(rows)
                if cleaned is not rows:
                    replace(home.lake, dataset, partition.keys, cleaned, fingerprint=partition.fingerprint)
                    changed += 1
    return seen, changed


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    with exclusive(home.root / "warehouse.lock", "the warehouse"), turn(home.root / "inbox.lock", "the inbox"):
        yield
