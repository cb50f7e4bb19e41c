"""An open inbox: where files arrive, what is remembered of them, and the job that they are taken for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from crawlers import catalog
from pipeline.inbox.ledger import Ledger
from pipeline.inbox.names import TOLD, told_name
from pipeline.inbox.notices import short_notice
from pipeline.inbox.problems import Problem
from pipeline.inbox.store import Store
from pipeline.inbox.watch import Drop, Left
from pipeline.job import Job
from records.time import shanghai_day


@dataclass(frozen=True)
class Desk:
    """What the handling of a file needs."""

    job: Job
    store: Store

    @cached_property
    def ledger(self) -> Ledger:
        """What was done with which bytes."""
        return Ledger(self.job.home.state)

    def export_sources(self) -> list[str]:
        """The configured sources that read files."""
        return [name for name in self.job.settings.source_names() if not catalog.spec(name).is_web]

    def make_folders(self) -> None:
        """A folder for each configured export source, so that people see where files go."""
        if not self.store.is_local:
            return
        for name in self.export_sources():
            try:
                self.store.make(name)
            except OSError:
                return  # said by the look that follows, if there is anything to look at

    def tell(self, drop: Drop, problem: Problem, *, kept_as: str = "") -> None:
        """Writes the notice in the drop folder. Where that may not be written, the log and `scrm doctor` must do."""
        text = short_notice(drop.entry.name, problem, datetime.now(UTC), kept_as=kept_as)
        try:
            self.store.write(text, *drop.place, told_name(drop.entry.name))
        except OSError:
            return

    def tell_left(self, left: Sequence[Left]) -> None:
        """A notice for everything that is left, once."""
        for each in left:
            if not self.store.exists(*each.drop.place, told_name(each.drop.entry.name)):
                self.tell(each.drop, each.problem)

    def sweep(self, place: tuple[str, ...]) -> None:
        """Removes the notices of a folder about files that are gone from it and from quarantine."""
        entries = self.store.entries(*place)
        refused = (each.name for each in self.ledger.refused() if (self.job.home.root / each.kept_as).exists())
        current = {told_name(name) for name in (*(each.name for each in entries), *refused)}
        for entry in entries:
            if entry.name.endswith(TOLD) and entry.name not in current:
                self._forget(entry.path)

    def untell(self, drop: Drop) -> None:
        """Removes the notice about a file that has been taken after all."""
        self._forget(self.store.path(*drop.place, told_name(drop.entry.name)))

    def _forget(self, path: str) -> None:
        try:
            self.store.remove(path)
        except OSError:
            return  # a stale notice is a blemish, no reason to stop


def open_desk(job: Job) -> Desk:
    """The inbox of a job: the configured place, or `inbox/` in the home. Raises ConfigError for an unusable address."""
    url = job.settings.inbox_url() or str(job.home.inbox.resolve())
    return Desk(job, Store(url, job.home.root / "inbox-staging"))


def today() -> str:
    """The day in China, for names of kept files."""
    return shanghai_day(datetime.now(UTC)).isoformat()
