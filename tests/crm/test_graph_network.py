from collections.abc import Callable
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from crm.influence.network import repost_network
from crm.influence.pagerank import pagerank_of_edges
from records.errors import UsageError

Edges = Callable[..., pd.DataFrame]


def test_positions_and_circles_of_two_brands(edges: Edges, period: dict[str, date]) -> None:
    pairs = [("b", "a"), ("b", "a"), ("c", "a"), ("c", "b"), ("y", "x"), ("z", "x"), ("z", "y"), ("a", "x")]
    rows = [{"child_author_id": child, "parent_author_id": parent} for child, parent in pairs]
    tree = edges(*rows, {"child_author_id": "late", "published_at": datetime(2026, 5, 1, tzinfo=UTC)},
                 {"child_author_id": "q", "parent_author_id": "p", "brand_id": "milk"},
                 {"child_author_id": "own", "parent_author_id": "own", "brand_id": "self"})  # fmt: skip
    network = repost_network(tree, **period)
    tea = network.positions[network.positions["brand_id"] == "tea"].set_index("author_id")
    assert set(tea.index) == set("abcxyz")
    expected = pagerank_of_edges(edges(*rows), source="child_author_id", target="parent_author_id")
    pd.testing.assert_series_equal(tea["pagerank"].astype("float64").sort_index(), expected, check_names=False,
                                   check_index_type=False)  # fmt: skip
    assert tea["community_id"].to_dict() == {**dict.fromkeys("abc", "a"), **dict.fromkeys("xyz", "x")}
    assert tea.loc["a", ["core_number", "passed_on_count", "passing_on_count"]].tolist() == [2, 3, 1]
    assert tea["betweenness"].to_dict() == {"a": 6, "x": 6, "b": 0, "c": 0, "y": 0, "z": 0}
    circles = network.circles.set_index("brand_id")
    assert circles.loc["tea", "member_count"].tolist() == [3, 3]
    assert circles.loc["tea", "modularity"].nunique() == 1
    assert (circles.loc["milk", "member_count"], "self" in circles.index) == (2, False)


def test_water_armies_are_left_out(edges: Edges, period: dict[str, date]) -> None:
    tree = edges({"child_author_id": "b"}, {"child_author_id": "troll"}).assign(is_water_army=[False, True])
    assert set(repost_network(tree, **period).positions["author_id"]) == {"a_1", "b"}


def test_no_edges(edges: Edges, period: dict[str, date]) -> None:
    network = repost_network(edges(), **period)
    assert (len(network.positions), len(network.circles)) == (0, 0)
    assert network.positions.dtypes["pagerank"].name == "Float64"
    assert network.circles.dtypes["modularity"].name == "Float64"
    with pytest.raises(UsageError, match="lacks"):
        repost_network(pd.DataFrame(), **period)
