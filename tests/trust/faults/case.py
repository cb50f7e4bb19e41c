"""One case: a seed, a home of its own, and what an undisturbed run gave."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from lake.home import Home
from pipeline import progress
from pipeline.progress import Event
from tests.trust.faults import rows, run, shim
from tests.trust.faults.small import Small

Arm = Callable[[], Callable[[Event], None] | None]
"""Sets up a fault in the process that suffers it; may return who listens to its progress."""


@dataclass(frozen=True)
class Undisturbed:
    """A finished run nothing happened to."""

    home: Path
    digests: rows.Digests
    call_count: int
    """Calls that change files of the home."""
    call_count_with_reads: int
    events: int
    """Events of progress it told."""


@dataclass
class Case:
    """What a kind of fault works with."""

    seed: int
    folder: Path
    world: Small
    from_files: Undisturbed
    from_web: Undisturbed
    chance: Random
    troubles: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)

    @property
    def home(self) -> Path:
        """The home of this case."""
        return self.folder / "home"

    def take_finished(self) -> None:
        """Begins with a copy of the undisturbed home."""
        shutil.copytree(self.from_files.home, self.home, symlinks=True)

    def disturbed(self, arm: Arm | None = None, *, config: Path | None = None) -> run.Ended:
        """One job that suffers what `arm` sets up in its process."""
        ended = self.start(arm, config=config)()
        self.note(ended)
        return ended

    def start(
        self, arm: Arm | None = None, *, config: Path | None = None, name: str = "run"
    ) -> Callable[[], run.Ended]:
        """Begins such a job; the result waits for it."""

        def work() -> None:
            listen = arm() if arm else None
            run.job(self.home, config or self.world.files, listen or progress.silent)

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
            self._compare({}, rows.of_warehouse(published), "published after the fault")

    def must_recover(
        self, *, config: Path | None = None, wanted: Undisturbed | None = None, may_refuse: str = "\0"
    ) -> None:
        """Runs the job again, undisturbed, and compares row for row; once it may refuse in words that hold a word."""
        ended = self.start(config=config, name="again")()
        if ended.code == run.REFUSED and may_refuse in ended.said:
            self.note(ended)
            ended = self.start(config=config, name="once-more")()
        if ended.code != run.OK:
            self.troubles.append(f"the run after it ended with {ended.code}: {ended.said[-1500:]}")
            return
        self._compare(rows.of_lake(Home(self.home).lake), rows.of_warehouse(Home(self.home).warehouse), "", wanted)

    def _compare(self, lake: rows.Digests, star: rows.Digests, when: str, wanted: Undisturbed | None = None) -> None:
        expected = (wanted or self.from_files).digests
        if not lake:
            expected = {name: each for name, each in expected.items() if not name.startswith("lake/")}
        self.troubles += [f"{when} {line}".strip() for line in rows.differing({**lake, **star}, expected)]


def undisturbed(home: Path, config: Path) -> Undisturbed:
    """Runs the job in this process, which is warm from then on, and counts what a fault could hit."""
    events: list[Event] = []
    home.mkdir(parents=True, exist_ok=True)
    shim.arm(home, shim.Mode.COUNT)
    run.job(home, config, events.append)
    changing, reading = shim.calls_seen()
    shim.arm(home, shim.Mode.OFF)
    return Undisturbed(
        home=home,
        digests=rows.of_home(Home(home)),
        call_count=changing,
        call_count_with_reads=changing + reading,
        events=len(events),
    )


def die() -> None:
    """kill -9 of this process."""
    os.kill(os.getpid(), 9)
