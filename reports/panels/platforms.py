"""Where: tone per platform, with how many mentions each bar stands on."""

from reports.panel import Panel
from reports.scope import Scope

ORDER = 70


def build(scope: Scope) -> Panel | None:
    """None when nothing of the period was judged."""
    judged = ("positive_count", "neutral_count", "negative_count")
    if not any(row[name] for row in scope.totals.records() for name in judged if row["when"] == "now"):
        return None
    return Panel(
        name="platforms",
        renderer="stack",
        width="narrow",
        title=("各平台口碑", "Tone by platform"),
        hint=("正面 / 中性 / 负面占比，n 为可判定条数", "Positive / neutral / negative; n = judged mentions"),
        answers=(scope.totals,),
        metrics=("positive_share", "negative_share", "abstention_rate"),
    )
