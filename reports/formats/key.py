"""The five tiles as a table: value, value before, change, and whether the change is more than chance."""

from collections.abc import Mapping
from math import hypot, sqrt

from reports.formats.grid import Column, Figure, Grid, Kind
from reports.panels.tiles import TILES
from reports.scope import MIN_MENTIONS, Scope, summed
from warehouse.metrics import BY_NAME, Metric, Number

KINDS: Mapping[str, Kind] = {"count": "count", "share": "share", "balance": "share"}
"""Unit of a metric -> kind of its cells; others are plain numbers."""


def key_figures(scope: Scope) -> Grid:
    """The metrics of the tiles, each with the one beside it."""
    names = [str(tile[key]) for tile in TILES for key in ("metric", "beside") if key in tile]
    this, before = scope.words[0], scope.words[1]
    columns = (
        Column("指标"),
        Column(this, "number"),
        Column(before, "number"),
        Column("变化", "change"),
        Column("说明"),
    )
    rows = tuple(_row(scope, BY_NAME[name]) for name in names)
    return Grid(name="key_figures", title="关键指标", columns=columns, rows=rows)


def _row(scope: Scope, metric: Metric) -> tuple[str | Figure, ...]:
    value, earlier = scope.value(metric.name), scope.value(metric.name, "before")
    kind = KINDS.get(metric.unit, "number")
    change = Figure(None, "change")
    if value is not None and earlier is not None and _is_firm(scope, metric):
        is_share = kind == "share"
        change = Figure((value - earlier) * 100, "points") if is_share else Figure(value / earlier - 1, "change")
    return metric.zh, Figure(value, kind), Figure(earlier, kind), change, _remark(scope, metric, value, earlier, change)


def _base(scope: Scope, metric: Metric, when: str) -> Number:
    """How many mentions a figure stands on."""
    if metric.is_share_of_tracked:
        return summed(scope.tracked, when).get("mention_count") or 0
    return scope.judged(when) if metric.unit == "balance" else scope.value("mention_volume", when) or 0


def _is_firm(scope: Scope, metric: Metric) -> bool:
    """Whether a change may be told: enough mentions before (and now, for shares), something to divide by."""
    needed = ("before",) if metric.unit == "count" else ("now", "before")
    is_divisible = KINDS.get(metric.unit) == "share" or bool(scope.value(metric.name, "before"))
    is_new = scope.is_first or not scope.value("mention_volume", "before")
    return is_divisible and not is_new and all(_base(scope, metric, when) >= MIN_MENTIONS for when in needed)


def _remark(scope: Scope, metric: Metric, value: Number | None, earlier: Number | None, change: Figure) -> str:
    if value is None:
        return "无数据"
    base = _base(scope, metric, "now")
    if metric.unit != "count" and base < MIN_MENTIONS:
        return f"仅 {base:,} 条，仅供参考"
    if change.value is None:
        return "无可比时期"
    difference = value - (earlier or 0)
    margins = [_margin(scope, metric, when) for when in ("now", "before")]
    if all(margins) and abs(difference) <= hypot(*(margin or 0 for margin in margins)):
        return "误差内"
    unit = "个百分点" if change.kind == "points" else ""
    verdict = (
        ""
        if metric.up_is_good is None or not difference
        else "变好"
        if metric.up_is_good == (difference > 0)
        else "变差"
    )
    return "，".join(filter(None, [unit, verdict]))


def _margin(scope: Scope, metric: Metric, when: str) -> float | None:
    """Half of the 95% interval from sampling alone: of net sentiment, or of a share p, 1.96 sqrt(p (1 - p) / N)."""
    if metric.unit == "balance":
        return scope.margin(when)
    share, base = scope.value(metric.name, when), _base(scope, metric, when)
    if metric.unit != "share" or metric.is_share_of_tracked or share is None or not base:
        return None
    return 1.96 * sqrt(share * (1 - share) / base)
