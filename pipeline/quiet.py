"""A lake that nobody writes into: for what rewrites days or takes them away."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from lake.home import Home
from lake.lock import exclusive
from pipeline.turn import turn

_SOURCE = "source="


@contextmanager
def quiet(home: Home) -> Iterator[list[str]]:
    """Holds off every source that has landed anything, the inbox and every build; gives the sources' names.

    Enrichment and corrections, which write annotations alone, go on. Raises LockHeld while the warehouse is built.
    """
    home.require_lake_here("rewriting days or taking them away")
    with ExitStack() as held:
        held.enter_context(exclusive(home.root / "warehouse.lock", "the warehouse"))
        held.enter_context(turn(home.root / "inbox.lock", "the inbox"))
        sources = _sources(home)
        for source in sources:
            held.enter_context(turn(home.root / "locks" / f"gather-{source}.lock", f"source {source}"))
        yield sources


def _sources(home: Home) -> list[str]:
    folders = {folder.name.removeprefix(_SOURCE) for folder in home.lake.glob(f"*/{_SOURCE}*")}
    return sorted(folders | {folder.name for folder in home.raw.iterdir() if folder.is_dir()})
