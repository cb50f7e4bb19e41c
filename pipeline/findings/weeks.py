"""The weeks of each brand for which is told who carried it and how it spread."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

INFLUENCER_WEEKS = 8
"""Weeks with mentions of a brand, and as many with reposts of it, the latest ones, for which influencers are ranked."""


class Week(NamedTuple):
    """Monday to Sunday."""

    start: date
    end: date

    @property
    def before(self) -> "Week":
        """The week before."""
        return Week(self.start - timedelta(days=7), self.end - timedelta(days=7))

    def __str__(self) -> str:
        """As the lake names it."""
        return f"{self.start}_{self.end}"


def weeks_of(mentions: "pd.DataFrame", edges: "pd.DataFrame") -> dict[Week, list[str]]:
    """Weeks in order -> the brands that have mentions or reposts in them (see INFLUENCER_WEEKS)."""
    found: dict[Week, set[str]] = {}
    reposts = edges[edges["kind"] == "repost"]
    for frame in (mentions, reposts):
        for brand_id, days in frame[frame["day"].notna()].groupby("brand_id")["day"]:
            for monday in sorted({_monday(day) for day in days.unique()})[-INFLUENCER_WEEKS:]:
                found.setdefault(Week(monday, monday + timedelta(days=6)), set()).add(str(brand_id))
    return {week: sorted(brands) for week, brands in sorted(found.items())}


def as_date(day: object) -> date:
    """A day of a frame."""
    import pandas as pd

    return pd.Timestamp(day).date()  # type: ignore[arg-type]


def _monday(day: object) -> date:
    plain = as_date(day)
    return plain - timedelta(days=plain.weekday())
