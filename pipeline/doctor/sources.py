"""The examination of every source: when it last went well, how far it lags, what it missed, when it is due."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from crawlers import catalog
from crawlers.spec import SourceSpec
from lake.home import Home
from lake.intervals import Interval
from pipeline.doctor.advice import advice_for
from pipeline.doctor.health import Credential, Due, Past, SourceHealth
from pipeline.doctor.holdings import quarantined_counts
from pipeline.doctor.memory import Memory, budget_left, memory_of
from pipeline.doctor.schedule import next_run, period
from pipeline.doctor.week import Row, runs_of, week_of, worst_of
from pipeline.settings.file import Settings
from records import Outcome


@dataclass(frozen=True)
class _Ward:
    """What every source is examined with."""

    queries: Mapping[str, set[str]]
    """Configured source -> its queries."""
    memory: Memory | None
    refused: Mapping[str, int]
    now: datetime


def source_healths(home: Home, settings: Settings | None, now: datetime) -> list[SourceHealth]:
    """Every source that is configured, has ever run, or has refused files. Raises ScrmError for an unreadable lake."""
    from lake.store import read

    rows: list[Row] = read(home.store, "coverage").to_pylist()
    ward = _Ward(_queries(settings), memory_of(home), quarantined_counts(home), now)
    names = {*ward.queries, *(row["source"] for row in rows), *(set(ward.refused) & set(catalog.names()))}
    return [_examined(name, [row for row in rows if row["source"] == name], ward) for name in sorted(names)]


def _queries(settings: Settings | None) -> dict[str, set[str]]:
    if settings is None:
        return {}
    found: dict[str, set[str]] = {name: set() for name in settings.source_names()}
    for source, query in settings.assignments():
        found[source].add(query)
    return found


def _examined(name: str, rows: Sequence[Row], ward: _Ward) -> SourceHealth:
    spec = catalog.spec(name) if name in catalog.names() else None
    past = _past(rows)
    seen_at = past.published_at or past.run_at
    found = SourceHealth(
        source=name,
        title=spec.title.zh if spec else name,
        access=spec.access if spec else None,
        is_configured=name in ward.queries,
        credential=_credential(spec),
        past=past,
        lag=ward.now - seen_at if seen_at else None,
        lag_since=("published" if past.published_at else "run") if seen_at else None,
        week=week_of(rows, list(_covered(name, rows, ward)), ward.now),
        budget_left=budget_left(spec, ward.memory, ward.now) if spec else None,
        due=_due(spec, ward.now),
        quarantined_count=ward.refused.get(name, 0),
    )
    return replace(found, advice=advice_for(found, ward.now))


def _past(rows: Sequence[Row]) -> Past:
    if not rows:
        return Past()
    worst = worst_of(runs_of(rows)[-1])
    went_well = (row["ended_at"] for row in rows if Outcome(row["outcome"]).exit_code == 0)
    return Past(
        run_at=max(row["ended_at"] for row in rows),
        outcome=worst["outcome"],
        message=worst["message"],
        success_at=max(went_well, default=None),
        published_at=max((row["window_to"] for row in rows if row["window_to"]), default=None),
    )


def _credential(spec: SourceSpec | None) -> Credential | None:
    if spec is None or spec.credentials is None:
        return None
    variable = spec.credentials.variable
    return Credential(variable=variable, is_set=bool(os.environ.get(variable, "").strip()))


def _due(spec: SourceSpec | None, now: datetime) -> Due:
    schedule = spec.schedule if spec else None
    return Due(schedule=schedule, period=period(schedule, now), next_run_at=next_run(schedule, now))


def _covered(name: str, rows: Sequence[Row], ward: _Ward) -> Iterator[Sequence[Interval]]:
    """Covered time of each query that is configured or has ever run."""
    if ward.memory:
        for query in sorted(ward.queries.get(name, set()) | {row["query"] for row in rows}):
            yield ward.memory.covered(name, query)
