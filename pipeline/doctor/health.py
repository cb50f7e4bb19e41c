"""The shape of a source's health."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.doctor.week import Week


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What a key source needs from the environment; never its value."""

    variable: str
    is_set: bool
    """Whether it holds anything in this environment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a source's runs came to; times are zone-aware, None where nothing is known."""

    run_at: datetime | None = None
    """End of the newest query."""
    outcome: str | None = None
    """The worst outcome of the newest run's queries."""
    message: str | None = None
    """What that query's coverage says."""
    success_at: datetime | None = None
    """End of the newest query that ended well."""
    published_at: datetime | None = None
    """Publication time of the newest mention ever got."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a source is asked next, by its yml."""

    schedule: str | None = None
    period: timedelta | None = None
    """Time between two runs."""
    next_run_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """One source as it is now."""

    source: str
    title: str
    """Its Chinese title; the name where its yml is gone."""
    access: str | None
    """open, key or export."""
    is_configured: bool
    """Whether brands.yml asks for it."""
    credential: Credential | None
    past: Past
    lag: timedelta | None
    """Now minus the newest mention's publication; of a source without such times, minus its newest run."""
    lag_since: str | None
    """`published` or `run`: which of the two."""
    week: Week
    budget_left: Mapping[str, int] | None
    """Bucket -> units left today; None without a quota."""
    due: Due
    quarantined_count: int
    """Refused files that nobody has dealt with."""
    advice: str | None = None
    """One line what to do; None for a healthy source."""

    @property
    def is_fine(self) -> bool:
        """Whether nobody has to do anything."""
        return self.advice is None
