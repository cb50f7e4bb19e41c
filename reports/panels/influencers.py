"""Who carries it: the authors with most influence on the brand in the period, and who moved its sentiment."""

from reports.panel import Panel
from reports.scope import Scope
from warehouse import answers

ORDER = 60


def build(scope: Scope) -> Panel | None:
    """None when no author was ranked for the period."""
    rows = scope.influencers
    if not rows.rows:
        return None
    first = rows.records()[0]
    return Panel(
        name="influencers",
        renderer="people",
        width="wide",
        title=("谁在传播", "Who carries it"),
        hint=("按影响力排名，下为对净情感变化的贡献；作者名已脱敏；点作者看其原帖",
              "Ranked by influence, then what each moved of net sentiment; names are masked; click for posts"),
        answers=(rows, answers.sentiment_movers(scope.connection, scope.brand.brand_id, scope.now)),
        options={"start": first["period_start"], "end": first["period_end"]},
    )  # fmt: skip
