"""Share of voice against other brands; in a crisis a large share is bad news, so its negative twin is beside it."""

from reports.panel import Panel
from reports.scope import Scope
from warehouse import answers

ORDER = 50


def build(scope: Scope) -> Panel | None:
    """None when there is only one brand with a voice: it would have 100%."""
    rows = answers.share_of_voice(scope.connection, scope.now, scope.before, brands=scope.voices)
    if len({row["brand_id"] for row in rows.records()}) < 2:
        return None
    return Panel(
        name="voice",
        renderer="share",
        width="narrow",
        title=("声量份额", "Share of voice"),
        hint=("实条：声量份额与变化（百分点）；细条：负面声量份额",
              "Bar: share of voice and its change in points; thin bar: share of negative voice"),
        answers=(rows,),
        options={"brand_id": scope.brand.brand_id, "compared": scope.compared_names},
    )  # fmt: skip
