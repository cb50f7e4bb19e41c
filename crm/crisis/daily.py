"""Crisis alerts: days on which a brand's negative mentions leave what its own past makes usual, joined to episodes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd

from crm.crisis.baseline import AlertRule, Baseline, Workdays, usual
from crm.crisis.excess import most_in_excess, severity_of
from crm.frames import DATE, days_of, numbers_of, require, shaped
from records.ids import version_of

DTYPES = {
    "alert_id": "string", "brand_id": "string", "opened_on": DATE, "peak_on": DATE, "closed_on": DATE,
    "negative_count": "Int64", "peak_negative_count": "Int64", "baseline_negative_count": "Float64",
    "topic_id": "string", "severity": "Float64",
}  # fmt: skip


@dataclass(slots=True)
class _Episode:
    """An alert while the days go by."""

    opened_on: date
    baseline: Baseline
    counts: dict[date, int] = field(default_factory=dict)
    quiet: dict[date, int] = field(default_factory=dict)
    closed_on: date | None = None

    def peak(self) -> date:
        """The day with most negatives, of equals the first."""
        return min(self.counts, key=lambda day: (-self.counts[day], day))


def alerts(
    daily: pd.DataFrame,
    *,
    topics: pd.DataFrame | None = None,
    rule: AlertRule | None = None,
    workdays: Workdays | None = None,
) -> pd.DataFrame:
    """Alert episodes of each brand, by brand and day; see DTYPES.

    `daily` has brand_id, day, negative_count and, if known, judged_count: one row a day that was observed, 0 included
    (daily_negatives makes it from mentions); a day without a row, or with NULL, is unknown and neither alarms nor
    calms. `topics` (brand_id, day, topic_id, negative_count) says what the negatives were about. Days are judged in
    order, each by the past alone, so a later run never moves an opening. The method is our own (crm.crisis.baseline);
    every bound is in `rule`; `workdays` tells holidays and make-up days.

    opened_on is the first alarming day, peak_on the one with most negatives, closed_on the first day back to usual,
    NULL while the episode is open; negative_count adds all known days from opening to the day before closing,
    peak_negative_count is the peak day's, baseline_negative_count what was usual for the peak day. topic_id is the
    topic most over-represented against the days before (NULL without one). severity (0..1) is z / (z + 10) with z the
    peak's distance from the usual in standard deviations. Raises UsageError for a missing column.
    """
    chosen = rule or AlertRule()
    frame = _known_days(daily)
    about = None if topics is None else _known_days(topics, extra=["topic_id"])
    rows: list[dict[str, object]] = []
    for brand_id, days in frame.groupby("brand_id"):
        counts = {day.date(): int(n) for day, n in zip(days["day"], days["negative_count"], strict=True)}
        judged_counts = {day.date(): int(n) for day, n in zip(days["day"], days["judged_count"], strict=True)}
        cloud = None if about is None else about[about["brand_id"] == brand_id]
        found = _episodes(counts, judged_counts, chosen, workdays or {})
        rows += [_row(str(brand_id), episode, cloud) for episode in found]
    return shaped(pd.DataFrame(rows), DTYPES)


def _known_days(daily: pd.DataFrame, *, extra: Sequence[str] = ()) -> pd.DataFrame:
    """Days with a known count, one row each, in order."""
    keys = ["brand_id", "day", *extra]
    frame = require(daily, [*keys, "negative_count"], name="daily negative")
    frame["day"] = days_of(frame["day"])
    frame["negative_count"] = numbers_of(frame, "negative_count")
    frame["judged_count"] = numbers_of(frame, "judged_count") if "judged_count" in frame else 0.0
    known = frame.dropna(subset=[*keys, "negative_count"]).fillna({"judged_count": 0.0})
    return known.groupby(keys)[["negative_count", "judged_count"]].sum().reset_index()


def _episodes(
    counts: Mapping[date, int], judged_counts: Mapping[date, int], rule: AlertRule, workdays: Workdays
) -> list[_Episode]:
    """Walks through the days once; days of an episode never enter the baseline of another."""
    calm: dict[date, int] = {}
    episodes: list[_Episode] = []
    current: _Episode | None = None
    for day in sorted(counts):
        if current is None:
            baseline = usual(calm, day, rule, workdays)
            is_alarm = baseline is not None and rule.opens(counts[day], baseline, day)
            if baseline is None or not is_alarm or not _is_worse(counts, judged_counts, baseline, day, rule):
                calm[day] = counts[day]
                continue
            current = _Episode(opened_on=day, baseline=baseline)
            episodes.append(current)
        if _closes(current, day, counts[day], rule):
            calm.update(current.quiet)
            if _outlasts(current, day, rule):
                calm.update(current.counts)
            current = None
    return episodes


def _is_worse(
    counts: Mapping[date, int], judged_counts: Mapping[date, int], baseline: Baseline, day: date, rule: AlertRule
) -> bool:
    """Whether the day's negative share is min_share_ratio times the usual one; yes where judged counts are unknown."""
    judged_before = sum(judged_counts[earlier] for earlier in baseline.days)
    if not judged_before or not judged_counts[day]:
        return True
    usual_share = sum(counts[earlier] for earlier in baseline.days) / judged_before
    return counts[day] / judged_counts[day] >= rule.min_share_ratio * usual_share


def _closes(episode: _Episode, day: date, count: int, rule: AlertRule) -> bool:
    """Adds a day to an open episode; True when that ends it. Single quiet days between loud ones belong to it."""
    if rule.stays_open(count, episode.baseline, day):
        episode.counts.update(episode.quiet)
        episode.counts[day] = count
        episode.quiet = {}
    else:
        episode.quiet[day] = count
    if len(episode.quiet) < rule.quiet_day_count and not _outlasts(episode, day, rule):
        return False
    episode.closed_on = min(episode.quiet, default=day + timedelta(days=1))
    return True


def _outlasts(episode: _Episode, day: date, rule: AlertRule) -> bool:
    """Whether the episode has lasted so long that its level is the new usual."""
    return day - episode.opened_on >= timedelta(days=rule.max_episode_days - 1)


def _row(brand_id: str, episode: _Episode, cloud: pd.DataFrame | None) -> dict[str, object]:
    peak_on = episode.peak()
    peak = episode.counts[peak_on]
    expected, deviation = episode.baseline.expected(peak_on), episode.baseline.deviation(peak_on)
    return {
        "alert_id": "al_" + version_of(brand_id, episode.opened_on.isoformat()),
        "brand_id": brand_id,
        "opened_on": episode.opened_on,
        "peak_on": peak_on,
        "closed_on": episode.closed_on,
        "negative_count": sum(episode.counts.values()),
        "peak_negative_count": peak,
        "baseline_negative_count": round(expected, 1),
        "topic_id": None if cloud is None else _topic(cloud, episode),
        "severity": severity_of(peak, expected, deviation),
    }


def _topic(cloud: pd.DataFrame, episode: _Episode) -> str | None:
    """The topic most over-represented against the days the baseline rests on."""
    days = cloud["day"].dt.date
    inside = cloud[days.isin(list(episode.counts))].groupby("topic_id")["negative_count"].sum()
    before = cloud[days.isin(list(episode.baseline.days))].groupby("topic_id")["negative_count"].sum()
    return most_in_excess(inside, before)
