from pathlib import Path

import networkit
import numpy as np
import pandas as pd
import pytest

from crm.influence.centrality import EXACT_NODE_COUNT, betweenness, core_numbers, h_index, h_indices
from crm.influence.cohesion import gini, reciprocity, retention
from crm.influence.communities import communities, community_table, modularity
from crm.influence.graph import Graph, graph_of
from records.errors import UsageError

KARATE = (Path(__file__).parent / "karate.txt").read_text().split()
"""Zachary (1977), the 78 friendships of a karate club's 34 members, as `01-02`."""
NO_EDGES: dict[str, list[tuple[object, object]]] = {
    "none": [], "self": [("a", "a")], "no source": [(None, "a")], "no target": [("a", float("nan"))],
}  # fmt: skip


def graph(*pairs: tuple[object, object]) -> Graph:
    return graph_of(pd.DataFrame(pairs, columns=["s", "t"]), source="s", target="t")


def karate() -> Graph:
    return graph(*(tuple(tie.split("-")) for tie in KARATE))  # type: ignore[arg-type]


def test_equal_pairs_add_up_and_loops_and_gaps_are_left_out() -> None:
    found = graph(("b", "a"), ("b", "a"), ("a", "b"), ("c", "c"), ("d", None))
    assert found.ids.tolist() == ["a", "b"]
    assert (found.source.tolist(), found.target.tolist(), found.weight.tolist()) == ([0, 1], [1, 0], [1, 2])
    assert found.ties.toarray().tolist() == [[0, 3], [0, 0]]


def test_weights_that_are_no_tie() -> None:
    frame = pd.DataFrame({"s": list("aaab"), "t": list("bcdc"), "w": [2.5, 0, None, -1]})
    assert graph_of(frame, source="s", target="t", weight="w").ids.tolist() == ["a", "b"]
    with pytest.raises(UsageError, match="lacks x"):
        graph_of(frame, source="s", target="x")


def test_the_karate_club_has_the_published_communities() -> None:
    club = karate()
    found = communities(club)
    assert found.nunique() == 4
    assert round(modularity(club, found), 5) == 0.41979
    assert (found["01"], found["34"]) == ("01", "09")


def test_the_order_of_edges_changes_nothing() -> None:
    first = communities(karate())
    turned = graph(*(tuple(tie.split("-")[::-1]) for tie in reversed(KARATE)))  # type: ignore[arg-type]
    pd.testing.assert_series_equal(first, communities(turned))


def test_the_karate_club_has_the_published_betweenness_and_cores() -> None:
    between = betweenness(karate())
    assert round(between["01"], 2) == 231.07
    assert between["12"] == 0
    cores = core_numbers(karate())
    assert cores.value_counts().to_dict() == {4: 10, 3: 12, 2: 11, 1: 1}
    assert cores["12"] == 1


def test_betweenness_of_a_large_graph_is_sampled() -> None:
    # Two stars of 1,500 joined by a bridge: all that passes between them passes over both centres.
    half = EXACT_NODE_COUNT * 3 // 4
    arms = [(f"{side}{i:04d}", side) for side in ("l", "r") for i in range(half)]
    found = betweenness(graph(*arms, ("l", "r")), sample_count=300)
    exact = half * (half - 1) / 2 + half * (half + 1)
    assert found[["l", "r"]].to_numpy() == pytest.approx([exact, exact], rel=0.15)
    assert found.drop(["l", "r"]).max() < exact / 1000


def test_threads_of_networkit_are_put_back() -> None:
    networkit.setNumberOfThreads(2)
    core_numbers(karate())
    assert networkit.getMaxNumberOfThreads() == 2


@pytest.mark.parametrize("rows", NO_EDGES.values(), ids=NO_EDGES)
def test_a_graph_without_edges(rows: list[tuple[object, object]]) -> None:
    empty = graph(*rows)
    assert (empty.node_count, reciprocity(empty)) == (0, None)
    found = communities(empty)
    assert found.empty
    assert core_numbers(empty).empty
    assert betweenness(empty).empty
    assert modularity(empty, found) == 0
    table = community_table(empty, found)
    assert (len(table), table["member_count"].dtype.name) == (0, "Int64")


