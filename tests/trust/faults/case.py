"""One case: a seed, a home of its own, and what an undisturbed run gave."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple

from lake.home import Home
from pipeline import progress
from pipeline.progress import Event
from tests.trust.faults import rows, run
from tests.trust.faults.base import Undisturbed
from tests.trust.faults.small import Small

Arm = Callable[[], Callable[[Event], None] | None]
"""Sets up a fault in the process that suffers it; may return who listens to its progress."""


class Struck(NamedTuple):
    """Where a fault strikes: which part of the job it begins with, and the how manieth call or event from there."""

    first: int
    nth: int


@dataclass
class Case:
    """What a kind of fault works with."""

    seed: int
    folder: Path
    world: Small
    base: Undisturbed
    chance: Random
    is_whole: bool = True
    """Whether the run that makes it good goes on to the end even where only its first parts can have been harmed."""
    struck: Struck | None = None
    """Where the fault struck, if only the part that it struck can have been harmed."""
    troubles: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)

    @property
    def home(self) -> Path:
        """The home of this case."""
        return self.folder / "home"

    def take_finished(self) -> None:
        """Begins with a copy of the undisturbed home."""
        shutil.copytree(self.base.home, self.home, symlinks=True)

    def take_stage(self, unit: str, nth: int) -> Struck:
        """Begins where the part of the job begins that holds the `nth` call or event (`unit`, a field of Counts)."""
        number = self.base.at(unit, nth)
        stage = self.base.stages[number]
        self.story.append(f"{unit} {nth} of {getattr(self.base.total, unit)}, in {stage.name}")
        shutil.copytree(stage.home, self.home, symlinks=True)
        self.struck = Struck(number, nth - getattr(stage.before, unit))
        return self.struck

    def disturbed(
        self, arm: Arm | None = None, *, config: Path | None = None, first: int = 0, last: int | None = None
    ) -> run.Ended:
        """One job, from part `first` to `last`, that suffers what `arm` sets up in its process."""
        ended = self.start(arm, config=config, first=first, last=last).wait()
        self.note(ended)
        if ended.code == run.OK and last is None:
            self.struck = None  # it went on behind the part that was struck
        return ended

    def start(
        self,
        arm: Arm | None = None,
        *,
        config: Path | None = None,
        name: str = "run",
        first: int = 0,
        last: int | None = None,
    ) -> run.Running:
        """Begins such a job."""

        def work() -> None:
            listen = arm() if arm else None
            run.job(self.home, config or self.world.files, listen or progress.silent, first, last)

        return run.forked(self.folder / f"{name}.log", work)

    def note(self, ended: run.Ended) -> None:
        """Remembers how a job ended; an error that is nobody's is a trouble."""
        self.story.append(f"ended with {ended.code}: {ended.said.splitlines()[-1][:200] if ended.said else ''}")
        if not ended.is_clean:
            self.troubles.append(f"unclean end {ended.code}: {ended.said[-1500:]}")

    def must_be_whole_or_absent(self) -> None:
        """What is published at this moment is what an undisturbed run publishes, or nothing is."""
        published = Home(self.home).warehouse
        if published.exists():
            wanted = {name: each for name, each in self.base.digests.items() if "/" not in name}
            lines = rows.differing(rows.of_warehouse(published), wanted)
            self.troubles += [f"published after the fault: {line}" for line in lines]

    def must_recover(self, *, may_refuse: str = "\0") -> None:
        """Runs the job again, undisturbed, and compares row for row; once it may refuse in words that hold a word.

        Where the fault struck one part and not `is_whole`, the job runs from its beginning to that part, and lake and
        star are compared with what the undisturbed run held then: what follows makes equal rows of equal rows.
        """
        last = None if self.is_whole or not self.struck else self.struck.first
        ended = self.start(name="again", last=last).wait()
        if ended.code == run.REFUSED and may_refuse in ended.said:
            self.note(ended)
            ended = self.start(name="once-more", last=last).wait()
        if ended.code != run.OK:
            self.troubles.append(f"the run after it ended with {ended.code}: {ended.said[-1500:]}")
            return
        wanted = self.base.digests if last is None else rows.of_home(Home(self.base.after(last)))
        self.must_equal(wanted)

    def must_equal(self, wanted: rows.Digests) -> None:
        """Lake and star hold these rows."""
        self.troubles += rows.differing(rows.of_home(Home(self.home)), wanted)


def die() -> None:
    """kill -9 of this process."""
    os.kill(os.getpid(), 9)
