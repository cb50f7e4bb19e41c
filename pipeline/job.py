"""One installation with one configuration: what every step is handed."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from lake.home import Home
from lake.keys import author_key
from pipeline import progress
from pipeline.settings.file import Settings, load
from pipeline.state import State
from records.errors import UsageError


@dataclass(frozen=True)
class Window:
    """Days of publication to look at, both ends included; None is open."""

    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Raises UsageError for a range the wrong way round."""
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"--from {self.since} is after --to {self.until}; swap them")

    def contains(self, day: str) -> bool:
        """Whether a partition day (`unknown` included) is inside."""
        if day == "unknown":
            return True
        return (not self.since or day >= self.since.isoformat()) and (not self.until or day <= self.until.isoformat())


def new_run_id() -> str:
    """A run id that sorts nowhere in particular and never repeats."""
    return uuid.uuid4().hex[:12]


@dataclass(frozen=True)
class Job:
    """Home, configuration and the ear that listens to progress."""

    home: Home
    settings: Settings
    report: Callable[[progress.Event], None] = progress.silent
    run_id: str = field(default_factory=new_run_id)

    @property
    def key(self) -> bytes:
        """The key of author pseudonyms, as it is now: it may have been rotated since the last step."""
        return author_key(self.home.vault)

    @cached_property
    def state(self) -> State:
        """What runs remember."""
        return State(self.home.state)

    def assignments(self) -> dict[tuple[str, str], str]:
        """(source, query) -> brand id: what the configuration says, over what it said of files that have since left it.

        Last month's export is no longer listed, yet its mentions stay in the lake and are about the same brand.
        """
        self.state.remember_assignments(self.settings.assignments())
        tracked = {brand.brand_id for brand in self.settings.brands}
        return {key: brand_id for key, brand_id in self.state.assignments().items() if brand_id in tracked}


def open_job(
    home: Path, config: Path, *, report: Callable[[progress.Event], None] = progress.silent, run_id: str = ""
) -> Job:
    """Reads the configuration and makes the home. Raises ConfigError."""
    settings = load(config)
    made = Home(home).create()
    if settings.lake or made.lake_address:
        made.put_lake_at(settings.lake or made.lake_address)
    return Job(home=made, settings=settings, report=report, run_id=run_id or new_run_id())
