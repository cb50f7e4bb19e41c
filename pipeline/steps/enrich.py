"""Enrich: each day's mentions -> annotations; a day is done again only when what it depends on has changed."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from lake import store
from lake.landing import FEEDS, latest_versions
from lake.partition import Partition
from lake.store import Root, partitions, read_partition
from pipeline import topics
from pipeline.job import Job, Window
from pipeline.models import remember_cards
from pipeline.progress import Event
from pipeline.runs import noted
from records.errors import ScrmError
from records.ids import version_of

if TYPE_CHECKING:
    from nlp.batch import Past, Plan

LOOKBACK_DAYS = 30
"""How far back near-duplicates are looked for."""

LOOKBACK_COLUMNS = ("mention_id", "text", "author_id", "published_at")
VERSION_COLUMNS = ("mention_id", "source", "text", "observed_at")
"""What tells which of a mention's versions is the latest."""

CHUNK_DAYS = 192
"""Days a worker takes at once at most; contiguous, so that its look-back window is read once."""

CHUNKS_A_SLOT = 4
"""So many for each core of a cluster keep the others busy while one is slow."""

PARALLEL_FROM_ROWS = 30_000
"""Below this many rows starting workers costs more than it saves."""


@dataclass(frozen=True)
class DayWork:
    """One day to annotate and what it depends on."""

    day: str
    files: tuple[Partition, ...]
    fingerprint: str


def plan_of(job: Job) -> "Plan":
    """What the texts are judged with, before topics."""
    from nlp.batch import Plan

    settings = job.settings
    return Plan(
        brands=settings.brand_records(),
        lexicon=settings.lexicon(),
        assignments=job.assignments(),
        sentiment_engine=settings.sentiment.engine,
        transformers_model=settings.sentiment.model,
    )


def full_plan(job: Job) -> "Plan":
    """The plan with the current topic model."""
    return replace(plan_of(job), topics=topics.current(job))


@noted("enrich")
def enrich(job: Job, *, window: Window | None = None, on: str | None = None) -> dict[str, int]:
    """Annotates the days that need it; returns how many days and mentions. Raises ScrmError when the lake is empty.

    A lake that holds the user's own books alone has no text to judge, and that is fine. `on` names the master of a
    Spark cluster that does the work in place of this machine.
    """
    job.report(Event(step="enrich", state="running"))
    from nlp.batch import plan_versions

    by_day = _partitions_by_day(job.home.store)
    if not by_day and any(partitions(job.home.store, feed.dataset) for feed in FEEDS.values()):
        job.report(Event(step="enrich", state="done", note="no posts, only the books of the house"))
        return {"days": 0, "mentions": 0}
    if not by_day:
        raise ScrmError(
            f"{job.home.store}: no mentions to enrich: the sources gathered gave none; check their files and queries"
        )
    mention_count = sum(each.row_count for files in by_day.values() for each in files)
    plan = plan_of(job)
    plan = replace(plan, topics=topics.refresh(job, plan, mention_count=mention_count))
    work = [each for each in _stale(job, by_day, plan) if (window or Window()).contains(each.day)]
    total = sum(_rows(each) for each in work)
    done, versions = 0, plan_versions(plan)
    run = partial(_on_cluster, on) if on else _here
    for finished in run(job.home.store, work, by_day, plan):
        has = store.presence(job.home.store, "annotations")
        job.state.mark_enriched({each.day: _done(has, each, versions) for each in finished})
        done += sum(_rows(each) for each in finished)
        job.report(Event(step="enrich", state="running", done=done, total=total))
    remember_cards(job, versions)
    note = f"{total:,} mentions in {len(work):,} days" if work else "nothing new"
    job.report(Event(step="enrich", state="done", done=total, total=total, note=note))
    return {"days": len(work), "mentions": total}


def stale_days(job: Job, plan: "Plan") -> dict[str, int]:
    """Day -> mentions, of the days whose verdicts are missing or were made of other texts, models or words."""
    return {each.day: _rows(each) for each in _stale(job, _partitions_by_day(job.home.store), plan)}


def annotate_days(
    root: Root, work: Sequence[DayWork], by_day: Mapping[str, tuple[Partition, ...]], plan: "Plan"
) -> list[DayWork]:
    """Annotates contiguous days with a rolling look-back window; returns them when all is durable."""
    from nlp.batch import MENTION_COLUMNS, annotate_day, plan_versions

    versions = plan_versions(plan)
    window: dict[str, Past] = {}
    writes: list[Future[None]] = []
    with ThreadPoolExecutor(max_workers=len(versions)) as writers:
        for each in work:
            mentions = _read_day(root, each.files, MENTION_COLUMNS)
            annotated = annotate_day(mentions, plan, _lookback(root, each.day, by_day, window))
            window[each.day] = annotated.past
            _wait(writes)
            writes = [
                writers.submit(_write, root, each, (task, *versions[task]), table)
                for task, table in annotated.tables.items()
            ]
        _wait(writes)
    return list(work)


def _wait(writes: Sequence["Future[None]"]) -> None:
    """Raises what a write raised."""
    for each in writes:
        each.result()


def _partitions_by_day(root: Root) -> dict[str, tuple[Partition, ...]]:
    by_day: dict[str, list[Partition]] = defaultdict(list)
    for each in partitions(root, "mentions"):
        by_day[each.keys["dt"]].append(each)
    return {day: tuple(found) for day, found in sorted(by_day.items())}


