"""What a gathering run asked for, got and missed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How a run ended; the exit code of `scrm gather` follows from it."""

    OK = "ok"
    OK_EMPTY = "ok_empty"
    PARTIAL = "partial"
    RATE_LIMITED = "rate_limited"
    AUTH_REQUIRED = "auth_required"
    BLOCKED = "blocked"
    SCHEMA_DRIFT = "schema_drift"
    ERROR = "error"

    @property
    def exit_code(self) -> int:
        """0 ok or ok_empty; 1 error; 10 partial; 11 rate_limited; 12 auth_required; 13 blocked; 14 schema_drift."""
        return _EXIT_CODES[self]


_EXIT_CODES = {
    Outcome.OK: 0,
    Outcome.OK_EMPTY: 0,
    Outcome.ERROR: 1,
    Outcome.PARTIAL: 10,
    Outcome.RATE_LIMITED: 11,
    Outcome.AUTH_REQUIRED: 12,
    Outcome.BLOCKED: 13,
    Outcome.SCHEMA_DRIFT: 14,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One row that could not be taken: where, and why in a few words without its content."""

    where: str
    """File name or address."""
    row: int
    """Row or entry number, from 1, counting the header as row 1 in tables."""
    reason: str
    """Why, in a few words (`time: cannot read '2 weeks'`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One source, query, window and run."""

    source: str
    """Name of the source."""
    query: str
    """What was asked: an app id, a feed address, a file name."""
    run_id: str
    """The run that asked."""
    started_at: datetime
    """When the run began on this query (zone-aware)."""
    ended_at: datetime
    """When it ended."""
    outcome: str
    """One of Outcome."""
    page_count: int = 0
    """Responses or files read."""
    row_count: int = 0
    """Rows or entries seen in them below the first header: taken, skipped or refused."""
    mention_count: int = 0
    """Mentions taken."""
    author_count: int = 0
    """Author observations taken."""
    refused_count: int = 0
    """Rows refused with a reason."""
    skipped_count: int = 0
    """Rows that are no content by the source's own rule: repeated headers, blank fillers, default texts."""
    is_capped: bool = False
    """Whether the platform's own limit ended the crawl (App Store: page 10)."""
    missing_estimate_count: int | None = None
    """Items believed to exist but not got; None when nothing tells."""
    window_from: datetime | None = None
    """Publication time of the oldest mention got."""
    window_to: datetime | None = None
    """Publication time of the newest mention got."""
    message: str | None = None
    """One line for a person: what went wrong and what to do."""
