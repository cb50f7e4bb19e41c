"""Compaction of a home: every gathered day that lies in many small files, while nobody writes into the lake."""

from lake.compaction import Compacted, compact_source
from lake.home import Home
from lake.objects import ObjectLake
from pipeline.quiet import quiet
from pipeline.settled import settled


def compact(home: Home) -> list[Compacted]:
    """Rewrites what pays and returns what was done; enrichment and readers of the star are not disturbed.

    Raises LockHeld while the warehouse is being built, RotationUnfinished, DamagedArtefact, OSError. Stopped at any
    moment, the next call goes on.
    """
    with settled(home), quiet(home) as sources:
        return [each for source in sources for each in compact_source(home.lake, source)]


def sweep(home: Home) -> int | None:
    """Removes from an object store what killed writers left and what was replaced over a day ago; returns how many.

    None where the lake is a folder, which `compact` sweeps as it goes. Disturbs nobody. Raises LakeUnreachable.
    """
    lake = home.store
    return lake.sweep() if isinstance(lake, ObjectLake) else None
