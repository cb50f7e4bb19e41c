"""How the period's most passed-on original spread: its tree of reposts, branch by branch, with its figures."""

from reports.panel import Panel
from reports.scope import Scope
from warehouse import answers

ORDER = 65

LEAST_REPOSTS = 10
"""A tree of fewer reposts is no story, and its figures are chance."""


def build(scope: Scope) -> Panel | None:
    """None when nothing published in the period was reposted LEAST_REPOSTS times."""
    brand = scope.brand.brand_id
    tree = answers.top_cascade(scope.connection, brand, scope.now)
    if not tree.rows:
        return None
    first = tree.records()[0]
    count = first["repost_count"]
    if not isinstance(count, int) or count < LEAST_REPOSTS:
        return None
    return Panel(
        name="cascade",
        renderer="cascade",
        width="narrow",
        title=("怎样传开的", "How it spread"),
        hint=("本期转发最多的原帖及其转发树；条长为该分支带来的转发数",
              "The original reposted most, and its branches; bars are the reposts that came through a branch"),
        answers=(tree, answers.cascade_carriers(scope.connection, brand, str(first["mention_id"]))),
    )  # fmt: skip
