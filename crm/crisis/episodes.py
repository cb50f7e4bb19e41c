"""Crises of all brands: swarms and single posts as rows of `fact_alert`, and who spreads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd

from crm.crisis.baseline import Workdays
from crm.crisis.posts import PostRule, alarming_posts
from crm.crisis.series import Series, series_of
from crm.crisis.swarm import Swarm, swarms
from crm.crisis.swarmrule import SwarmRule
from crm.crisis.told import row_of
from crm.crisis.tones import last_hour, timed_tones
from crm.frames import DATE, shaped

INSTANT = "datetime64[ns, Asia/Shanghai]"
DTYPES = {
    "alert_id": "string", "kind": "string", "brand_id": "string", "opened_on": DATE, "peak_on": DATE,
    "closed_on": DATE, "began_at": INSTANT, "opened_at": INSTANT, "peak_at": INSTANT, "closed_at": INSTANT,
    "shifted_at": INSTANT, "first_own_post_at": INSTANT, "negative_count": "Int64", "peak_negative_count": "Int64",
    "baseline_negative_count": "Float64", "army_negative_count": "Int64", "judged_count": "Int64",
    "voice_count": "Int64", "reach_count": "Int64", "reach_known_count": "Int64", "severity": "Float64",
    "half_life_hours": "Float64", "topic_id": "string", "product": "string", "complaint_type": "string",
    "content_key": "Int64", "reasons": "string", "swarm_alert_id": "string",
}  # fmt: skip
SPREADER_DTYPES = {
    "alert_id": "string", "rank": "Int64", "platform": "string", "author_id": "string", "negative_count": "Int64",
    "follower_count": "Int64", "engagement_count": "Int64", "first_at": INSTANT,
}  # fmt: skip
KEPT_SPREADERS = 10


@dataclass(frozen=True, slots=True)
class Crises:
    """What `crises` found."""

    alerts: pd.DataFrame
    """DTYPES; by brand and opening."""
    spreaders: pd.DataFrame
    """SPREADER_DTYPES: the accounts that spread each swarm most, rank 1 first."""


@dataclass(slots=True)
class _Found:
    alerts: list[dict[str, Any]] = field(default_factory=list)
    spreaders: list[pd.DataFrame] = field(default_factory=list)


def crises(
    mentions: pd.DataFrame,
    *,
    rule: SwarmRule | None = None,
    posts: PostRule | None = None,
    workdays: Workdays | None = None,
    end: datetime | None = None,
) -> Crises:
    """Alerts of both kinds from one row a content and brand, whose hour is known.

    Needed: brand_id, mention_id, published_at (zone-aware), author_id, sentiment. Used where present: is_abstained,
    is_water_army, follower_count, engagement_count, platform, topic_id, product, complaint_type, content_key, and what
    crm.crisis.posts.alarming_posts names. Mentions of which only the day is known are not seen here
    (crm.crisis.daily is for these). `end` (zone-aware): when gathering ended, the newest mention's hour by default.

    A swarm: began_at is its burst's first hour, opened_at the end of the hour in which it was found (nothing later is
    looked at), opened_on that hour's day, closed_at the first of 24 hours that together are back to the usual, peak_at
    the hour with most negatives, shifted_at where a change of level is found independently (NULL where none is),
    first_own_post_at when an account of the brand (content_class BGC) first published after opened_at: how long until
    it spoke, about whatever (NULL without content_class or such a post).
    Counts reach from began_at to the end and leave a water army out, whose negatives are army_negative_count;
    peak_negative_count and baseline_negative_count are the peak day's, voice_count counts accounts, reach_count adds
    the followers known of reach_known_count negatives, severity is z / (z + 10) of the peak day.
    A post: kind `post`, one mention (content_key) with its `reasons`; open for its hour only, swarm_alert_id says in
    whose course it came.
    Raises UsageError for a missing column or a time without a zone.
    """
    rows = timed_tones(mentions)
    last = last_hour(rows, end)
    found = _Found()
    for brand_id, own in rows[rows["hour"] <= last].groupby("brand_id"):
        series = series_of(own, last)
        episodes = swarms(series, rule or SwarmRule(), workdays or {})
        told = [(_told(str(brand_id), own, series, swarm), swarm) for swarm in episodes]
        found.alerts += [row for row, _ in told]
        found.spreaders += [_spreaders(str(row["alert_id"]), series, swarm) for row, swarm in told]
        found.alerts += post_alerts(own, posts or PostRule(), [row for row, _ in told])
    # As objects: a key beside an unknown one would become a float and lose its last digits.
    alerts = shaped(pd.DataFrame(found.alerts, columns=list(DTYPES), dtype=object), DTYPES)
    alerts = alerts.sort_values(["brand_id", "opened_at", "alert_id"])
    spread = pd.concat(found.spreaders) if found.spreaders else pd.DataFrame()
    return Crises(alerts=alerts.reset_index(drop=True), spreaders=shaped(spread, SPREADER_DTYPES))


def _spreaders(alert_id: str, series: Series, swarm: Swarm) -> pd.DataFrame:
    """Accounts by the followers they told, then by what their posts set off, then by how much they wrote."""
    rows = series.between(swarm.began, len(series.negatives) if swarm.closed is None else swarm.closed)
    rows = rows.reindex(columns=list(dict.fromkeys([*rows.columns, "platform", "engagement_count"])))
    known = rows.dropna(subset=["author_id"]).groupby("author_id")
    table = known.agg(
        platform=("platform", "first"),
        negative_count=("mention_id", "size"),
        follower_count=("follower_count", "max"),
        first_at=("published_at", "min"),
    )
    table["engagement_count"] = known["engagement_count"].sum(min_count=1)
    order = ["follower_count", "engagement_count", "negative_count"]
    table = table.sort_index().sort_values(order, ascending=False, na_position="last", kind="stable")
    table = table.head(KEPT_SPREADERS).reset_index()
    return table.assign(alert_id=alert_id, rank=range(1, len(table) + 1))


def _told(brand_id: str, own: pd.DataFrame, series: Series, swarm: Swarm) -> dict[str, Any]:
    row: dict[str, Any] = row_of(brand_id, series, swarm)
    if "content_class" in own:
        is_own = (own["content_class"].astype("string") == "BGC").fillna(False).astype(bool)
        later = own.loc[is_own & (own["published_at"] >= row["opened_at"]), "published_at"]
        row["first_own_post_at"] = None if later.empty else later.min()
    return row


def post_alerts(own: pd.DataFrame, rule: PostRule, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Alerts of the single posts of one brand's timed mentions; `told` are the rows of its swarms."""
    return [_post(row, told) for row in alarming_posts(own, rule).to_dict("records")]


