"""Inbox: files that people dropped -> the same way as any export of their source; refused ones to quarantine."""

from collections import Counter
from collections.abc import Sequence

from crawlers.errand import Lane
from pipeline.inbox.desk import Desk, open_desk
from pipeline.inbox.item import Receipt, Result
from pipeline.inbox.problems import GROWING
from pipeline.inbox.take import is_export_source, take
from pipeline.inbox.watch import Drop, Left, Look, lines_of, look, settled
from pipeline.job import Job, Window
from pipeline.progress import Event
from pipeline.runs import noted
from pipeline.steps.gather import gather
from pipeline.turn import turn
from records import Coverage, Outcome

STEP = "gather:inbox"
"""The step's name in progress events."""


@noted("inbox")
def take_inbox(job: Job) -> list[Coverage]:
    """Takes everything that waits, whatever its folder. Files are taken whole: no window of days is applied.

    Raises ScrmError or OSError for what is no fault of a file; what is left of the inbox then waits for the next run.
    """
    return _take(job, None)


@noted("inbox")
def take_folder(job: Job, source: str) -> list[Coverage]:
    """Takes what waits in `inbox/<source>/`. Raises as `take_inbox` does."""
    return _take(job, [source])


def gather_with_inbox(
    job: Job, source: str, *, window: Window | None = None, base_url: str | None = None, lane: Lane | None = None
) -> list[Coverage]:
    """Gathers a source as configured, and what waits in its inbox folder; either may be missing, not both."""
    found: list[Coverage] = []
    has_drops = is_export_source(source) and _is_waiting(job, source)
    if job.settings.queries_of(source) or not has_drops:
        found += gather(job, source, window=window, base_url=base_url, lane=lane)
    if has_drops:
        found += take_folder(job, source)
    return found


def has_settled_files(job: Job) -> bool:
    """Whether a dropped file can be taken now; people are told of what can never be taken."""
    desk = open_desk(job)
    seen, _ = settled(desk.store, job.settings)
    desk.tell_left(seen.left)
    return bool(seen.drops)


def _is_waiting(job: Job, source: str) -> bool:
    seen = look(open_desk(job).store, job.settings, [source])
    return bool(seen.drops or seen.left or seen.unusable)


def _take(job: Job, folders: Sequence[str] | None) -> list[Coverage]:
    desk = open_desk(job)
    with turn(job.home.root / "inbox.lock", "the inbox"):
        desk.store.clear_staging()
        desk.make_folders()
        seen, growing = settled(desk.store, job.settings, folders)
        if seen.drops:
            job.report(Event(step=STEP, state="running", total=len(seen.drops)))
        receipts = [_told(desk, take(desk, drop)) for drop in seen.drops]
        _close(desk, seen, growing, receipts)
    return [coverage for receipt in receipts for coverage in receipt.coverages]


def _told(desk: Desk, receipt: Receipt) -> Receipt:
    if receipt.line:
        desk.job.report(Event(step=STEP, state="refused", note=receipt.line))
    return receipt


def _close(desk: Desk, seen: Look, growing: Sequence[Drop], receipts: Sequence[Receipt]) -> None:
    """Tells what was left, removes notices that have had their day, and sums up; silent where nothing waited."""
    desk.tell_left(seen.left)
    for place in seen.places:
        desk.sweep(place)
    left = [*lines_of(seen.left), *seen.unusable]
    lines = [*left, *lines_of(Left(drop=drop, problem=GROWING) for drop in growing)]
    if lines:
        desk.job.report(Event(step=STEP, state="refused", note="\n".join(lines)))
    if receipts or lines:
        desk.job.report(_sum(receipts, left_count=len(left), growing_count=len(growing)))


def _sum(receipts: Sequence[Receipt], *, left_count: int, growing_count: int) -> Event:
    """The counts; partial where somebody has to do something before the file can be taken."""
    counts = Counter(each.result for each in receipts)
    is_whole = not counts[Result.REFUSED] and not counts[Result.LEFT] and not left_count
    counts[Result.LEFT] += left_count + growing_count
    note = ", ".join(f"{counts[result]} {result}" for result in Result if counts[result])
    exit_code = 0 if is_whole else Outcome.PARTIAL.exit_code
    return Event(step=STEP, state="done", done=len(receipts), total=len(receipts), note=note, exit_code=exit_code)
