"""How satisfied and loyal customers are: surveys, repurchase and repute, each with its interval."""

from reports.panel import Panel
from reports.scope import Scope
from warehouse import answers

ORDER = 72

SHOWN = {
    "nps": "score", "csat": "share", "ces": "mean", "acsi": "mean", "repurchase_share": "share",
    "reputation_share_proxy": "share",
}  # fmt: skip
"""Measure -> how its figure is written: a balance times 100, a share, or as it is."""


def build(scope: Scope) -> Panel | None:
    """None when no measure is known of the last year."""
    rows = answers.satisfaction(scope.connection, scope.brand.brand_id, scope.now, measures=list(SHOWN))
    if not rows.rows:
        return None
    return Panel(
        name="satisfaction",
        renderer="satisfaction",
        width="full",
        title=("满意与忠诚", "Satisfaction and loyalty"),
        hint=("各指标最近一个有数据的月份，括号内为 95% 区间；少于 5 份或回答完全一致的月份不列出；"
              "不随统计期与平台筛选变化；“代理”由文本推断，不是问卷",
              "Each measure's latest month with data, 95% interval in brackets; months of fewer than 5 answers, or of"
              " answers all alike, are left out; not filtered by period or platform; a proxy is read from"
              " texts, not from a survey"),
        answers=(rows,),
        options={"shown": SHOWN},
    )  # fmt: skip
