"""What an alert says of a swarm: how large, about what, by whom, how fast it fades."""

from datetime import date

import numpy as np
import pandas as pd

from crm.crisis.excess import most_in_excess, severity_of
from crm.crisis.series import HOURS, Floats, Series
from crm.crisis.shifts import level_shifts
from crm.crisis.swarm import Swarm
from records.ids import version_of
from records.time import SHANGHAI

SHIFT_DAYS = 14
"""Days before an alert in which the second opinion looks for a shift of level."""


def row_of(brand_id: str, series: Series, swarm: Swarm) -> dict[str, object]:
    """The alert's row; columns as crm.crisis.episodes.DTYPES explains them."""
    end = len(series.negatives) if swarm.closed is None else swarm.closed
    rows = series.between(swarm.began, end)
    peak_hour = swarm.began + int(np.argmax(series.negatives[swarm.began : end]))
    peak_on, peak_count = _peak_day(series, swarm.began, end)
    expected, deviation = swarm.baseline.expected(peak_on), swarm.baseline.deviation(peak_on)
    opened_on = series.day_of(swarm.opened)
    known = rows["follower_count"].notna()
    return {
        "alert_id": "al_" + version_of(brand_id, opened_on.isoformat()),
        "kind": "swarm",
        "brand_id": brand_id,
        "opened_on": opened_on,
        "peak_on": peak_on,
        "closed_on": None if swarm.closed is None else series.day_of(swarm.closed),
        "began_at": _instant(series, swarm.began),
        "opened_at": _instant(series, swarm.opened + 1),
        "peak_at": _instant(series, peak_hour),
        "closed_at": None if swarm.closed is None else _instant(series, swarm.closed),
        "shifted_at": _shift(series, swarm),
        "negative_count": len(rows),
        "peak_negative_count": peak_count,
        "baseline_negative_count": round(expected, 1),
        "army_negative_count": int(series.army[swarm.began : end].sum()),
        "judged_count": int(series.judged[swarm.began : end].sum()),
        "voice_count": rows["voice"].nunique(),
        "reach_count": rows[known].drop_duplicates("voice")["follower_count"].sum() if known.any() else None,
        "reach_known_count": int(known.sum()),
        "severity": severity_of(peak_count, expected, deviation),
        "half_life_hours": half_life(series.negatives, _expected(series, swarm, end), swarm.began, end),
        **{column: _about(series, swarm, rows, column) for column in ("topic_id", "product", "complaint_type")},
    }


def half_life(negatives: Floats, expected: Floats, began: int, end: int) -> float | None:
    """Hours from the fullest 24 hours of an episode to the first 24 with at most half their excess; None if not yet.

    Sums over 24 hours take the night out; both are placed at their last hour. Our own definition.
    """
    excess = np.cumsum(np.concatenate([[0.0], negatives[began:end] - expected]))
    width = min(HOURS, len(excess) - 1)
    sums = excess[width:] - excess[:-width]
    peak = int(np.argmax(sums))
    after = np.flatnonzero(sums[peak:] <= sums[peak] / 2)
    return float(after[0]) if len(after) and sums[peak] > 0 else None


def _expected(series: Series, swarm: Swarm, end: int) -> Floats:
    first, last = swarm.began // HOURS, (end - 1) // HOURS
    days = [series.expected(swarm.baseline, series.day_of(number * HOURS)) for number in range(first, last + 1)]
    whole: Floats = np.concatenate(days)
    return whole[swarm.began - first * HOURS : end - first * HOURS]


def _peak_day(series: Series, began: int, end: int) -> tuple[date, int]:
    days = np.arange(began, end) // HOURS
    counts = np.bincount(days - days[0], weights=series.negatives[began:end])
    peak = int(np.argmax(counts))
    return series.day_of((peak + int(days[0])) * HOURS), int(counts[peak])


def _shift(series: Series, swarm: Swarm) -> pd.Timestamp | None:
    """The change of level nearest to the burst's first hour, at most a day away, by what was known at the opening."""
    first = max(0, swarm.began - SHIFT_DAYS * HOURS)
    shifts = level_shifts(np.log1p(series.negatives[first : swarm.opened + 1]))
    near = [first + shift for shift in shifts if abs(first + shift - swarm.began) <= HOURS]
    return _instant(series, min(near, key=lambda hour: abs(hour - swarm.began))) if near else None


def _about(series: Series, swarm: Swarm, rows: pd.DataFrame, column: str) -> str | None:
    """The topic (product, type of complaint) most over-represented against the baseline's days."""
    if column not in rows:
        return None
    hours = series.of_days(swarm.baseline.days)
    before = series.rows[np.isin(series.row_hours, hours)]
    return most_in_excess(*(frame[column].dropna().value_counts().sort_index() for frame in (rows, before)))


def _instant(series: Series, hour: int) -> pd.Timestamp:
    return pd.Timestamp(series.first_day, tz=SHANGHAI) + pd.Timedelta(hours=hour)
