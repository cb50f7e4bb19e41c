"""Which kinds of people: personas with share, tone and top concern; authors of no persona are shown as such."""

from reports.panel import Panel
from reports.scope import Scope
from warehouse import answers

ORDER = 80


def build(scope: Scope) -> Panel | None:
    """None when no persona was profiled for the period."""
    rows = answers.personas(scope.connection, scope.now)
    if not rows.rows:
        return None
    first = rows.records()[0]
    return Panel(
        name="personas",
        renderer="cards",
        width="full",
        title=("人群画像", "Personas"),
        hint=("全部监测品牌的作者，不随平台筛选变化；稳定度为重复聚类的一致程度",
              "Authors of all tracked brands, not filtered by platform; stability = agreement of repeated clustering"),
        answers=(rows,),
        options={"start": first["period_start"], "end": first["period_end"]},
    )  # fmt: skip
