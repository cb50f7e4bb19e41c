"""What a page says of itself in its head, so that the index can show it without asking the warehouse."""

import json
from datetime import date

from reports import numbers
from reports.scope import MIN_MENTIONS, Scope
from warehouse.metrics import BY_NAME

SHOWN = ("mention_volume", "net_sentiment", "complaint_share", "share_of_voice")
"""Metrics of a line of the index."""


def head_figures(scope: Scope) -> dict[str, str]:
    """Name of a meta element -> content: a figure per metric as text (`—` where too few carry it), daily volumes."""
    shown = {name: _figure(scope, name) for name in SHOWN}
    return {**shown, "change": _change(scope), "daily": json.dumps(_daily(scope), separators=(",", ":"))}


def _figure(scope: Scope, name: str) -> str:
    value = scope.value(name)
    base = scope.judged("now") if name == "net_sentiment" else scope.value("mention_volume")
    if value is None:
        return "—"
    if BY_NAME[name].unit == "count":
        return numbers.count(value)
    return numbers.percent(value) if (base or 0) >= MIN_MENTIONS else "—"


def _change(scope: Scope) -> str:
    """Relative change of volume; empty where no percentage stands on its base."""
    now, before = scope.value("mention_volume"), scope.value("mention_volume", "before")
    return numbers.relative(now, before) if now is not None and before and before >= MIN_MENTIONS else ""


def _daily(scope: Scope) -> list[int]:
    """Volume of every day of the curve; days without a mention are 0."""
    span = scope.curve_span
    volumes = [0] * span.day_count
    for row in scope.daily.records():
        day, count = row["day"], row["mention_count"]
        if isinstance(day, date) and isinstance(count, int | float):
            volumes[(day - span.start).days] += int(count)
    return volumes
