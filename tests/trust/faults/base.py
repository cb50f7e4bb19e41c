"""The undisturbed run, made once: its rows, what a fault could hit, and the home as each part of the job found it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lake.home import Home
from pipeline.progress import Event
from tests.trust.faults import rows, run, shim


@dataclass(frozen=True)
class Counts:
    """What was seen so far: calls that change files of the home, such calls and reads, events of progress."""

    calls: int = 0
    calls_with_reads: int = 0
    events: int = 0


@dataclass(frozen=True)
class Stage:
    """Where one part of the job begins."""

    name: str
    home: Path
    """A copy of the home as the part found it."""
    before: Counts


@dataclass(frozen=True)
class Undisturbed:
    """A finished run nothing happened to."""

    home: Path
    digests: rows.Digests
    total: Counts
    stages: tuple[Stage, ...]

    def at(self, unit: str, nth: int) -> int:
        """Number of the part in which the `nth` call or event of the run lies; `unit` is a field of Counts."""
        begun = [number for number, each in enumerate(self.stages) if getattr(each.before, unit) < nth]
        return begun[-1]

    def after(self, part: int) -> Path:
        """The home as the part left it."""
        return self.stages[part + 1].home if part + 1 < len(self.stages) else self.home


def undisturbed(home: Path, config: Path) -> Undisturbed:
    """Runs the job in this process, which is warm from then on, part by part, and keeps the home between them.

    A case that is hit in a later part begins from such a copy: what the parts before would do again is equal anyhow.
    """
    events: list[Event] = []
    home.mkdir(parents=True)
    job = run.opened(home, config, events.append)
    job.settings.check()
    stages = []
    changing = reading = 0
    for number, (name, work) in enumerate(run.parts(job).items()):
        kept = home.with_name(f"{home.name}-{number:02}")
        shutil.copytree(home, kept, symlinks=True)
        stages.append(Stage(name, kept, Counts(changing, changing + reading, len(events))))
        with _counted(home) as seen:
            work()
        changing, reading = changing + seen[0], reading + seen[1]
    total = Counts(changing, changing + reading, len(events))
    return Undisturbed(home, rows.of_home(Home(home)), total, tuple(stages))


@contextmanager
def _counted(home: Path) -> Iterator[list[int]]:
    """Changing and reading calls of the block, known at its end."""
    seen: list[int] = []
    shim.arm(home, shim.Mode.COUNT)
    yield seen
    seen.extend(shim.calls_seen())
    shim.arm(home, shim.Mode.OFF)
