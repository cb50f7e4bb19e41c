"""Complaints by type (or topic) and product: the number is the count, the colour tells what stands out."""

from reports.panel import Panel
from reports.scope import Scope
from warehouse import answers

ORDER = 40

WIDE_CELLS = 5
"""Cells above which the table needs the wide place."""


def build(scope: Scope) -> Panel | None:
    """None in a period without complaints."""
    cells = answers.complaint_cells(scope.connection, scope.brand.brand_id, scope.now)
    if not cells.rows:
        return None
    pairs = {(row["complaint_type"], row["product"]) for row in cells.records()}
    return Panel(
        name="complaints",
        renderer="heat",
        width="wide" if len(pairs) > WIDE_CELLS else "narrow",
        title=("投诉：类型 × 产品", "Complaints: type × product"),
        hint=("数字与底条 = 条数；颜色 = 提升度（比按行列推算的多几倍，少于 5 条不着色）；点格子看原帖",
              "Number and bar = count; colour = lift over what row and column suggest (under 5: none); click"),
        answers=(
            cells,
            answers.complaint_service(scope.connection, scope.brand.brand_id, scope.now),
            answers.complaint_waiting(scope.connection, scope.brand.brand_id, scope.now),
            answers.root_causes(scope.connection, scope.brand.brand_id),
        ),
    )  # fmt: skip
