"""What moved it: each topic's part in the change of net sentiment, in points that add up."""

from reports.panel import Panel
from reports.scope import Scope

ORDER = 30


def build(scope: Scope) -> Panel | None:
    """None without any topic in either period."""
    if all(row["topic"] is None for row in scope.drivers.records()):
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