def _stale(job: Job, by_day: Mapping[str, tuple[Partition, ...]], plan: "Plan") -> Iterator[DayWork]:
    from nlp.batch import plan_versions

    versions = plan_versions(plan)
    engines = sorted(f"{task}={engine}@{version}" for task, (engine, version) in versions.items())
    known = job.state.enriched()
    has = store.presence(job.home.store, "annotations")
    for day, files in by_day.items():
        depends = [*_hashes(files), *(h for back in _days_before(day, by_day) for h in _hashes(by_day[back]))]
        fingerprint = version_of(*engines, *depends)
        work = DayWork(day=day, files=files, fingerprint=fingerprint)
        if known.get(day) not in (fingerprint, _done(has, work, versions)):
            yield work


def _done(has: Callable[[Mapping[str, str]], bool], work: DayWork, versions: Mapping[str, tuple[str, str]]) -> str:
    """What is remembered of a day: what it was made of, and which tasks' verdicts lie in the lake.

    A task without a verdict writes no partition; one whose partition has gone since is told by it. (A day that was
    done before tasks were remembered is known by its fingerprint alone.)
    """
    present = [
        task
        for task, (engine, version) in sorted(versions.items())
        if has({"task": task, "engine": engine, "version": version, "dt": work.day})
    ]
    return f"{work.fingerprint} {','.join(present)}"


def _hashes(files: Sequence[Partition]) -> list[str]:
    return [digest for each in files for digest in each.identity]


def _days_before(day: str, by_day: Mapping[str, tuple[Partition, ...]]) -> list[str]:
    if day == "unknown":
        return []
    end = date.fromisoformat(day)
    candidates = ((end - timedelta(days=back)).isoformat() for back in range(LOOKBACK_DAYS, 0, -1))
    return [each for each in candidates if each in by_day]


def _here(
    root: Root, work: Sequence[DayWork], by_day: Mapping[str, tuple[Partition, ...]], plan: "Plan"
) -> Iterator[list[DayWork]]:
    """On this machine's processors."""
    workers = _processors()
    chunks = _chunks(work, workers)
    if sum(_rows(each) for each in work) < PARALLEL_FROM_ROWS or len(chunks) < 2:
        for chunk in chunks:
            yield annotate_days(root, chunk, by_day, plan)
        return
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(annotate_days, root, chunk, _needed(chunk, by_day), plan) for chunk in chunks]
        for future in futures:
            yield future.result()


def _processors() -> int:
    """Those this process may run on, where the system tells (a container, taskset), else all of the machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _on_cluster(
    master: str, root: Root, work: Sequence[DayWork], by_day: Mapping[str, tuple[Partition, ...]], plan: "Plan"
) -> Iterator[list[DayWork]]:
    """On a Spark cluster whose executors see the lake under the same path, or reach its object store."""
    if not work:
        return iter(())
    from pipeline.spark.enrich import Chunk, annotate_on

    place = root.absolute() if isinstance(root, Path) else root

    def chunks_for(slots: int) -> list[Chunk]:
        count = _chunk_count(len(work), slots)
        return [(each, _needed(each, by_day)) for each in _chunks(work, count)]

    return annotate_on(master, place, plan, chunks_for)


def _chunks(work: Sequence[DayWork], count: int) -> list[list[DayWork]]:
    """Contiguous days with about as many mentions each, `count` of them or more where days share no window any more."""
    chunks: list[list[DayWork]] = []
    left = sum(_rows(each) for each in work)
    taken, share = 0, 0.0
    for each in work:
        if not chunks or taken + _rows(each) / 2 > share or len(chunks[-1]) == CHUNK_DAYS:
            taken, share = 0, left / max(1, count - len(chunks))
            chunks.append([])
        chunks[-1].append(each)
        taken += _rows(each)
        left -= _rows(each)
    return chunks


def _chunk_count(day_count: int, slots: int) -> int:
    """One for each slot, and up to four as long as none is shorter than the look-back that it has to read anew."""
    return slots * max(1, min(CHUNKS_A_SLOT, day_count // (LOOKBACK_DAYS * slots)))


def _needed(chunk: Sequence[DayWork], by_day: Mapping[str, tuple[Partition, ...]]) -> dict[str, tuple[Partition, ...]]:
    """The part of `by_day` a worker needs, so that little is pickled."""
    days = {back for each in chunk for back in _days_before(each.day, by_day)}
    return {day: by_day[day] for day in sorted(days)}


def _read_day(root: Root, files: Sequence[Partition], columns: Sequence[str]) -> pa.Table:
    needed = list(dict.fromkeys((*columns, *VERSION_COLUMNS)))
    return latest_versions(pa.concat_tables([read_partition(root, each, needed) for each in files]))


def _lookback(
    root: Root, day: str, by_day: Mapping[str, tuple[Partition, ...]], window: dict[str, "Past"]
) -> list["Past"]:
    """The days before, from a window that holds what was read of them already; what lies further back leaves it."""
    from nlp.batch import remember

    days = _days_before(day, by_day)
    for expired in set(window) - set(days):
        del window[expired]
    for each in days:
        if each not in window:
            window[each] = remember(_read_day(root, by_day[each], LOOKBACK_COLUMNS))
    return [window[each] for each in days]


def _write(root: Root, work: DayWork, made_by: tuple[str, str, str], rows: pa.Table) -> None:
    """One task's annotations of a day; none at all are written only over earlier ones."""
    task, engine, version = made_by
    keys = {"task": task, "engine": engine, "version": version, "dt": work.day}
    if rows.num_rows or store.find(root, "annotations", keys):
        store.replace(root, "annotations", keys, rows, fingerprint=work.fingerprint)


def _rows(work: DayWork) -> int:
    return sum(each.row_count for each in work.files)
