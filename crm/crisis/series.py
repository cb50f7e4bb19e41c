"""One brand's negatives by hour: counts on a grid of whole days, the mentions behind them, what an hour usually has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crm.crisis.baseline import Baseline

Floats = NDArray[np.float64]
HOURS = 24
HOUR_PRIOR = 24.0
"""Negatives spread evenly over the day that temper its hours' few own ones."""


@dataclass(frozen=True, slots=True)
class Series:
    """Hours are numbered from midnight of the first day."""

    first_day: date
    negatives: Floats
    """By hour, a water army's left out."""
    judged: Floats
    """Mentions with a tone, by hour, a water army's left out."""
    army: Floats
    """Negatives of a water army, by hour."""
    rows: pd.DataFrame
    """The negative mentions (crm.crisis.tones.timed_tones) in order of time, a water army's left out."""
    row_hours: NDArray[np.int64]
    """The hour of each."""

    def day_of(self, hour: int) -> date:
        """The day an hour belongs to."""
        return self.first_day + timedelta(days=hour // HOURS)

    def between(self, first: int, end: int) -> pd.DataFrame:
        """The negative mentions of hours `first` <= hour < `end`."""
        low, high = np.searchsorted(self.row_hours, [first, end])
        return self.rows.iloc[low:high]

    def of_days(self, days: Sequence[date]) -> NDArray[np.int64]:
        """Numbers of all hours of some days, those after the last hour left out."""
        starts = np.array([(day - self.first_day).days * HOURS for day in days], dtype=np.int64)
        hours: NDArray[np.int64] = (starts[:, None] + np.arange(HOURS)).ravel()
        return hours[hours < len(self.negatives)]

    def expected(self, baseline: Baseline, day: date) -> Floats:
        """Usual negatives of the 24 hours of a day: the day's level by the hours' shares on the baseline's days.

        At least one a day is expected, or the first grumble of a silent brand would be a burst.
        """
        by_hour = self.negatives[self.of_days(baseline.days)]
        whole = by_hour[: len(by_hour) // HOURS * HOURS].reshape(-1, HOURS).sum(axis=0) + HOUR_PRIOR / HOURS
        shares: Floats = whole / whole.sum()
        return max(baseline.expected(day), 1.0) * shares

    def usual_share(self, baseline: Baseline) -> float | None:
        """Share of negatives among the judged mentions of the baseline's days; None where there are none."""
        hours = self.of_days(baseline.days)
        judged = self.judged[hours].sum()
        return float(self.negatives[hours].sum() / judged) if judged else None


def series_of(rows: pd.DataFrame, last: pd.Timestamp) -> Series:
    """The series of one brand's timed mentions up to the hour `last`; at least one mention is not later than that."""
    known = rows[rows["hour"] <= last]
    start = known["day"].min()
    count = int((last - start) / pd.Timedelta(hours=1)) + 1
    numbers = ((known["hour"] - start) // pd.Timedelta(hours=1)).to_numpy(np.int64)
    is_organic = known["voice"].notna().to_numpy(bool)
    is_negative = known["is_negative"].to_numpy(bool)

    def counted(chosen: NDArray[np.bool_]) -> Floats:
        return np.bincount(numbers[chosen], minlength=count).astype(np.float64)

    return Series(
        first_day=start.date(),
        negatives=counted(is_negative & is_organic),
        judged=counted(known["is_judged"].to_numpy(bool) & is_organic),
        army=counted(is_negative & ~is_organic),
        rows=known[is_negative & is_organic],
        row_hours=numbers[is_negative & is_organic],
    )
