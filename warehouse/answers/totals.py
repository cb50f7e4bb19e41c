"""Additive totals of a period and of the one before, by platform: what the tiles and the platform bars stand on."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select

from warehouse.answers.answer import Answer, AnySelect, ask
from warehouse.answers.periods import Period
from warehouse.answers.views import INSIGHT_DAY as DAY

MEASURES = (
    "mention_count", "deduplicated_count", "organic_count", "positive_count", "neutral_count", "negative_count",
    "abstained_count", "complaint_count", "engagement_count",
)  # fmt: skip
"""The additive columns of `v_insight_day` that curves are drawn of."""

TWINS = tuple(
    f"{population}_{kind}_count"
    for population in ("deduplicated", "organic")
    for kind in ("positive", "neutral", "negative", "complaint")
)
"""Its further ones: tones and complaints within the volume without repeats and within the organic volume."""

TILE_METRICS = (
    "mention_volume", "net_sentiment", "complaint_share", "share_of_voice", "negative_share_of_voice", "engagement",
)  # fmt: skip
"""What the five tiles show (share of voice has its negative twin beside it)."""


def in_either(now: Period, before: Period, day: ColumnElement[object] | None = None) -> ColumnElement[bool]:
    """Rows of one of two periods."""
    column = DAY.c.day if day is None else day
    return or_(column.between(now.start, now.end), column.between(before.start, before.end))


def when(now: Period, day: ColumnElement[object] | None = None) -> ColumnElement[str]:
    """`now` for rows of the period, `before` for the rest (use beside `in_either`)."""
    column = DAY.c.day if day is None else day
    inside = and_(column >= now.start, column <= now.end)
    return case((inside, literal("now")), else_=literal("before")).label("when")


def among(brands: Sequence[str]) -> ColumnElement[bool]:
    """Rows of the brands with these ids; of every tracked brand when none is named."""
    return DAY.c.brand_id.in_(brands) if brands else DAY.c.brand_id.is_not(None)


def _totals(now: Period, before: Period) -> AnySelect:
    sums = [func.sum(DAY.c[name]).label(name) for name in (*MEASURES, *TWINS)]
    label = when(now)
    grouped = select(label, DAY.c.platform, *sums).where(in_either(now, before))
    return grouped.group_by(label, DAY.c.platform).order_by(label.desc(), DAY.c.platform)


def brand_totals(connection: Connection, brand_id: str, now: Period, before: Period) -> Answer:
    """Totals of one brand: a row per period (now, before) and platform."""
    statement = _totals(now, before).where(DAY.c.brand_id == brand_id)
    return ask(connection, "brand_totals", statement, metrics=TILE_METRICS)


def tracked_totals(connection: Connection, now: Period, before: Period, *, brands: Sequence[str] = ()) -> Answer:
    """The same summed over the brands with the given ids (or all tracked ones): denominators of shares of voice."""
    statement = _totals(now, before).where(among(brands))
    return ask(connection, "tracked_totals", statement, metrics=("share_of_voice", "negative_share_of_voice"))
