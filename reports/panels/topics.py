"""What is talked about: topics by volume as areas, coloured by their net sentiment; the ground the drivers stand on."""

from reports.panel import Panel
from reports.scope import Scope

ORDER = 36

LEAST_TOPICS = 3
"""Fewer areas than these say no more than the drivers do."""


def build(scope: Scope) -> Panel | None:
    """None with fewer than LEAST_TOPICS topics in the period."""
    found = {row["topic"] for row in scope.drivers.records() if row["when"] == "now" and row["mention_count"]}
    if len(found - {None}) < LEAST_TOPICS:
        return None
    return Panel(
        name="topics",
        renderer="treemap",
        width="narrow",
        title=("在谈哪些话题", "What is talked about"),
        hint=("面积 = 条数；颜色 = 净情感；点击看原帖", "Area = mentions; colour = net sentiment; click for posts"),
        answers=(scope.drivers,),
        metrics=("mention_volume", "net_sentiment"),
    )  # fmt: skip
