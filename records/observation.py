"""Engagement counts of one mention at one moment."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Counts have history: one row per mention and moment, appended, never overwritten."""

    mention_id: str
    """The mention counted."""
    source: str
    """The source that saw the counts."""
    observed_at: datetime
    """When the counts were seen (zone-aware)."""
    like_count: int | None = None
    """Cumulative likes."""
    comment_count: int | None = None
    """Cumulative comments."""
    share_count: int | None = None
    """Cumulative reposts or shares."""
    favorite_count: int | None = None
    """Cumulative saves."""
    view_count: int | None = None
    """Cumulative reads or plays."""
    wow_count: int | None = None
    """Cumulative 在看 (WeChat alone)."""
    count_precision: str | None = None
    """exact, rounded or capped."""
