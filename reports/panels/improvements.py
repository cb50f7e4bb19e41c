"""What to improve in the product: aspects by mention share times rating gap, with the reviews that say so."""

from datetime import date

from reports.panel import Panel
from reports.scope import Scope
from warehouse import answers

ORDER = 75


def build(scope: Scope) -> Panel | None:
    """None without reviews enough of this month or the one before, or when no aspect lowers the rating."""
    rows = answers.improvements(scope.connection, scope.brand.brand_id, scope.now)
    found = rows.records()
    if not any(isinstance(row["impact"], float) and row["impact"] > 0 for row in found if row["product"] is None):
        return None
    month = found[0]["month"]
    assert isinstance(month, date)
    return Panel(
        name="improvements",
        renderer="improvements",
        width="full",
        title=("产品改进建议", "What to improve"),
        hint=("影响 = 提及占比 × 评分差距（全部评价均分减去提到该方面者的均分，5 分制）；只用有评分的评价，"
              "不随平台筛选；展开看原文",
              "Impact = mention share × rating gap (mean of all reviews less that of those naming the aspect, of 5);"
              " rated reviews only, not filtered by platform; unfold for the reviews"),
        answers=(rows, answers.improvement_posts(scope.connection, scope.brand.brand_id, month)),
        options={"month": month},
    )  # fmt: skip
