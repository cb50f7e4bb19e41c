"""Circles of people who talk with each other more than with others, by Leiden's method, and how close they are."""

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from crm.frames import shaped
from crm.influence.cohesion import is_mutual
from crm.influence.graph import Bools, Floats, Graph, Ints, networkit_graph

DTYPES = {
    "community_id": "string", "member_count": "Int64", "inner_pair_count": "Int64", "mutual_pair_count": "Int64",
    "inner_weight": "Float64", "outer_weight": "Float64", "reciprocity": "Float64", "density": "Float64",
    "gini": "Float64", "top_member_id": "string", "top_member_share": "Float64",
}  # fmt: skip
ROUND_COUNT = 3
"""Rounds of moving, refining and merging; on Zachary's club all of 40 seeds reach the published partition with 3."""


def communities(graph: Graph, *, resolution: float = 1.0, seed: int = 20) -> pd.Series:
    """The community of each node by id: the smallest id among its members, so that names depend on no order.

    Leiden's method (Traag, Waltman & van Eck, Scientific Reports 9, 2019) for modularity on the undirected weighted
    graph, in networkit's implementation on one thread. The method promises connected communities; a community found
    in several pieces is parted into these, which only raises modularity. A graph without edges has no communities.
    """
    if not graph.node_count:
        return pd.Series(dtype="object", name="community_id")
    with networkit_graph(graph, seed=seed, is_weighted=True) as (networkit, ties):
        leiden = networkit.community.ParallelLeiden(ties, iterations=ROUND_COUNT, randomize=True, gamma=resolution)
        leiden.run()
        found = np.array(leiden.getPartition().getVector(), dtype=np.int64)
    labels = _connected(graph, found)
    first = pd.Series(np.arange(len(labels))).groupby(labels).min().to_numpy()
    return pd.Series(graph.ids[first[labels]], index=graph.ids, name="community_id", dtype="object")


def modularity(graph: Graph, community: pd.Series) -> float:
    """Share of ties inside communities less that expected from the degrees alone (Newman & Girvan 2004), below 1.

    NaN has no place here: a graph without edges has modularity 0.
    """
    total = float(graph.weight.sum())
    if total == 0:
        return 0.0
    labels = pd.factorize(community.reindex(graph.ids))[0]
    is_inner = labels[graph.source] == labels[graph.target]
    degree = _strength(graph.source, graph) + _strength(graph.target, graph)
    expected = (np.bincount(labels, weights=degree) / (2 * total)) ** 2
    return float(graph.weight[is_inner].sum() / total - expected.sum())


def community_table(graph: Graph, community: pd.Series) -> pd.DataFrame:
    """One row per community (DTYPES), the largest first.

    inner_pair_count: directed pairs inside; mutual_pair_count: those answered in the other direction; reciprocity
    their ratio; density: inner pairs of all possible ones; inner_weight and outer_weight: weight of edges inside and
    to or from others (an outer edge counts for both sides). gini: inequality of what members received from inside
    (0 all alike, near 1 all for one); top_member: who received most, and its share. Unknown is NULL: no edges inside.
    """
    labels, names = pd.factorize(community.reindex(graph.ids), sort=True)
    inside = labels[graph.source] == labels[graph.target]
    inner = pd.DataFrame(
        {"label": labels[graph.source], "weight": graph.weight, "is_mutual": is_mutual(graph)},
    )[inside].groupby("label")
    outer = pd.concat([pd.Series(labels[end][~inside]) for end in (graph.source, graph.target)])
    outer_weight = pd.Series(np.tile(graph.weight[~inside], 2)).groupby(outer.to_numpy()).sum()
    table = pd.DataFrame({"community_id": names, "member_count": np.bincount(labels, minlength=len(names))})
    table["inner_pair_count"] = inner.size().reindex(table.index, fill_value=0)
    table["mutual_pair_count"] = inner["is_mutual"].sum().reindex(table.index, fill_value=0)
    table["inner_weight"] = inner["weight"].sum().reindex(table.index, fill_value=0.0)
    table["outer_weight"] = outer_weight.reindex(table.index, fill_value=0.0)
    pairs = table["inner_pair_count"].where(table["inner_pair_count"] > 0)
    table["reciprocity"] = table["mutual_pair_count"] / pairs
    table["density"] = pairs / (table["member_count"] * (table["member_count"] - 1))
    table = table.join(_receivers(graph, labels, inside))
    return shaped(table.sort_values(["member_count", "community_id"], ascending=[False, True]), DTYPES)


def _receivers(graph: Graph, labels: Ints, inside: Bools) -> pd.DataFrame:
    """Gini's coefficient and the foremost of what members received from inside, by community."""
    received = np.bincount(graph.target[inside], weights=graph.weight[inside], minlength=graph.node_count)
    frame = pd.DataFrame({"label": labels, "received": received, "member": np.arange(graph.node_count)})
    frame = frame.sort_values(["label", "received", "member"], ascending=[True, True, False])
    grouped = frame.groupby("label")["received"]
    size, total = grouped.size(), grouped.sum()
    place = frame.groupby("label").cumcount() + 1
    lean = (2 * place - frame["label"].map(size) - 1) * frame["received"]  # see crm.influence.cohesion.gini
    top = frame.drop_duplicates("label", keep="last").set_index("label")
    shared = total.where(total > 0)
    return pd.DataFrame(
        {
            "gini": lean.groupby(frame["label"]).sum() / (size * shared),
            "top_member_id": pd.Series(graph.ids[top["member"]], index=top.index).where(shared.notna()),
            "top_member_share": top["received"] / shared,
        }
    )


def _connected(graph: Graph, labels: Ints) -> Ints:
    """Communities in pieces, each piece for itself."""
    inside = labels[graph.source] == labels[graph.target]
    pairs = (graph.source[inside], graph.target[inside])
    shape = (graph.node_count, graph.node_count)
    kept = sparse.coo_array((np.ones(int(inside.sum()), dtype=np.int8), pairs), shape=shape)
    pieces: Ints = connected_components(kept, directed=False)[1].astype(np.int64)
    return pieces


def _strength(end: Ints, graph: Graph) -> Floats:
    return np.bincount(end, weights=graph.weight, minlength=graph.node_count).astype(np.float64)