def test_one_large_component() -> None:
    count = 100_000
    star = Graph(ids=pd.Index([f"{i:06d}" for i in range(count)], dtype="object"), source=np.arange(1, count),
                 target=np.zeros(count - 1, dtype=np.int64), weight=np.ones(count - 1))  # fmt: skip
    found = communities(star)
    assert set(found) == {"000000"}
    row = community_table(star, found).iloc[0]
    assert (row["member_count"], row["top_member_id"], row["top_member_share"]) == (count, "000000", 1.0)
    assert row["gini"] == pytest.approx(1 - 1 / count)
    assert set(core_numbers(star)) == {1}


def test_a_community_table_by_hand() -> None:
    found = graph(("a", "b"), ("b", "a"), ("c", "a"), ("x", "y"), ("x", "a"), ("x", "a"))
    community = pd.Series({"a": "a", "b": "a", "c": "a", "x": "x", "y": "x"})
    table = community_table(found, community).set_index("community_id")
    assert table.loc["a"].to_dict() == pytest.approx({
        "member_count": 3, "inner_pair_count": 3, "mutual_pair_count": 2, "inner_weight": 3, "outer_weight": 2,
        "reciprocity": 2 / 3, "density": 0.5, "gini": 4 / 9, "top_member_id": "a", "top_member_share": 2 / 3,
    })  # fmt: skip
    assert table.loc["a", "gini"] == pytest.approx(gini([2, 1, 0]))
    assert table.loc["x", ["reciprocity", "top_member_id"]].tolist() == [0.0, "y"]
    lonely = community_table(found, pd.Series({name: name for name in "abcxy"}))
    assert lonely[["reciprocity", "density", "gini", "top_member_id"]].isna().all(axis=None)


def test_a_community_in_two_pieces_is_parted() -> None:
    two = graph(("a", "b"), ("x", "y"))
    assert communities(two, resolution=0.0).to_dict() == {"a": "a", "b": "a", "x": "x", "y": "x"}


def test_gini() -> None:
    assert gini([1, 1, 1]) == 0
    assert gini([0, 0, 0, 8]) == 0.75
    assert gini([1, 3, float("nan")]) == 0.25
    assert gini([]) is None
    assert gini([0, 0]) is None


def test_reciprocity_counts_pairs() -> None:
    assert reciprocity(graph(("a", "b"), ("b", "a"), ("a", "c"), ("a", "c"))) == pytest.approx(2 / 3)


def test_who_stayed_joined_and_left() -> None:
    before = pd.Series({"a": "A", "b": "A", "c": "A", "d": "D", "e": "E"})
    after = pd.Series({"a": "new", "b": "new", "x": "new", "d": "new", "c": "c2", "y": "c2", "z": "z"})
    table = retention(before, after).set_index(["community_id", "previous_community_id"])
    kept, left = table.loc[("new", "A")], table[table["previous_count"] > 0]
    assert kept[["kept_count", "joined_count", "left_count", "retention"]].tolist() == pytest.approx([2, 2, 1, 2 / 3])
    assert left["previous_count"].sum() == 5
    newcomer = table.xs("z", level="community_id").iloc[0]
    assert (newcomer["previous_count"], newcomer["retention"] is pd.NA) == (0, True)
    ended = table[table.index.get_level_values(0).isna()]
    assert ended["left_count"].tolist() == [1, 1]
    assert retention(before, pd.Series(dtype="object"))["left_count"].sum() == 5
    assert retention(pd.Series(dtype="object"), pd.Series(dtype="object")).empty


def test_h_index() -> None:
    assert h_index([10, 8, 5, 4, 3]) == 4
    assert h_index([25, 8, 5, 3, 3]) == 3
    assert (h_index([]), h_index([0, 0]), h_index([float("nan"), 7])) == (0, 0, 1)


def test_h_indices_of_many() -> None:
    contents = pd.DataFrame({"author": list("aaaaabb"), "count": [10, 8, 5, 4, 3, None, 0]})
    assert h_indices(contents, by=["author"], count="count").to_dict() == {"a": 4, "b": 0}
