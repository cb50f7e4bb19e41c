from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from crm.influence.pagerank import pagerank, pagerank_of_edges
from records.errors import UsageError

KARATE = (Path(__file__).parent / "karate.txt").read_text().split()
"""Zachary (1977), the 78 friendships of a karate club's 34 members, as `01-02`."""


def karate() -> pd.DataFrame:
    pairs = [(tie[:2], tie[3:]) for tie in KARATE]
    assert len(pairs) == 78
    return pd.DataFrame(pairs + [(b, a) for a, b in pairs], columns=["from", "to"])


def test_the_karate_club_has_the_published_ranks() -> None:
    ranks = pagerank_of_edges(karate(), source="from", target="to").sort_values(ascending=False)
    assert ranks.index[:2].tolist() == ["34", "01"]
    assert ranks.iloc[:2].round(6).tolist() == [0.100919, 0.096997]
    assert ranks.sum() == pytest.approx(1)


def test_the_order_of_edges_changes_nothing() -> None:
    shuffled = karate().sample(frac=1, random_state=3)
    first, second = (pagerank_of_edges(e, source="from", target="to") for e in (karate(), shuffled))
    pd.testing.assert_series_equal(first, second, rtol=1e-9)


def test_a_node_without_outgoing_edges_spreads_its_mass() -> None:
    # a -> b, worked by hand: r_b = r_a (1 + .85), r_a + r_b = 1.
    ranks = pagerank_of_edges(pd.DataFrame({"s": ["a"], "t": ["b"]}), source="s", target="t")
    assert ranks.to_dict() == pytest.approx({"a": 1 / 2.85, "b": 1.85 / 2.85})


def test_parallel_edges_add_weight_and_self_loops_are_dropped() -> None:
    edges = pd.DataFrame({"s": ["a", "a", "a", "a", "b"], "t": ["b", "b", "c", "a", "b"]})
    ranks = pagerank_of_edges(edges, source="s", target="t")
    pure = pagerank_of_edges(edges.iloc[:3], source="s", target="t")
    assert ranks["b"] > ranks["c"]
    pd.testing.assert_series_equal(ranks, pure)


@pytest.mark.parametrize(
    "rows", [[], [("a", "a")], [(None, "a")], [("a", float("nan"))]], ids=["none", "self", "no source", "no target"]
)
def test_a_graph_without_edges_has_no_ranks(rows: list[tuple[object, object]]) -> None:
    assert pagerank_of_edges(pd.DataFrame(rows, columns=["s", "t"]), source="s", target="t").empty


def test_isolated_nodes_share_evenly() -> None:
    assert pagerank(np.array([], int), np.array([], int), node_count=4).tolist() == [0.25] * 4


def test_impossible_damping_and_missing_columns_are_refused() -> None:
    with pytest.raises(UsageError, match="damping"):
        pagerank([0], [1], node_count=2, damping=1.0)
    with pytest.raises(UsageError, match="lacks to"):
        pagerank_of_edges(pd.DataFrame({"from": []}), source="from", target="to")


@pytest.mark.parametrize(
    ("links", "expected", "is_directed", "iteration_count"),
    [
        ("example-directed.e", "example-directed-PR", True, 2),
        ("example-undirected.e", "example-undirected-PR", False, 2),
        ("pr-dir-input", "pr-dir-output", True, 26),
        ("pr-undir-input", "pr-undir-output", True, 26),  # the file lists both directions
    ],
)
def test_graphalytics_validation_graphs(
    shared_data: Path, links: str, expected: str, is_directed: bool, iteration_count: int
) -> None:
    folder = shared_data / "influence" / "graphalytics_pagerank"
    published = {int(v): float(r) for v, r in (line.split() for line in _lines(folder / expected))}
    place = {vertex: i for i, vertex in enumerate(sorted(published))}
    pairs = [pair for line in _lines(folder / links) for pair in _pairs(line, is_weighted=links.endswith(".e"))]
    pairs += [] if is_directed else [(b, a) for a, b in pairs]
    ends = np.array([(place[a], place[b]) for a, b in pairs])
    ranks = pagerank(ends[:, 0], ends[:, 1], node_count=len(place), tolerance=0, max_iterations=iteration_count)
    assert ranks == pytest.approx([published[vertex] for vertex in sorted(published)], abs=1e-8)


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line.strip()]


def _pairs(line: str, *, is_weighted: bool) -> list[tuple[int, int]]:
    first, *others = line.split()
    return [(int(first), int(other)) for other in (others[:1] if is_weighted else others)]
