"""Which kinds of people speak of the brand: personas with share, tone and top concern, the unassigned as such."""

from reports.panel import Panel
from reports.scope import Scope
from warehouse import answers

ORDER = 80


def build(scope: Scope) -> Panel | None:
    """None when no persona was profiled for the period, or too few of its authors spoke of the brand."""
    rows = answers.personas(scope.connection, scope.brand.brand_id, scope.now)
    if not rows.rows:
        return None
    first = rows.records()[0]
    return Panel(
        name="personas",
        renderer="cards",
        width="full",
        title=("人群画像", "Personas"),
        hint=("统计期内提到本品牌的作者，不随平台筛选变化；少于 5 人的画像、少于 10 人的特点、所有人态度一致的画像"
              "不列出；倍数与全体作者相比",
              "Authors who spoke of the brand in the period, not filtered by platform; personas of fewer than 5,"
              " traits of fewer than 10 and personas of one mind are left out; multiples compare with all authors"),
        answers=(rows,),
        options={"start": first["period_start"], "end": first["period_end"]},
    )  # fmt: skip
