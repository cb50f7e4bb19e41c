"""Alerts of every brand: by the hour where sources tell hours, else by the day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from crm.crisis.baseline import Workdays
from crm.crisis.daily import alerts
from crm.crisis.episodes import DTYPES, Crises, crises, post_alerts
from crm.crisis.posts import PostRule
from crm.crisis.swarmrule import SwarmRule
from crm.crisis.tones import daily_negatives, daily_topic_negatives, timed_tones
from crm.frames import local_times, require, shaped

_INSTANTS = ("began_at", "opened_at", "peak_at", "closed_at", "first_own_post_at")


def alert_episodes(
    mentions: pd.DataFrame,
    *,
    rule: SwarmRule | None = None,
    posts: PostRule | None = None,
    workdays: Workdays | None = None,
    end: datetime | None = None,
) -> Crises:
    """What `crises` finds, and for brands of which mostly days are known what the daily `alerts` find.

    Needed beside what `crises` needs: day and topic_id; `source` where known. A source tells days only when every one
    of its mentions stands at midnight (Asia/Shanghai): taken for hours, these would be a burst each night. A brand with
    more such mentions than others is judged by the day; of another brand they are in no swarm. Rows of days have no
    instants, and neither half-life, voices nor reach. Single posts are told of every mention.
    Raises UsageError as `crises` does.
    """
    chosen, bounds = rule or SwarmRule(), posts or PostRule()
    frame = require(mentions, ["brand_id", "mention_id", "day", "published_at", "topic_id"], name="mention")
    frame = frame.dropna(subset=["brand_id"])
    tells_hours = _tells_hours(frame)
    is_by_day = tells_hours.groupby(frame["brand_id"]).transform("mean") < 0.5
    by_hour = crises(frame[tells_hours & ~is_by_day], rule=chosen, posts=bounds, workdays=workdays, end=end)
    swarms = _daily(frame[is_by_day], chosen, workdays)
    rest = frame[is_by_day | ~tells_hours]
    told = [*swarms.to_dict("records"), *by_hour.alerts[by_hour.alerts["kind"] == "swarm"].to_dict("records")]
    whole = pd.concat([by_hour.alerts.astype(object), swarms.astype(object), _single(rest, bounds, told)])
    ordered = shaped(whole, DTYPES).sort_values(["brand_id", "opened_on", "opened_at", "alert_id"])
    return Crises(alerts=ordered.reset_index(drop=True), spreaders=by_hour.spreaders)


def _tells_hours(frame: pd.DataFrame) -> pd.Series:
    """Whether the source of each mention (within its brand, where no source is named) tells hours."""
    times = local_times(frame["published_at"])
    is_dated_only = (times == times.dt.normalize()) | times.isna()
    source = frame["source"] if "source" in frame else frame["brand_id"]
    is_all_dated: pd.Series = is_dated_only.groupby(source.astype(object).fillna("")).transform("all")
    return ~is_all_dated.astype(bool)


def _daily(frame: pd.DataFrame, rule: SwarmRule, workdays: Workdays | None) -> pd.DataFrame:
    topics = daily_topic_negatives(frame)
    found = alerts(daily_negatives(frame), topics=topics, rule=rule.days, workdays=workdays)
    return shaped(found.astype(object).assign(kind="swarm"), DTYPES)


def _single(frame: pd.DataFrame, rule: PostRule, told: list[dict[Any, Any]]) -> pd.DataFrame:
    rows = [row for _, own in timed_tones(frame).groupby("brand_id") for row in post_alerts(own, rule, [])]
    return pd.DataFrame(
        [{**row, **dict.fromkeys(_INSTANTS), "swarm_alert_id": _swarm_of(row, told)} for row in rows],
        columns=list(DTYPES),
        dtype=object,
    )


def _swarm_of(row: Mapping[str, Any], told: list[dict[Any, Any]]) -> str | None:
    """The episode in whose days a post came."""
    return next((str(each["alert_id"]) for each in told if _covers(each, row["brand_id"], row["opened_on"])), None)


def _covers(swarm: Mapping[Any, Any], brand_id: str, day: date) -> bool:
    closed = swarm["closed_on"]
    return bool(swarm["brand_id"] == brand_id and swarm["opened_on"] <= day and (pd.isna(closed) or day < closed))
