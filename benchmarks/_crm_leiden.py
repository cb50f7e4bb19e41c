"""Communities of a million edges by Leiden's method, beside networkit alone and scikit-network; cores and bridges."""

import importlib
import importlib.util
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from benchmarks._crmgraphs import follower_graph, named
from benchmarks._measure import Clock, Measure
from crm.influence.centrality import betweenness, core_numbers
from crm.influence.communities import ROUND_COUNT, communities, community_table, modularity
from crm.influence.graph import Graph, graph_of, networkit_graph

LEIDEN_BOUND = 10.0
"""Processor seconds for 1,000,000 edges."""
_SOURCES = 10


def measures(size: int) -> Iterator[Measure]:
    """Measures on `size` edges between a fifth as many nodes, and on one star of `size` members."""
    frame = named(*follower_graph(size))
    importlib.import_module("networkit")  # three seconds, once a process
    clock = Clock()
    graph = graph_of(frame, source="source", target="target")
    clock.step("graph")
    found = communities(graph)
    clock.step("leiden")
    detail = {"edges": len(frame), "nodes": graph.node_count, **clock.steps, **_told(graph, found)}
    yield Measure(name="Leiden, ids as text", cpu_seconds=clock.total, bound=LEIDEN_BOUND, detail=detail)
    yield _networkit(graph)
    if importlib.util.find_spec("sknetwork"):
        yield _scikit_network(graph)
    yield from _others(graph, found)
    yield _star(size)


def _told(graph: Graph, found: pd.Series) -> dict[str, Any]:
    return {"communities": int(found.nunique()), "modularity": round(modularity(graph, found), 4)}


def _networkit(graph: Graph) -> Measure:
    clock = Clock()
    with networkit_graph(graph, seed=20, is_weighted=True) as (networkit, ties):
        clock.step("build")
        leiden = networkit.community.ParallelLeiden(ties, iterations=ROUND_COUNT)
        leiden.run()
        labels = leiden.getPartition().getVector()
        clock.step("leiden")
    detail = {**clock.steps, **_told(graph, pd.Series(labels, index=graph.ids))}
    return Measure(name="Leiden by networkit alone, from numbers", cpu_seconds=clock.total, detail=detail)


def _scikit_network(graph: Graph) -> Measure:
    """Its Louvain: without Leiden's refinement, hence less work."""
    from sknetwork.clustering import Louvain

    clock = Clock()
    ties = sparse.csr_matrix(graph.ties)
    labels = Louvain(random_state=20).fit_predict(ties + ties.T)
    clock.step("louvain")
    detail = _told(graph, pd.Series(labels, index=graph.ids))
    return Measure(name="Louvain by scikit-network, from numbers", cpu_seconds=clock.total, detail=detail)


def _others(graph: Graph, found: pd.Series) -> Iterator[Measure]:
    clock = Clock()
    table = community_table(graph, found)
    clock.step("table")
    yield Measure(name="reciprocity, Gini by community", cpu_seconds=clock.total, detail={"communities": len(table)})
    clock = Clock()
    core_numbers(graph)
    clock.step("cores")
    yield Measure(name="core numbers", cpu_seconds=clock.total)
    clock = Clock()
    betweenness(graph, sample_count=_SOURCES)
    clock.step("betweenness")
    yield Measure(name="betweenness, sampled", cpu_seconds=clock.total, detail={"sources": _SOURCES})


def _star(size: int) -> Measure:
    ids = pd.Index([f"a_{i:032x}" for i in range(size)], dtype="object")
    others = np.arange(1, size)
    graph = Graph(ids=ids, source=others, target=np.zeros_like(others), weight=np.ones(size - 1))
    clock = Clock()
    found = communities(graph)
    clock.step("leiden")
    detail = {"nodes": size, **_told(graph, found)}
    return Measure(name="Leiden on one star", cpu_seconds=clock.total, bound=LEIDEN_BOUND, detail=detail)
