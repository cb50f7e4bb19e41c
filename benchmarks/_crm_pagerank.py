"""PageRank of a million edges: ours, and scikit-network and networkit doing the same to the same tolerance."""

import importlib.util
from collections.abc import Iterator

import numpy as np
from scipy import sparse

from benchmarks._crmgraphs import Floats, Ints, follower_graph, named
from benchmarks._measure import Clock, Measure
from crm.influence.pagerank import pagerank, pagerank_of_edges

PAGERANK_BOUND = 0.5
"""Processor seconds for 1,000,000 edges."""
_TOLERANCE = 1e-10


def measures(size: int) -> Iterator[Measure]:
    """Measures on `size` edges between a fifth as many nodes."""
    source, target, node_count = follower_graph(size)
    clock = Clock()
    ranks = pagerank(source, target, node_count=node_count, tolerance=_TOLERANCE)
    clock.step("ranks")
    detail = {"edges": len(source), "nodes": node_count}
    yield Measure(name="PageRank", cpu_seconds=clock.total, bound=PAGERANK_BOUND, detail=detail)
    if importlib.util.find_spec("sknetwork"):
        yield _scikit_network(source, target, ranks)
    yield _networkit(source, target, ranks)
    frame = named(source, target, node_count)
    clock = Clock()
    pagerank_of_edges(frame, source="source", target="target")
    clock.step("ranks")
    yield Measure(name="PageRank, ids as text", cpu_seconds=clock.total, detail=detail)


def _scikit_network(source: Ints, target: Ints, ours: Floats) -> Measure:
    """It lets people who follow nobody share what they hold another way, hence the difference."""
    from sknetwork.ranking import PageRank

    clock = Clock()
    matrix = sparse.csr_matrix((np.ones(len(source)), (source, target)), shape=(len(ours), len(ours)))
    clock.step("build")
    ranks = PageRank(solver="piteration", n_iter=200, tol=_TOLERANCE).fit_predict(matrix)
    clock.step("ranks")
    detail = {**clock.steps, "largest_difference": float(f"{np.abs(ranks - ours).max():.1e}")}
    return Measure(name="the same by scikit-network", cpu_seconds=clock.total, detail=detail)


def _networkit(source: Ints, target: Ints, ours: Floats) -> Measure:
    import networkit

    networkit.setNumberOfThreads(1)
    clock = Clock()
    ends = (source.astype(np.uint64), target.astype(np.uint64))
    graph = networkit.GraphFromCoo((np.ones(len(source)), ends), n=len(ours), weighted=False, directed=True)
    clock.step("build")
    method = networkit.centrality.PageRank(graph, 0.85, _TOLERANCE)
    method.run()
    clock.step("ranks")
    ranks = np.array(method.scores())
    detail = {**clock.steps, "largest_difference": float(f"{np.abs(ranks / ranks.sum() - ours).max():.1e}")}
    return Measure(name="the same by networkit", cpu_seconds=clock.total, detail=detail)
