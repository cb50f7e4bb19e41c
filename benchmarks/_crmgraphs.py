"""Graphs and trees to measure methods of influence on; drawn with a seed, ids as text."""

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_START = pd.Timestamp("2026-01-01", tz="UTC")


def follower_graph(edge_count: int) -> tuple[Ints, Ints, int]:
    """Source, target and number of nodes (a fifth of the edges); some targets are far more popular than others."""
    rng = np.random.default_rng(1)
    node_count = max(edge_count // 5, 2)
    source = rng.integers(0, node_count, edge_count)
    target = (node_count * rng.random(edge_count) ** 2).astype(np.int64)
    kept = source != target
    return source[kept], target[kept], node_count


def named(source: Ints, target: Ints, node_count: int) -> pd.DataFrame:
    """The edges with pseudonyms for ids."""
    ids = np.array([f"a_{i:032x}" for i in range(node_count)], dtype=object)
    return pd.DataFrame({"source": ids[source], "target": ids[target]})


def repost_trees(repost_count: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Reposts of trees of about 500, half of the original, half of an earlier repost; and the originals."""
    rng = np.random.default_rng(2)
    tree_count = max(repost_count // 500, 1)
    tree = np.sort(rng.integers(0, tree_count, repost_count))
    first = np.searchsorted(tree, np.arange(tree_count))
    place = np.arange(repost_count) - first[tree]
    above = first[tree] + (place * rng.random(repost_count) ** 3).astype(np.int64)
    is_direct = (place == 0) | (rng.random(repost_count) < 0.5)
    mentions = np.array([f"weibo:{i}" for i in range(repost_count)], dtype=object)
    roots = np.array([f"weibo:r{i}" for i in range(tree_count)], dtype=object)
    people = np.array([f"a_{i:032x}" for i in range(max(repost_count // 3, 1))], dtype=object)
    author = people[rng.integers(0, len(people), repost_count)]
    edges = pd.DataFrame(
        {
            "child_mention_id": mentions,
            "child_author_id": author,
            "parent_mention_id": np.where(is_direct, roots[tree], mentions[above]),
            "parent_author_id": pd.Series(author[above]).where(~is_direct),
            "root_mention_id": roots[tree],
            "published_at": _START + pd.to_timedelta(place, unit="min"),
        }
    )
    starters = people[rng.integers(0, len(people), tree_count)]
    return edges, pd.DataFrame({"mention_id": roots, "author_id": starters, "published_at": _START})
