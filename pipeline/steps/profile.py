"""Profile: histories from the new warehouse -> influencers, personas, alerts, customers -> the lake and back."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from lake import erasures
from lake.lock import exclusive
from lake.store import find, on_disk, replace
from pipeline import warehouse
from pipeline.findings.histories import read_histories
from pipeline.findings.objections import without_objecting
from pipeline.findings.profiles import results
from pipeline.findings.result import Result
from pipeline.job import Job
from pipeline.progress import Event
from pipeline.runs import noted


@noted("profile")
def profile(job: Job) -> Mapping[str, int]:
    """Computes what needs histories and loads it into the new warehouse. Raises UsageError before `load` has run."""
    job.report(Event(step="profile", state="running"))
    warehouse.require_built(job.home, before="`scrm load`")
    with exclusive(job.home.root / "warehouse.lock", "the warehouse"):
        computed = fill(job)
    counts = {name: result.row_count for name, result in computed.items()}
    for name, result in computed.items():
        if result.reason:
            job.report(Event(step="profile", state="told", note=f"  {name}: {result.reason}"))
    without = sum(not count for count in counts.values())
    note = f"{sum(counts.values()):,} rows of {len(counts) - without} findings"
    note += f"; {without} without any" if without else ""
    job.report(Event(step="profile", state="done", note=note))
    return counts


def fill(job: Job) -> Mapping[str, Result]:
    """Computes all results of the star that was built, and puts them into lake and star; the caller holds the lock."""
    computed = shown(job, results(read_histories(job), job.settings, at=datetime.now(UTC)))
    kept = {name: keep(job, result) for name, result in computed.items()}
    _load(job, {name: files for name, files in kept.items() if computed[name].is_for_star})
    return computed


def shown(job: Job, found: Mapping[str, Result]) -> Mapping[str, Result]:
    """The results without rows about people who objected."""
    return without_objecting(found, erasures.objecting(job.home.vault))


def keep(job: Job, result: Result) -> tuple[Path, ...]:
    """Writes a result's periods to `lake/profiles/<result>/period=`; returns their files."""
    files: list[Path] = []
    for period, table in result.tables.items():
        keys = {"period": period}
        if period not in result.resting:
            fingerprint = result.fingerprints.get(period, "")
            replace(job.home.store, f"profiles/{result.name}", keys, table, fingerprint=fingerprint)
        kept = find(job.home.store, f"profiles/{result.name}", keys)
        files.extend(on_disk(job.home.store, [kept] if kept else []))
    return tuple(files)


def _load(job: Job, files: Mapping[str, tuple[Path, ...]]) -> None:
    from warehouse.load import ProfileInputs

    warehouse.load_profiles(job.home, ProfileInputs(**files))
