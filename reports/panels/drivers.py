"""What moved it: each topic's part in the change of net sentiment, in points that add up."""

from reports.panel import Panel
from reports.scope import Scope
from warehouse.answers import contributions

ORDER = 30

LEAST_PART = 0.0005
"""Smallest part of a topic that shows with one decimal; when none reaches it, nothing moved."""


def build(scope: Scope) -> Panel | None:
    """None without any topic, with too few judged mentions to compare, or when nothing moved."""
    if scope.sentiment_change is None:
        return None
    parts = contributions(scope.drivers.records())
    if set(parts) <= {None} or max(map(abs, parts.values())) < LEAST_PART:
        return None
    return Panel(
        name="drivers",
        renderer="diverging",
        width="narrow",
        title=("是什么带动的", "What moved it"),
        hint=("各话题对净情感变化的贡献（百分点，可相加）；点击看原帖",
              "Each topic's part in the change of net sentiment (points, they add up); click for posts"),
        answers=(scope.drivers,),
    )  # fmt: skip
