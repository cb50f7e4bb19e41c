"""Swarms: hours in which negatives leave the usual, from many voices, with a worse tone; joined to episodes.

Kleinberg's machine, run forward, with Poisson costs around what the hour usually has (Kleinberg's own batches know no
season): an hour with r negatives where e are usual speaks r ln s - (s - 1) e nats for the burst. It opens an alert as
soon as the best path so far ends in the burst and the voices bear it out. Each hour is judged by the past alone.
"""

import math
from dataclasses import dataclass, field
from datetime import date

from crm.crisis.baseline import Baseline, Workdays, usual
from crm.crisis.kleinberg import BurstFilter
from crm.crisis.series import HOURS, Series
from crm.crisis.swarmrule import SwarmRule


@dataclass(slots=True)
class Swarm:
    """One episode; hours are those of the brand's series."""

    began: int
    """First hour of the burst."""
    opened: int
    """The hour at whose end the alert opened."""
    baseline: Baseline
    """What was usual then."""
    closed: int | None = None
    """First hour back to the usual; None while open."""


@dataclass(slots=True)
class _Watch:
    """Walks through the hours of one brand."""

    series: Series
    rule: SwarmRule
    workdays: Workdays
    calm: dict[date, int] = field(default_factory=dict)
    found: list[Swarm] = field(default_factory=list)
    current: Swarm | None = None
    loud_until: date = date.min
    """Last day of an episode; it and the days before it in the episode are no baseline."""

    def day(self, number: int, burst: BurstFilter) -> BurstFilter:
        """Judges the hours of a day, then lets it enter the baseline unless it belongs to an episode."""
        day = self.series.day_of(number * HOURS)
        baseline = usual(self.calm, day, self.rule.days, self.workdays)
        expected = None if baseline is None else self.series.expected(baseline, day)
        for hour in range(number * HOURS, min((number + 1) * HOURS, len(self.series.negatives))):
            if self.current is not None:
                self._follow(self.current, hour)
                burst = self._filter()
            elif baseline is not None and expected is not None:
                self._judge(hour, burst, baseline, expected[hour % HOURS])
        if self.current is None and day > self.loud_until:
            self.calm[day] = int(self.series.negatives[self.series.of_days([day])].sum())
        return burst

    def _filter(self) -> BurstFilter:
        return BurstFilter(up_cost=self.rule.burst_gamma * math.log(self.rule.days.window_days * HOURS))

    def _judge(self, hour: int, burst: BurstFilter, baseline: Baseline, expected: float) -> None:
        count, scale = float(self.series.negatives[hour]), self.rule.burst_scale
        is_burst = burst.step(hour, expected, scale * expected - count * math.log(scale))
        if not is_burst:
            return
        swarm = Swarm(began=burst.since, opened=hour, baseline=baseline)
        is_over = self._is_usual(swarm, hour)
        if not is_over and is_borne_out(self.series, burst.since, hour + 1, baseline, self.rule):
            self.current = swarm
            self.found.append(swarm)
            for loud in range(burst.since // HOURS, hour // HOURS):
                self.calm.pop(self.series.day_of(loud * HOURS), None)

    def _follow(self, swarm: Swarm, hour: int) -> None:
        """Ends the episode when the last hours together are usual, or when it has become the usual."""
        first = hour + 1 - self.rule.quiet_hours
        if hour + 1 - swarm.began >= self.rule.days.max_episode_days * HOURS:
            self._close(swarm, hour + 1)
            for number in range(swarm.began // HOURS, hour // HOURS):
                self.calm[self.series.day_of(number * HOURS)] = int(
                    self.series.negatives[number * HOURS : (number + 1) * HOURS].sum()
                )
        elif first > swarm.opened and self._is_usual(swarm, hour):
            self._close(swarm, first)

    def _close(self, swarm: Swarm, hour: int) -> None:
        swarm.closed = hour
        self.loud_until = self.series.day_of(hour - 1)
        self.current = None

    def _is_usual(self, swarm: Swarm, hour: int) -> bool:
        """Whether the quiet hours up to this one have their usual negatives, give or take close_deviations."""
        first = max(0, hour + 1 - self.rule.quiet_hours)
        share = (hour + 1 - first) / HOURS
        ends = [self.series.day_of(each) for each in (first, hour)]
        expected = sum(swarm.baseline.expected(day) for day in ends) / 2 * share
        deviation = max(swarm.baseline.deviation(day) for day in ends) * math.sqrt(share)
        bound = expected + self.rule.days.close_deviations * deviation
        return float(self.series.negatives[first : hour + 1].sum()) <= bound


def swarms(series: Series, rule: SwarmRule, workdays: Workdays) -> list[Swarm]:
    """The episodes of one brand, in order. Too little history: none."""
    watch = _Watch(series, rule, workdays)
    burst = watch._filter()
    for number in range(math.ceil(len(series.negatives) / HOURS)):
        burst = watch.day(number, burst)
    return watch.found


def is_borne_out(series: Series, first: int, end: int, baseline: Baseline, rule: SwarmRule) -> bool:
    """Whether the negatives of hours `first` .. `end` - 1 are many, by many, of reach as far as known, and worse."""
    rows = series.between(first, end)
    voices = rows["voice"].value_counts()
    if len(rows) < rule.min_negative_count or len(voices) < rule.min_voice_count:
        return False
    if voices.iloc[0] > rule.max_voice_share * len(rows):
        return False
    followers = rows.drop_duplicates("voice")["follower_count"]
    if followers.notna().all() and followers.sum() < rule.min_reach_count:
        return False
    judged, usual_share = series.judged[first:end].sum(), series.usual_share(baseline)
    return not usual_share or len(rows) / judged >= rule.days.min_share_ratio * usual_share