def _post(row: Mapping[Any, Any], told: list[dict[str, Any]]) -> dict[str, Any]:
    at, hour = pd.Timestamp(row["published_at"]), pd.Timestamp(row["hour"])
    day, negative = hour.date(), int(bool(row["is_negative"]))
    return {
        **{name: row.get(name) for name in ("alert_id", "brand_id", "topic_id", "product", "complaint_type")},
        **{"kind": "post", "content_key": row.get("content_key"), "reasons": row["reasons"]},
        **dict.fromkeys(("opened_on", "peak_on", "closed_on"), day),
        **dict.fromkeys(("began_at", "opened_at", "peak_at", "closed_at"), at),
        **dict.fromkeys(("negative_count", "peak_negative_count"), negative),
        "judged_count": int(bool(row["is_judged"])),
        "voice_count": 1,
        "reach_count": row["follower_count"] if pd.notna(row["follower_count"]) else None,
        "reach_known_count": int(pd.notna(row["follower_count"])),
        "swarm_alert_id": next((each["alert_id"] for each in told if _covers(each, at)), None),
    }


def _covers(swarm: Mapping[str, Any], at: pd.Timestamp) -> bool:
    began, closed = pd.Timestamp(swarm["began_at"]), swarm["closed_at"]
    return began <= at and (closed is None or at < pd.Timestamp(closed))
