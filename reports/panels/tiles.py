"""How much, how well, how many complaints, whose voice, how engaging: five tiles against the previous period."""

from reports.panel import Panel
from reports.scope import Scope

ORDER = 10

TILES = (
    {"metric": "mention_volume", "chosen": {}},
    {"metric": "net_sentiment", "chosen": {"tone": "negative"}},
    {"metric": "complaint_share", "chosen": {"complaint_type": "*"}},
    {"metric": "share_of_voice", "beside": "negative_share_of_voice", "jump": "voice"},
    {"metric": "engagement", "chosen": {}, "beside": "engagement_per_mention"},
)
"""Metric of each tile, the metric beside it, and the posts (or panel) behind a click."""


def build(scope: Scope) -> Panel:
    """Never empty: a page is only made for a period with mentions."""
    return Panel(
        name="tiles",
        renderer="tiles",
        width="full",
        title=("关键指标", "Key figures"),
        hint=("", ""),
        answers=(scope.totals, scope.tracked),
        options={"tiles": TILES},
        metrics=("engagement_per_mention",),
    )
