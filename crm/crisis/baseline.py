"""What is usual for a brand on a day: a robust level of the days before, by day of the week, with a Poisson floor.

The median and the median absolute deviation ignore single outliers, days of earlier alerts are left out altogether
(a crisis's first day would otherwise hide the second), and the deviation is never taken smaller than counting noise.
Our own composition of textbook parts; the bounds are in AlertRule.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from records.errors import ConfigError

WEDNESDAY, SATURDAY, SUNDAY = 2, 5, 6
NORMAL_MAD = 1.4826
"""Standard deviation of a normal distribution over its median absolute deviation."""
FORECAST_INFLATION = 1.4
"""A new day strays further than the days a level was fitted to: 28 of them, four for each weekday."""
EXTRA_VARIATION = 0.2
"""Day-to-day variation of talk beyond counting noise, as a share of the level: 28 days are too few to estimate it."""
Workdays = Mapping[date, bool]
"""Whether a day is worked in China, 调休 applied (`dim_date.is_workday`); days it does not hold go by their weekday."""
WEEKDAY_PRIOR = 3.0
"""Days of the overall level that temper a weekday's few own days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The usual level of the days before one day."""

    level: float
    """Median of the known days, weekday effect taken out."""
    spread: float
    """Their robust standard deviation on the same scale."""
    weekday_factors: tuple[float, ...]
    """What Monday .. Sunday multiply the level by."""
    days: tuple[date, ...]
    """The days it rests on."""
    workdays: Workdays = field(default_factory=dict)
    """Which days are worked, where that is known."""

    def expected(self, day: date) -> float:
        """Usual negatives on that day of the week."""
        return self.level * self.weekday_factors[weekday_of(day, self.workdays)]

    def deviation(self, day: date) -> float:
        """Standard deviation on that day of the week, never below what counts of its size always show, nor below 1.

        The floor is Poisson noise plus EXTRA_VARIATION: sqrt(m + (0.2 m)^2), the variance of a negative binomial count.
        """
        expected = self.expected(day)
        floor = math.sqrt(expected + (EXTRA_VARIATION * expected) ** 2)
        return max(self.spread * self.weekday_factors[weekday_of(day, self.workdays)], floor, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """When an alert opens and closes. Raises ConfigError for bounds that contradict one another."""

    open_deviations: float = 4.0
    """A day opens an alert above expected + this many deviations ..."""
    close_deviations: float = 2.0
    """... and an open one lasts while days stay above expected + this many (hysteresis)."""
    min_negative_count: int = 20
    """Fewer negatives in a day never open an alert."""
    min_share_ratio: float = 1.5
    """The day's negative share must be this many times the usual one: a launch or a rave that everybody talks about
    brings more of every tone, and is no alarm. Not asked where judged counts are unknown."""
    window_days: int = 28
    """Days before a day that tell what is usual."""
    min_known_days: int = 14
    """Known days without alert that are needed among them."""
    quiet_day_count: int = 2
    """Known days below the closing bound that end an episode; one quiet day in between does not split it."""
    max_episode_days: int = 28
    """An episode that lasts this long has become the usual: it closes and its days enter the baseline."""
    is_seasonal: bool = True
    """Whether days of the week have levels of their own."""

    def __post_init__(self) -> None:
        if not 0 <= self.close_deviations <= self.open_deviations:
            raise ConfigError("alerts: close_deviations must lie between 0 and open_deviations")
        if not 2 <= self.min_known_days <= self.window_days:
            raise ConfigError("alerts: min_known_days must lie between 2 and window_days")
        if self.min_share_ratio < 0:
            raise ConfigError("alerts: min_share_ratio must be 0 or more")
        if self.quiet_day_count < 1 or self.max_episode_days < 1 or self.min_negative_count < 1:
            raise ConfigError("alerts: quiet_day_count, max_episode_days and min_negative_count must be 1 or more")

    def opens(self, count: int, baseline: Baseline, day: date) -> bool:
        """Whether a calm brand's day alarms."""
        bound = baseline.expected(day) + self.open_deviations * baseline.deviation(day)
        return count >= self.min_negative_count and count > bound

    def stays_open(self, count: int, baseline: Baseline, day: date) -> bool:
        """Whether a day keeps an open alert open."""
        return count > baseline.expected(day) + self.close_deviations * baseline.deviation(day)


def weekday_of(day: date, workdays: Workdays) -> int:
    """Which weekday (Monday 0) a day is like: a holiday is like Sunday, a make-up workday like Wednesday."""
    weekday = day.weekday()
    is_workday = workdays.get(day, weekday < SATURDAY)
    if is_workday == (weekday < SATURDAY):
        return weekday
    return WEDNESDAY if is_workday else SUNDAY


def usual(calm: Mapping[date, int], day: date, rule: AlertRule, workdays: Workdays | None = None) -> Baseline | None:
    """The baseline for a day from the calm days (known, not alerted) of the window before; None when too few."""
    known = workdays or {}
    window = (day - timedelta(days=n) for n in range(rule.window_days, 0, -1))
    days = tuple(earlier for earlier in window if earlier in calm)
    if len(days) < rule.min_known_days:
        return None
    counts = {earlier: calm[earlier] for earlier in days}
    factors = _weekday_factors(counts, known) if rule.is_seasonal else (1.0,) * 7
    evened = [count / factors[weekday_of(earlier, known)] for earlier, count in counts.items()]
    level = median(evened)
    spread = FORECAST_INFLATION * NORMAL_MAD * median(abs(value - level) for value in evened)
    return Baseline(level=level, spread=spread, weekday_factors=factors, days=days, workdays=known)


def _weekday_factors(counts: Mapping[date, int], workdays: Workdays) -> tuple[float, ...]:
    """Median of each weekday over the overall median, drawn towards 1 the fewer days there are of it.

    All 1 where the level is too low to tell weekdays apart.
    """
    overall = median(counts.values())
    if overall < 1:
        return (1.0,) * 7
    factors = []
    for weekday in range(7):
        own = [count for day, count in counts.items() if weekday_of(day, workdays) == weekday]
        pulled = (len(own) * median(own) if own else 0.0) + WEEKDAY_PRIOR * overall
        factors.append(max(pulled / ((len(own) + WEEKDAY_PRIOR) * overall), 0.25))
    return tuple(factors)
