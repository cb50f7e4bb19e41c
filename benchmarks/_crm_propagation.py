"""Propagation measures of a million reposts: caused reposts by author; depth, breadth, lag, virality by tree."""

from collections.abc import Iterator

import pandas as pd

from benchmarks._crmgraphs import repost_trees
from benchmarks._measure import Clock, Measure
from crm.influence.cascades import cascades_of
from crm.influence.forest import forest_of
from crm.influence.propagation import caused_in

PROPAGATION_BOUND = 10.0
"""Processor seconds for 1,000,000 reposts."""


def measures(size: int) -> Iterator[Measure]:
    """Measures on `size` reposts in trees of about 500, and in one chain."""
    edges, roots = repost_trees(size)
    yield _measure("propagation, trees", edges, roots)
    names = edges["child_mention_id"]
    chain = edges.assign(parent_mention_id=names.shift(fill_value="weibo:r0"), root_mention_id="weibo:r0")
    chain["parent_author_id"] = edges["child_author_id"].shift()
    yield _measure("propagation, one chain", chain, roots)


def _measure(name: str, edges: pd.DataFrame, roots: pd.DataFrame) -> Measure:
    clock = Clock()
    forest = forest_of(edges)
    clock.step("forest")
    caused_in(forest, authors=roots.set_index("mention_id")["author_id"])
    clock.step("caused")
    table = cascades_of(forest, roots=roots)
    clock.step("trees")
    detail = {"reposts": len(edges), "trees": len(table), "depth": int(table["depth"].max()), **clock.steps}
    return Measure(name=name, cpu_seconds=clock.total, bound=PROPAGATION_BOUND, detail=detail)
