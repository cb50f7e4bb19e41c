"""PageRank by power iteration (Page, Brin, Motwani, Winograd 1999), on scipy's sparse matrices."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from crm.frames import require
from records.errors import UsageError

Floats = npt.NDArray[np.float64]


def pagerank(
    source: npt.ArrayLike,
    target: npt.ArrayLike,
    *,
    node_count: int,
    damping: float = 0.85,
    tolerance: float = 1e-10,
    max_iterations: int = 200,
) -> Floats:
    """PageRank of nodes 0..node_count-1 from directed edges source -> target; the values sum to 1.

    Parallel edges add weight, self-loops are dropped, the mass of nodes without outgoing edges is spread evenly.
    Iterates until the L1 change falls below `tolerance` (at damping .85 at most 146 times for 1e-10) or
    `max_iterations` is reached; a tolerance of 0 asks for exactly that many. Raises UsageError for a damping outside
    [0, 1).
    """
    if not 0 <= damping < 1:
        raise UsageError(f"damping must lie in [0, 1), not {damping}")
    if node_count == 0:
        return np.zeros(0)
    inflow, is_dangling = _transition(np.asarray(source), np.asarray(target), node_count)
    rank: Floats = np.full(node_count, 1 / node_count)
    for _ in range(max_iterations):
        spread = rank[is_dangling].sum() / node_count
        renewed: Floats = damping * (inflow @ rank + spread) + (1 - damping) / node_count
        change = np.abs(renewed - rank).sum()
        rank = renewed
        if change < tolerance:
            break
    return np.asarray(rank / rank.sum())


def pagerank_of_edges(edges: pd.DataFrame, *, source: str, target: str, damping: float = 0.85) -> pd.Series:
    """PageRank of the ids in two columns of an edge list, indexed by id in sorted order; rows with a gap are left out.

    An id that only ever points at itself is no part of the graph. No edges: an empty series.
    """
    pairs = require(edges, [source, target], name="edge")[[source, target]].dropna().astype(str)
    pairs = pairs[pairs[source] != pairs[target]]
    codes, ids = pd.factorize(pd.concat([pairs[source], pairs[target]]), sort=True)
    ranks = pagerank(codes[: len(pairs)], codes[len(pairs) :], node_count=len(ids), damping=damping)
    return pd.Series(ranks, index=ids.astype(object), dtype="float64", name="pagerank")


def _transition(
    source: npt.NDArray[np.intp], target: npt.NDArray[np.intp], node_count: int
) -> tuple[sparse.csr_array, npt.NDArray[np.bool_]]:
    """The matrix that moves rank along edges (column = sender, columns sum to 1) and the nodes that send nothing."""
    keep = source != target
    source, target = source[keep], target[keep]
    out_count = np.bincount(source, minlength=node_count).astype(np.float64)
    matrix = sparse.coo_array((1 / out_count[source], (target, source)), shape=(node_count, node_count)).tocsr()
    return matrix, out_count == 0
