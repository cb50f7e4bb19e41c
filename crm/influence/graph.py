"""Who is tied to whom: an edge list as arrays, once for all methods on graphs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from crm.frames import require

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Nodes 0..n-1 (the order of `ids`, sorted) and directed weighted edges, one row a pair, without self-loops."""

    ids: pd.Index
    """Ids as text."""
    source: Ints
    """From whom; shape (pairs,)."""
    target: Ints
    """To whom; shape (pairs,)."""
    weight: Floats
    """How often, or the weights added up; shape (pairs,)."""

    @property
    def node_count(self) -> int:
        """How many nodes have at least one edge."""
        return len(self.ids)

    @cached_property
    def ties(self) -> sparse.coo_array:
        """The undirected projection: the upper triangle of the summed weights of both directions."""
        low, high = np.minimum(self.source, self.target), np.maximum(self.source, self.target)
        low, high, weight = _summed(low, high, self.weight, self.node_count)
        return sparse.coo_array((weight, (low, high)), shape=(self.node_count, self.node_count))


def graph_of(edges: pd.DataFrame, *, source: str, target: str, weight: str | None = None) -> Graph:
    """The graph of two columns of ids; equal pairs are added up, self-loops and rows with a gap are left out.

    A weight that is unknown, zero or negative is no tie. Ids are compared as text. No edges: a graph without nodes.
    Raises UsageError for a missing column.
    """
    names = [source, target] if weight is None else [source, target, weight]
    frame = require(edges, names, name="edge")[names].dropna()
    if weight is not None:
        frame = frame[pd.to_numeric(frame[weight]) > 0]
    ends = pd.concat([frame[source], frame[target]]).astype(str)
    codes, ids = pd.factorize(ends)
    is_tie = codes[: len(frame)] != codes[len(frame) :]
    ids, codes = _sorted_without_loners(ids, codes, np.tile(is_tie, 2))
    weights = np.ones(len(frame)) if weight is None else pd.to_numeric(frame[weight]).to_numpy(dtype=np.float64)
    half = len(codes) // 2
    low, high, total = _summed(codes[:half], codes[half:], weights[is_tie], len(ids))
    return Graph(ids=ids, source=low, target=high, weight=total)


def _sorted_without_loners(ids: Any, codes: Ints, is_kept: Bools) -> tuple[pd.Index, Ints]:
    """Ids in sorted order, those that only point at themselves left out; sorting ids is cheaper than sorting edges."""
    kept = codes[is_kept].astype(np.int64)
    is_node = np.zeros(len(ids), dtype=bool)
    is_node[kept] = True
    texts = np.asarray(ids, dtype=object)
    nodes = np.flatnonzero(is_node)
    nodes = nodes[np.argsort(texts[nodes], kind="stable")]
    renamed = np.full(len(ids), -1, dtype=np.int64)
    renamed[nodes] = np.arange(len(nodes))
    return pd.Index(texts[nodes], dtype="object"), renamed[kept]


def _summed(low: Ints, high: Ints, weight: Floats, node_count: int) -> tuple[Ints, Ints, Floats]:
    pairs, place = np.unique(low * max(node_count, 1) + high, return_inverse=True)
    total = np.bincount(place, weights=weight, minlength=len(pairs)).astype(np.float64)
    return pairs // max(node_count, 1), pairs % max(node_count, 1), total


@contextmanager
def networkit_graph(graph: Graph, *, seed: int, is_weighted: bool) -> Iterator[tuple[Any, Any]]:
    """networkit and its undirected graph of `graph.ties`, on one thread with a set seed: equal runs, equal results.

    networkit keeps seed and number of threads for the whole process; the number is put back afterwards.
    """
    import networkit

    thread_count = networkit.getMaxNumberOfThreads()
    networkit.setNumberOfThreads(1)
    networkit.setSeed(seed, False)
    ties = graph.ties
    ends = (ties.row.astype(np.uint64), ties.col.astype(np.uint64))
    try:
        yield (
            networkit,
            networkit.GraphFromCoo((ties.data, ends), n=graph.node_count, weighted=is_weighted, directed=False),
        )
    finally:
        networkit.setNumberOfThreads(thread_count)
