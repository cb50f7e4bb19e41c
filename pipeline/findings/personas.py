"""Personas of the latest period with their cards, those of the period before, and how they moved."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline.findings.histories import Histories
from pipeline.findings.result import Result, table_of_frame

if TYPE_CHECKING:
    import pandas as pd

    from crm.personas.build import PersonaResult

PERSONA_DAYS = (56, 365)
"""Histories that personas are drawn from, back from the last day with data; all of it where these know too few."""
STEP_DAYS = 28
"""The period before ends so many days earlier and is as long: four whole weeks, so that weekdays weigh alike."""


def persona_results(histories: Histories) -> dict[str, Result]:
    """Personas, memberships and drift; of the shortest window with enough evidence, else the longest one's reason."""
    reason: str | None = "no dated mentions"
    for start, end in _windows(histories.mentions):
        now = _personas(histories, start, end)
        reason = now.reason
        if len(now.personas):
            before = _personas(histories, start - timedelta(days=STEP_DAYS), end - timedelta(days=STEP_DAYS))
            return _told(histories, [now, before])
    empty = {name: Result(name) for name in ("memberships", "persona_drifts")}
    return {"personas": Result("personas", reason=reason), **empty}


def _told(histories: Histories, found: "list[PersonaResult]") -> dict[str, Result]:
    """The results of both periods, as far as the one before has any."""
    shown = [each for each in found if len(each.personas)]
    periods = [_period(each.personas) for each in shown]
    cards = [table_of_frame(_with_card(histories, each)) for each in shown]
    members = [table_of_frame(each.memberships) for each in shown]
    return {
        "personas": Result("personas", dict(zip(periods, cards, strict=True))),
        "memberships": Result("memberships", dict(zip(periods, members, strict=True))),
        "persona_drifts": _drift(*found),
    }


def _personas(histories: Histories, start: date, end: date) -> "PersonaResult":
    from crm.personas.build import personas

    return personas(histories.mentions, period_start=start, period_end=end, author_terms=histories.author_terms)


def _with_card(histories: Histories, found: "PersonaResult") -> "pd.DataFrame":
    """The personas, each with its card as JSON; the remainder of authors has none."""
    import pandas as pd

    from crm.personas.cards import card_json, persona_cards
    from crm.personas.units import own_words

    period = found.personas.iloc[0]
    words = own_words(histories.mentions, period_start=period["period_start"], period_end=period["period_end"])
    days = pd.to_datetime(histories.aspects["day"])
    is_now = days.between(pd.Timestamp(period["period_start"]), pd.Timestamp(period["period_end"]))
    cards = persona_cards(found.memberships, words, aspects=histories.aspects[is_now])
    card = found.personas["persona_id"].map(card_json(cards).to_dict()).astype("string")
    return found.personas.assign(card=card)


def _drift(now: "PersonaResult", before: "PersonaResult") -> Result:
    """Rows of `fact_persona_drift`, or why there are none."""
    from crm.personas.drift import persona_drift
    from crm.value.evidence import NotEnoughEvidence

    if not len(before.personas):
        return Result("persona_drifts", reason=f"of the period before: {before.reason}")
    found = persona_drift(before.memberships, now.memberships)
    if isinstance(found, NotEnoughEvidence):
        return Result("persona_drifts", reason=found.reason)
    latest, earlier = now.personas.iloc[0], before.personas.iloc[0]
    rows = found.matches.rename(columns={"persona_id_before": "before_persona_id", "status": "state"}).assign(
        period_start=latest["period_start"],
        period_end=latest["period_end"],
        before_period_start=earlier["period_start"],
        before_period_end=earlier["period_end"],
    )
    note = f"{found.drift:.1%} of {found.common_count:,} authors of both periods left their persona"
    return Result("persona_drifts", {_period(now.personas): table_of_frame(rows)}, note)


def _period(personas: "pd.DataFrame") -> str:
    first = personas.iloc[0]
    return f"{first['period_start']}_{first['period_end']}"


def _windows(mentions: "pd.DataFrame") -> Iterator[tuple[date, date]]:
    import pandas as pd

    days = pd.to_datetime(mentions["day"].dropna())
    if not len(days):
        return
    first, last = days.min().date(), days.max().date()
    starts = [max(first, last - timedelta(days=length - 1)) for length in PERSONA_DAYS]
    for start in dict.fromkeys([*starts, first]):
        yield start, last
