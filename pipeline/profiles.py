"""Which periods crm is asked about, and its results as tables."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.alerting import alert_results
from pipeline.customers import customer_results
from pipeline.customervoice import voice_of
from pipeline.histories import Histories
from pipeline.identity import identity
from pipeline.improvements import improvements
from pipeline.influence import influence_results
from pipeline.result import Result
from pipeline.result import table_of_frame as _table
from pipeline.settings import Settings
from pipeline.weeks import as_date as _as_date

if TYPE_CHECKING:
    import pandas as pd

PERSONA_DAYS = (56, 365)
"""Histories that personas are drawn from, back from the last day with data; all of it where these know too few."""


def results(histories: Histories, settings: Settings, *, at: datetime) -> dict[str, Result]:
    """Influence, personas with memberships, alerts, words, customers; by the names `ProfileInputs` has for them."""
    found = _personas(histories)
    known = identity(histories.people, histories.books, histories.mentions, settings.identity, at=at)
    voice = voice_of(
        known.links,
        histories.books,
        mentions=histories.mentions,
        edges=histories.edges,
        terms=histories.mention_terms,
        memberships=_frame(found["memberships"]),
        regions=known.regions,
    )
    return {
        **influence_results(histories),
        **found,
        **known.results,
        **alert_results(histories.mentions, histories.alerting),
        "terms": _terms(histories),
        "improvements": improvements(histories.voices),
        **customer_results(histories.books, histories.mentions, settings.customers.to_terms(), settings.actions, voice),
    }


def _frame(result: Result) -> "pd.DataFrame | None":
    """All periods of a result; None without any."""
    import pandas as pd

    return pd.concat([table.to_pandas() for table in result.tables.values()]) if result.tables else None


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


def _period(start: date, end: date) -> str:
    return f"{start}_{end}"
