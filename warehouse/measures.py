"""What can be counted of one content and brand: each measure once, for the cube and for `v_mention_measure`.

A measure is a number per row of `fact_mention` at brand level: 1 or 0, a weight, or an amount that is NULL where
unknown. Every one adds up; a ratio is two of them, and where its numerator is unknown for a row its denominator leaves
that row out too.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.sql import one_if
from warehouse.tables.complaints import ANSWERED, ENDED
from warehouse.tone import verdict, with_verdicts

Expression = sa.ColumnElement[Any]

_ROW, _SEEN, _COMPLAINT = t.fact_mention.c, t.fact_engagement.c, t.fact_complaint.c
_FOLLOWERS = _ROW.author_follower_count
_LABEL, _IS_ABSTAINED = verdict("label"), verdict("is_abstained")
_TONES = ("positive", "neutral", "negative")
_COUNTERS = ("like", "comment", "share", "favorite", "view")

_THIRD_DAY = t.fact_engagement.alias("third_day")
THIRD_DAY_HOURS = 48
"""Age from which an observation within 72 hours stands for 72: one of the first hours says too little."""

SMALL, LARGE = 100_000, 10_000_000
"""Followers up to and from which the share of them that sees a post no longer changes."""
SEEN_BY_SMALL, SEEN_BY_LARGE = 0.15, 0.06
"""That share for a small and for a large account (Sprinklr, Benchmarking FAQ: likely impressions)."""


def with_third_day(mentions: sa.FromClause) -> sa.FromClause:
    """A join with `fact_mention` beside the observation at equal age: the last of the third day, where there is one."""
    seen = _THIRD_DAY.c
    at_equal_age = sa.and_(seen.is_at_72h, seen.age_hours >= THIRD_DAY_HOURS)
    return mentions.outerjoin(_THIRD_DAY, sa.and_(seen.content_key == _ROW.content_key, at_equal_age))


def with_measures(mentions: sa.FromClause) -> sa.FromClause:
    """`fact_mention` (or a join with it) beside all that the cube counts; needs `mention_count == 1` as a condition."""
    latest = sa.and_(_SEEN.content_key == _ROW.content_key, _SEEN.is_latest)
    return (
        with_verdicts(mentions)
        .outerjoin(t.fact_complaint, _COMPLAINT.content_key == _ROW.content_key)
        .outerjoin(t.fact_engagement, latest)
    )


def cube_measures() -> Mapping[str, Expression]:
    """Those that `fact_insight` holds, by its column names (warehouse.tables.insight.COUNTS)."""
    return {
        **{name: _ROW[name] for name in ("mention_count", "deduplicated_count", "organic_count")},
        **{f"{name}_count": _tone(name) for name in _TONES},
        "abstained_count": one_if(sa.func.coalesce(_IS_ABSTAINED, sa.false())),
        "unjudged_count": one_if(_LABEL.is_(None)),
        "complaint_count": one_if(_is_complaint()),
        "engagement_count": _SEEN.engagement_count,
        **_weighed("deduplicated"),
        **_weighed("organic"),
    }


def service_measures() -> Mapping[str, Expression]:
    """Complaints that the brand answered, that ended, that came back, and that took longer than their term."""
    complaint = _COMPLAINT
    conditions = {
        "replied_complaint": complaint.status.in_(ANSWERED),
        "ended_complaint": complaint.status.in_(ENDED),
        "reopened_complaint": complaint.is_reopened,
        "followed_complaint": complaint.is_reopened.is_not(None),
        "late_reply": complaint.is_reply_late,
        "timed_reply": complaint.is_reply_late.is_not(None),
        "late_resolution": complaint.is_resolution_late,
        "timed_resolution": complaint.is_resolution_late.is_not(None),
    }
    return {f"{name}_count": one_if(sa.and_(_is_complaint(), condition)) for name, condition in conditions.items()}


def attention_measures() -> Mapping[str, Expression]:
    """Counters as last seen, how many mentions know each, and the pairs that engagement rates are made of."""
    engagement, views = _SEEN.engagement_count, _SEEN.view_count
    by_followers = sa.and_(engagement.is_not(None), _FOLLOWERS > 0)
    by_views = sa.and_(engagement.is_not(None), views > 0)
    third_day = _THIRD_DAY.c.engagement_count
    return {
        **{f"{name}_count": _SEEN[f"{name}_count"] for name in _COUNTERS},
        **{f"known_{name}_count": one_if(_SEEN[f"{name}_count"].is_not(None)) for name in (*_COUNTERS, "engagement")},
        "followed_engagement_count": sa.case((by_followers, engagement)),
        "engaged_follower_count": sa.case((by_followers, _FOLLOWERS)),
        "viewed_engagement_count": sa.case((by_views, engagement)),
        "engaged_view_count": sa.case((by_views, views)),
        "engagement_at_72h_count": third_day,
        "known_at_72h_count": one_if(third_day.is_not(None)),
    }


def reach_measures() -> Mapping[str, Expression]:
    """Who may have seen it: followers at the time of the post, and the likely part of them."""
    return {
        "reach_count": _FOLLOWERS,
        "known_reach_count": one_if(_FOLLOWERS.is_not(None)),
        "likely_impression_count": _FOLLOWERS * _seen_by(_FOLLOWERS),
    }


def class_measures() -> Mapping[str, Expression]:
    """By whom and why it was posted (needs `dim_content_class` and `dim_content` beside the row)."""
    class_, content = t.dim_content_class.c.content_class, t.dim_content.c
    return {
        "classified_count": one_if(class_.is_not(None)),
        **{f"{name.lower()}_count": one_if(class_ == name) for name in ("UGC", "PGC", "BGC", "paid")},
        "water_army_count": one_if(sa.func.coalesce(content.is_water_army, sa.false())),
        "reposting_count": one_if(content.kind == "repost"),
        "authored_count": one_if(_ROW.author_key > 0),
    }


def _tone(name: str) -> Expression:
    said = verdict("label")
    return one_if(sa.and_(said.is_not(None), ~_IS_ABSTAINED, said == name))


def _is_complaint() -> Expression:
    return _COMPLAINT.content_key.is_not(None)


def _weighed(population: str) -> Mapping[str, Expression]:
    """Tones and complaints within a population: the row's part in it where they hold, else nought."""
    part = _ROW[f"{population}_count"]
    conditions = {**{name: _tone(name) for name in _TONES}, "complaint": one_if(_is_complaint())}
    return {f"{population}_{name}_count": part * holds for name, holds in conditions.items()}


def _seen_by(followers: Expression) -> Expression:
    """The share of followers that sees a post: falls in a straight line between a small and a large account."""
    slope = (SEEN_BY_LARGE - SEEN_BY_SMALL) / (LARGE - SMALL)
    falling = slope * (sa.cast(followers, sa.Double) - SMALL) + SEEN_BY_SMALL
    low, high = (sa.cast(share, sa.Double) for share in (SEEN_BY_SMALL, SEEN_BY_LARGE))
    return sa.case((followers <= SMALL, low), (followers >= LARGE, high), else_=falling)
