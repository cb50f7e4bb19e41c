"""Which periods crm is asked about, and its results as tables."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline.alerting import alert_results
from pipeline.customers import customer_results
from pipeline.histories import Histories
from pipeline.improvements import improvements
from pipeline.result import Result
from pipeline.result import table_of_frame as _table
from pipeline.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

INFLUENCER_WEEKS = 8
"""Weeks with mentions of a brand, and as many with reposts of it, the latest ones, for which influencers are ranked."""

PERSONA_DAYS = (56, 365)
"""Histories that personas are drawn from, back from the last day with data; all of it where these know too few."""


def results(histories: Histories, settings: Settings) -> dict[str, Result]:
    """Influencers, personas with memberships, alerts, words, customers; by the names `ProfileInputs` has for them."""
    return {
        "influencers": _influencers(histories),
        **_personas(histories),
        **alert_results(histories.mentions, histories.alerting),
        "terms": _terms(histories),
        **customer_results(histories.books, histories.mentions, settings.customers.to_terms(), settings.actions),
        "improvements": improvements(histories.voices),
    }


def _influencers(histories: Histories) -> Result:
    from crm.influence.influencers import influencers

    tables = {}
    for (start, end), brands in _weeks(histories).items():
        chosen = histories.mentions[histories.mentions["brand_id"].isin(brands)]
        edges = histories.edges[histories.edges["brand_id"].isin(brands)]
        frame = influencers(chosen, edges, period_start=start, period_end=end)
        if len(frame):
            tables[_period(start, end)] = _table(frame)
    return Result("influencers", tables)


def _personas(histories: Histories) -> dict[str, Result]:
    """Personas of the shortest window that has enough evidence, else the reason the longest one gave."""
    from crm.personas.build import personas

    reason: str | None = "no dated mentions"
    for start, end in _persona_windows(histories.mentions):
        found = personas(histories.mentions, period_start=start, period_end=end, author_terms=histories.author_terms)
        reason = found.reason
        if len(found.personas):
            period = _period(start, end)
            return {
                "personas": Result("personas", {period: _table(found.personas)}),
                "memberships": Result("memberships", {period: _table(found.memberships)}),
            }
    return {"personas": Result("personas", reason=reason), "memberships": Result("memberships")}


def _persona_windows(mentions: "pd.DataFrame") -> list[tuple[date, date]]:
    days = mentions["day"].dropna()
    if not len(days):
        return []
    first, last = _as_date(days.min()), _as_date(days.max())
    starts = [max(first, last - timedelta(days=length - 1)) for length in PERSONA_DAYS]
    return [(start, last) for start in dict.fromkeys([*starts, first])]


def _terms(histories: Histories) -> Result:
    return Result("terms", {"all": _table(histories.terms)} if len(histories.terms) else {})


def _weeks(histories: Histories) -> dict[tuple[date, date], list[str]]:
    """Monday-to-Sunday weeks -> the brands that have mentions or reposts in them (see INFLUENCER_WEEKS)."""
    found: dict[tuple[date, date], set[str]] = {}
    reposts = histories.edges[histories.edges["kind"] == "repost"]
    for frame in (histories.mentions, reposts):
        for brand_id, days in frame[frame["day"].notna()].groupby("brand_id")["day"]:
            for monday in sorted({_monday(day) for day in days.unique()})[-INFLUENCER_WEEKS:]:
                found.setdefault((monday, monday + timedelta(days=6)), set()).add(str(brand_id))
    return {week: sorted(brands) for week, brands in sorted(found.items())}


def _monday(day: object) -> date:
    plain = _as_date(day)
    return plain - timedelta(days=plain.weekday())


def _as_date(day: object) -> date:
    import pandas as pd

    return pd.Timestamp(day).date()  # type: ignore[arg-type]


def _period(start: date, end: date) -> str:
    return f"{start}_{end}"
