import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.influence.pagerank import pagerank
from crm.value.influence import CIV_DTYPES, credits_of, hubbell, influence_graph, influence_values
from records.errors import UsageError

KARATE = {
    1: (2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32), 2: (3, 4, 8, 14, 18, 20, 22, 31),
    3: (4, 8, 9, 10, 14, 28, 29, 33), 4: (8, 13, 14), 5: (7, 11), 6: (7, 11, 17), 7: (17,), 9: (31, 33, 34), 10: (34,),
    14: (34,), 15: (33, 34), 16: (33, 34), 19: (33, 34), 20: (34,), 21: (33, 34), 23: (33, 34),
    24: (26, 28, 30, 33, 34), 25: (26, 28, 32), 26: (32,), 27: (30, 34), 28: (34,), 29: (32, 34), 30: (33, 34),
    31: (33, 34), 32: (33, 34), 33: (34,),
}  # fmt: skip
"""Zachary (1977), the friendships of a karate club's 34 members."""


def edges(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["influencer_id", "influenced_id", "weight"])


def clv(**values: float | None) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": list(values), "clv": list(values.values())})


def test_hubbell_on_the_karate_club_is_pagerank() -> None:
    pairs = [(f"{a:02d}", f"{b:02d}", 1.0) for a, friends in KARATE.items() for b in friends]
    graph = influence_graph(edges(*pairs, *((b, a, weight) for a, b, weight in pairs)))
    score = hubbell(graph, beta=0.85, own=1.0)
    share = pd.Series(score / score.sum(), index=graph.ids)
    assert share.sort_values(ascending=False).index[:2].tolist() == ["34", "01"]
    assert share[["34", "01"]].round(6).tolist() == [0.100919, 0.096997]
    ends = np.array([(int(a) - 1, int(b) - 1) for a, b, _ in pairs])
    source, target = np.concatenate([ends, ends[:, ::-1]]).T
    assert share.sort_index().to_numpy() == pytest.approx(pagerank(source, target, node_count=34), abs=1e-9)


def test_value_of_influence_worked_by_hand() -> None:
    # c follows a (3 of 4 times) and b; b follows a. Nobody follows c, so its score is 1; b's is 1 + .85/4 = 1.2125,
    # a's 1 + .85 (3/4 + 1.2125) = 2.668125.
    told = influence_values(edges(("a", "c", 3), ("b", "c", 1), ("a", "b", 9)), clv(a=70.0, b=200.0, c=100.0))
    told = told.set_index("customer_id")
    assert told["cie"].tolist() == pytest.approx([2.668125, 1.2125, 1])
    to_a = 0.75 * 2.668125 / (0.75 * 2.668125 + 0.25 * 1.2125)
    assert told["civ"].tolist() == pytest.approx([200 + 100 * to_a, 100 * (1 - to_a), 0])
    assert told["influenced_count"].tolist() == [2, 1, 0]
    half = influence_values(
        edges(("a", "c", 3), ("b", "c", 1), ("a", "b", 9)), clv(a=70, b=200, c=100), influenced_share=0.5
    )
    assert half["civ"].tolist() == pytest.approx((told["civ"] / 2).tolist())


people = st.sampled_from("abcdefgh")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(people, people, st.floats(0, 50)), max_size=40), st.floats(0, 1))
def test_credits_never_exceed_what_they_are_of(rows: list[tuple[str, str, float]], influenced_share: float) -> None:
    graph = influence_graph(edges(*rows))
    credited = np.asarray(credits_of(graph, hubbell(graph)).sum(axis=0)).ravel()
    assert (credited <= 1 + 1e-9).all()
    worth = clv(**{name: 10.0 * place for place, name in enumerate("abcdefgh")})
    told = influence_values(edges(*rows), worth, influenced_share=influenced_share)
    followers = {b for a, b, weight in rows if a != b and weight > 0}
    owed = worth.set_index("customer_id")["clv"][sorted(followers)].sum()
    assert told["civ"].sum() == pytest.approx(influenced_share * owed, abs=1e-6)


def test_own_value_is_never_in_ones_own_influence() -> None:
    told = influence_values(edges(("a", "b", 1), ("b", "a", 1), ("a", "a", 7)), clv(a=1000.0, b=1.0))
    assert told["civ"].tolist() == pytest.approx([1, 1000])


@pytest.mark.parametrize("rows", [(), (("a", "a", 3.0),), (("a", "b", 0.0),)], ids=["no edges", "self", "no weight"])
def test_without_influence_there_are_no_rows(rows: tuple[tuple[str, str, float], ...]) -> None:
    told = influence_values(edges(*rows), clv(a=10.0))
    assert told.empty
    assert told.dtypes.astype(str).to_dict() == CIV_DTYPES


def test_unknown_and_negative_values_have_nothing_to_credit() -> None:
    told = influence_values(edges(("a", "b", 1), ("a", "c", 1), ("a", "d", 1)), clv(b=None, c=-5.0))
    assert told.set_index("customer_id")["civ"].tolist() == [0, 0, 0, 0]
    with pytest.raises(UsageError, match="beta"):
        hubbell(influence_graph(edges(("a", "b", 1))), beta=1)
    with pytest.raises(UsageError, match="influenced_share"):
        influence_values(edges(("a", "b", 1)), clv(a=1), influenced_share=1.5)
