"""Has the mix shifted: the population stability index of the newest week against the four weeks before it.

PSI = sum over classes of (p - q) ln(p / q); below 0.1 nothing to tell, above 0.25 a shift to look at (N. Siddiqi,
Credit Risk Scorecards, 2006). Shares are smoothed by half a mention a class, so that an empty class gives no infinity.
It warns: a new model version, a source that fell away and a crisis all shift the mix.
"""

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.rules.check import OBSERVED, Check
from warehouse.rules.days import BASELINE_DAYS, WINDOW_DAYS, daily, days_before, newest_day
from warehouse.rules.sums import CLASSES

Counts = sa.Select[Any] | sa.CompoundSelect[Any]
"""A query of one row per class with its mentions `now` and `before`."""

SHIFT = 0.25
ENOUGH = 100
"""Mentions that each of the two windows must hold; of fewer, chance alone makes an index."""
SMOOTHING = 0.5


def shift_checks() -> Iterator[Check]:
    """Sentiment classes, and platforms."""
    yield _shift("sentiment_shift", "情感各类", "sentiment classes", _tones)
    yield _shift("platform_shift", "各平台", "platforms", _platforms)


def _shift(name: str, zh: str, en: str, counts: Callable[[], Counts]) -> Check:
    return Check(
        name=name,
        table=t.fact_insight.name,
        severity="warn",
        zh=f"最近 {WINDOW_DAYS} 天{zh}的占比与此前 {BASELINE_DAYS} 天相比稳定(PSI 不超过 {SHIFT:g})",
        en=f"the mix of {en} in the newest {WINDOW_DAYS} days is that of the {BASELINE_DAYS} days before"
        f" (PSI <= {SHIFT:g})",
        rows=lambda _: _index(counts()),
        threshold=SHIFT,
    )


def _tones() -> sa.CompoundSelect[Any]:
    """One row per class: mentions now and before."""
    days = daily(counts=CLASSES).cte()
    now, before = _windows(days)
    return sa.union_all(
        *(
            sa.select(
                sa.literal(name).label("class"), _sum(days.c[name], now, "now"), _sum(days.c[name], before, "before")
            )
            for name in CLASSES
        )
    )


def _platforms() -> sa.Select[Any]:
    days = daily("platform_key").cte()
    now, before = _windows(days)
    count = days.c.mention_count
    return sa.select(days.c.platform_key, _sum(count, now, "now"), _sum(count, before, "before")).group_by(
        days.c.platform_key
    )


def _windows(days: sa.CTE) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    newest = newest_day(days)
    begin = days_before(newest, WINDOW_DAYS)
    is_now = sa.and_(days.c.day > begin, days.c.day <= newest)
    return is_now, sa.and_(days.c.day <= begin, days.c.day > days_before(newest, WINDOW_DAYS + BASELINE_DAYS))


def _sum(count: sa.ColumnElement[Any], among: sa.ColumnElement[bool], name: str) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(sa.func.sum(sa.case((among, count))), 0.0).label(name)


def _index(counts: Counts) -> sa.Select[Any]:
    """The index as one row; none where a window is too small."""
    each = counts.cte()
    sums = sa.select(
        sa.func.sum(each.c.now).label("now"),
        sa.func.sum(each.c.before).label("before"),
        sa.func.count().label("classes"),
    ).subquery("sums")
    p = (each.c.now + SMOOTHING) / (sums.c.now + SMOOTHING * sums.c.classes)
    q = (each.c.before + SMOOTHING) / (sums.c.before + SMOOTHING * sums.c.classes)
    index = sa.func.sum((p - q) * sa.func.ln(p / q))
    return (
        sa.select(sums.c.now.label("now_count"), sums.c.before.label("before_count"), index.label(OBSERVED))
        .select_from(each.join(sums, sa.true()))
        .where(sums.c.now >= ENOUGH, sums.c.before >= ENOUGH)
        .group_by(sums.c.now, sums.c.before)
    )
