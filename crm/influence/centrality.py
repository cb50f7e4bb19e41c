"""Who stands where in a graph: core number, betweenness, h-index."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from crm.influence.graph import Graph, networkit_graph

EXACT_NODE_COUNT = 2_000
"""Up to so many nodes betweenness is exact; above it is estimated from a sample of sources."""
SEED = 20


def core_numbers(graph: Graph) -> pd.Series:
    """The largest k for which a node belongs to the k-core (Seidman 1983) of the undirected graph, by id.

    Inside a k-core everybody is tied to at least k others of it.
    """
    if not graph.node_count:
        return pd.Series(dtype="int64", name="core_number")
    with networkit_graph(graph, seed=SEED, is_weighted=False) as (networkit, ties):
        cores = networkit.centrality.CoreDecomposition(ties)
        cores.run()
        return pd.Series(cores.scores(), index=graph.ids, name="core_number").astype("int64")


def betweenness(graph: Graph, *, sample_count: int = 100, seed: int = SEED) -> pd.Series:
    """Shortest paths between two others that lead over a node (Freeman 1977), by id; undirected, unweighted.

    Each pair is counted once and shared among its shortest paths. Exact up to EXACT_NODE_COUNT nodes; above, the sum
    over `sample_count` sources drawn with `seed`, scaled up (Brandes & Pich 2007): right on average, good enough to
    tell the bridges of a large graph, not to tell equals apart.
    """
    if not graph.node_count:
        return pd.Series(dtype="float64", name="betweenness")
    with networkit_graph(graph, seed=seed, is_weighted=False) as (networkit, ties):
        if graph.node_count <= EXACT_NODE_COUNT:
            paths = networkit.centrality.Betweenness(ties)
        else:
            paths = networkit.centrality.EstimateBetweenness(ties, min(sample_count, graph.node_count))
        paths.run()
        # networkit counts a pair from either end.
        return pd.Series(paths.scores(), index=graph.ids, name="betweenness", dtype="float64") / 2


def h_index(counts: npt.ArrayLike) -> int:
    """The largest h such that h of the counts are at least h (Hirsch 2005); unknown counts (NaN) say nothing."""
    values = np.asarray(counts, dtype=np.float64).ravel()
    ordered = np.sort(values[~np.isnan(values)])[::-1]
    return int((ordered >= np.arange(1, len(ordered) + 1)).sum())


def h_indices(contents: pd.DataFrame, *, by: list[str], count: str) -> pd.Series:
    """h_index of the column `count` (engagement or reposts of a content) of each group; all at once."""
    known = contents.dropna(subset=[*by, count])
    ordered = known.sort_values(count, ascending=False, kind="stable")
    place = ordered.groupby(by).cumcount() + 1
    return (ordered[count] >= place).groupby([ordered[column] for column in by]).sum().astype("int64").rename("h_index")
