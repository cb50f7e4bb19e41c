"""Who carries it: the authors with most influence on the brand in the period."""

from reports.panel import Panel
from reports.scope import Scope

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
        hint=("按影响力排名；作者名已脱敏；点作者看其原帖", "Ranked by influence; names are masked; click for posts"),
        answers=(rows,),
        options={"start": first["period_start"], "end": first["period_end"]},
    )
