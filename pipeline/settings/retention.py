"""The part of `brands.yml` that says how long what was gathered is kept."""

from typing import Annotated

from pydantic import Field

from pipeline.settings.section import Section

SHORTEST_DAYS = 31
"""A day is judged with the thirty before it (near-duplicates, water armies), so these are always kept."""

Days = Annotated[int, Field(ge=SHORTEST_DAYS)]


class RetentionSection(Section):
    """Data set -> days it is kept; one that is left out is kept for good, and so are consents: they prove a right."""

    raw: Days | None = None
    """Pages and files as received, by the day they were fetched."""
    mentions: Days | None = None
    """What people wrote, by day of publication; what engines said of it goes with it."""
    observations: Days | None = None
    """Counts, by the day they were seen."""
    authors: Days | None = None
    """Observations of accounts, by the day they were seen."""
    coverage: Days | None = None
    """What each run got, by its day."""
    communities: Days | None = None
    contacts: Days | None = None
    orders: Days | None = None
    surveys: Days | None = None
    referrals: Days | None = None
    loyalty: Days | None = None
    touchpoints: Days | None = None
    costs: Days | None = None

    def kept_days(self) -> dict[str, int]:
        """The data sets that are not kept for good."""
        return {name: days for name, days in self.model_dump().items() if days is not None}
