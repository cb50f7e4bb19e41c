"""Where each author stands in a brand's repost graph within a period, and the circles in it."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from crm.frames import DATE, check_period, in_period, local_times, require, shaped
from crm.influence.centrality import betweenness, core_numbers
from crm.influence.communities import DTYPES as COMMUNITY_DTYPES
from crm.influence.communities import communities, community_table, modularity
from crm.influence.graph import Graph, graph_of
from crm.influence.pagerank import pagerank

EDGE_COLUMNS = ("brand_id", "child_author_id", "parent_author_id", "published_at")
POSITION_DTYPES = {
    "brand_id": "string", "period_start": DATE, "period_end": DATE, "author_id": "string", "pagerank": "Float64",
    "core_number": "Int64", "betweenness": "Float64", "passed_on_count": "Int64", "passing_on_count": "Int64",
    "community_id": "string",
}  # fmt: skip
CIRCLE_DTYPES = {
    "brand_id": "string", "period_start": DATE, "period_end": DATE, **COMMUNITY_DTYPES, "modularity": "Float64",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A period's repost graphs of all brands."""

    positions: pd.DataFrame
    """One row per brand and author of its graph (POSITION_DTYPES)."""
    circles: pd.DataFrame
    """One row per brand and community (CIRCLE_DTYPES); modularity is that of the whole partition of the brand."""


def repost_network(edges: pd.DataFrame, *, period_start: date, period_end: date) -> Network:
    """Positions and communities of whoever reposted, replied or was reposted about a brand in the period.

    `edges` (EDGE_COLUMNS, one row a repost or reply and brand) lead from who passes on to whose words are passed on;
    rows flagged is_water_army are left out where there is such a column. passed_on_count: how often the author's words
    were passed on by others, passing_on_count: how often it passed on. A brand without edges has no rows. Raises
    UsageError for a missing column, a period the wrong way round or times without a zone.
    """
    check_period(period_start, period_end)
    frame = require(edges, EDGE_COLUMNS, name="repost edge").dropna(subset=["brand_id"])
    day = local_times(frame["published_at"]).dt.tz_localize(None).dt.normalize()
    inside = frame[in_period(day, period_start, period_end)]
    if "is_water_army" in inside:
        inside = inside[~inside["is_water_army"].astype("boolean").fillna(False).astype(bool)]
    positions, circles = [shaped(pd.DataFrame(), POSITION_DTYPES)], [shaped(pd.DataFrame(), CIRCLE_DTYPES)]
    for brand_id, rows in inside.groupby("brand_id"):
        graph = graph_of(rows, source="child_author_id", target="parent_author_id")
        community = communities(graph)
        named = {"brand_id": brand_id, "period_start": period_start, "period_end": period_end}
        positions.append(shaped(_positions(graph, community).assign(**named), POSITION_DTYPES))
        table = community_table(graph, community).assign(modularity=modularity(graph, community), **named)
        circles.append(shaped(table, CIRCLE_DTYPES))
    return Network(positions=pd.concat(positions, ignore_index=True), circles=pd.concat(circles, ignore_index=True))


def _positions(graph: Graph, community: pd.Series) -> pd.DataFrame:
    table = pd.DataFrame({"author_id": graph.ids}, index=graph.ids)
    repeats = graph.weight.astype("int64")
    rank = pagerank(graph.source.repeat(repeats), graph.target.repeat(repeats), node_count=graph.node_count)
    ends = {"passed_on_count": graph.target, "passing_on_count": graph.source}
    counts = {name: pd.Series(graph.weight).groupby(end).sum() for name, end in ends.items()}
    for name, count in counts.items():
        table[name] = count.reindex(range(graph.node_count), fill_value=0).to_numpy()
    table = table.assign(pagerank=rank, core_number=core_numbers(graph), community_id=community)
    table["betweenness"] = betweenness(graph)
    return table.sort_values(["pagerank", "author_id"], ascending=[False, True])
