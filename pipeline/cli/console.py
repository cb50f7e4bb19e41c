"""Progress on stderr: bars and lines for a person, or lines of JSON for a collector of logs (SCRM_LOG=json)."""

import time
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from pipeline import progress
from pipeline.job import new_run_id
from pipeline.progress import Event


class Reporter(Protocol):
    """Listens to the events of one run while a command is at work."""

    run_id: str
    exit_code: int
    """What the command should exit with after partial results."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def __call__(self, event: Event) -> None:
        """Takes one event."""


def reporter() -> Reporter:
    """The one that the environment asks for."""
    return LogReporter() if progress.wants_log() else ConsoleReporter()


class LogReporter:
    """Writes lines of JSON."""

    def __init__(self) -> None:
        self.run_id = new_run_id()
        self.exit_code = 0
        self._log = progress.to_log(self.run_id)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open."""

    def __call__(self, event: Event) -> None:
        """Logs one event."""
        self.exit_code = self.exit_code or event.exit_code
        self._log(event)


class ConsoleReporter:
    """Listens to events and draws them; on a pipe it prints only the finished steps."""

    def __init__(self) -> None:
        self.run_id = new_run_id()
        self._console = Console(stderr=True, highlight=False)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}
        self._started: dict[str, float] = {}
        self.exit_code = 0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def __call__(self, event: Event) -> None:
        """Draws one event."""
        self._started.setdefault(event.step, time.monotonic())
        if event.state == "running":
            if event.step not in self._tasks:
                self._tasks[event.step] = self._progress.add_task(event.step)
            self._progress.update(self._tasks[event.step], completed=event.done, total=event.total or None)
            return
        if event.state in ("refused", "told"):
            self._console.print(event.note, markup=False, emoji=False, soft_wrap=True)
            return
        if event.step in self._tasks:
            self._progress.remove_task(self._tasks.pop(event.step))
        if event.state == "done":
            self.exit_code = self.exit_code or event.exit_code
            seconds = time.monotonic() - self._started[event.step]
            mark = "[yellow]![/]" if event.exit_code else "[green]✓[/]"
            self._console.print(f"{mark} {event.step:<28} {event.note}  [dim]{seconds:.1f}s[/]", soft_wrap=True)
