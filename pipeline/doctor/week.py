"""What a source's runs of the last seven days asked for, got and missed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lake.intervals import Interval, difference, union
from pipeline.steps.gather import severity
from records import Outcome

SPAN = timedelta(days=7)

Row = Mapping[str, Any]
"""A coverage row of the lake."""

_KINDS = {Outcome.OK: "ok", Outcome.OK_EMPTY: "ok", Outcome.PARTIAL: "partial", Outcome.RATE_LIMITED: "partial"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Figures over `SPAN`; a run counts by its worst query."""

    ok_run_count: int = 0
    partial_run_count: int = 0
    """partial or rate_limited."""
    failed_run_count: int = 0
    """blocked, auth_required, schema_drift or error."""
    row_count: int = 0
    """Rows or entries got."""
    requested_count: int | None = None
    """Rows got and rows that the sources said they had besides; None when nothing tells."""
    refused_count: int = 0
    """Rows among those got that could not be read."""
    capped_count: int = 0
    """Queries that a platform's own limit ended."""
    gap_count: int | None = None
    """Spans between covered ones that were never gathered; None when nothing tells."""
    gap_hours: float | None = None
    """Their length in all."""

    @property
    def refused_share(self) -> float | None:
        """Refused rows among those got; None without any."""
        return self.refused_count / self.row_count if self.row_count else None


def runs_of(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of each run, oldest run first."""
    runs: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["started_at"]):
        runs[row["run_id"]].append(row)
    return list(runs.values())


def worst_of(run: Sequence[Row]) -> Row:
    """The row of a run that needs a person most: one that failed is not mended by the next that went well."""
    return max(run, key=lambda row: severity(row["outcome"]))


def week_of(rows: Sequence[Row], covered: Iterable[Sequence[Interval]], now: datetime) -> Week:
    """The figures of one source; `covered` has the gathered time of each of its queries."""
    recent = [row for row in rows if row["started_at"] >= now - SPAN]
    kinds = Counter(_KINDS.get(Outcome(worst_of(run)["outcome"]), "failed") for run in runs_of(recent))
    missing = [row["missing_estimate_count"] for row in recent if row["missing_estimate_count"] is not None]
    row_count = sum(row["row_count"] for row in recent)
    gaps = _gaps(covered, now)
    return Week(
        ok_run_count=kinds["ok"],
        partial_run_count=kinds["partial"],
        failed_run_count=kinds["failed"],
        row_count=row_count,
        requested_count=row_count + sum(missing) if missing else None,
        refused_count=sum(row["refused_count"] for row in recent),
        capped_count=sum(bool(row["is_capped"]) for row in recent),
        gap_count=None if gaps is None else len(gaps),
        gap_hours=None if gaps is None else sum((end - begin).total_seconds() for begin, end in gaps) / 3600,
    )


def _gaps(covered: Iterable[Sequence[Interval]], now: datetime) -> list[Interval] | None:
    """What lies between a query's first and last covered instant of these days, and is not covered."""
    known = False
    gaps: list[Interval] = []
    for intervals in covered:
        recent = union(Interval(max(begin, now - SPAN), end) for begin, end in intervals)
        if recent:
            known = True
            gaps += difference(Interval(recent[0].begins_at, recent[-1].ends_at), recent)
    return gaps if known else None
