import numpy as np
import pandas as pd
import pytest

from crm.value.cells import CELLS, value_cells
from crm.value.evidence import NotEnoughEvidence
from crm.value.pyramid import DEFAULT_PYRAMID, pyramid_of, value_tiers
from records.errors import ConfigError


def customers(count: int, *, seed: int = 1) -> pd.DataFrame:
    worth = np.random.default_rng(seed).permutation(count).astype(float)
    return pd.DataFrame({"customer_id": [f"c{i:04d}" for i in range(count)], "clv": worth})


def tiers(values: pd.DataFrame, **options: object) -> pd.DataFrame:
    told = value_tiers(values, **options)  # type: ignore[arg-type]
    assert isinstance(told, pd.DataFrame)
    return told


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(1000, [10, 190, 300, 500]), (10, [0, 2, 3, 5]), (50, [1, 9, 15, 25]), (2357, [24, 447, 708, 1178])],
)  # fmt: skip
def test_a_thousand_customers_make_10_190_300_500(count: int, sizes: list[int]) -> None:
    values = customers(count)
    told = tiers(values)
    assert [int((told["tier"] == level.name).sum()) for level in DEFAULT_PYRAMID.levels] == sizes
    ordered = told.assign(clv=values["clv"]).sort_values("value_rank")
    assert ordered["clv"].is_monotonic_decreasing
    names = [level.name for level in DEFAULT_PYRAMID.levels]
    assert ordered["tier"].map(names.index).is_monotonic_increasing


def test_equals_follow_their_id_and_the_unknown_have_no_tier() -> None:
    values = customers(20).assign(clv=[5.0] * 10 + [1.0] * 9 + [None])
    told = tiers(values.sample(frac=1, random_state=3)).sort_values("customer_id", ignore_index=True)
    assert told["value_rank"][:19].tolist() == list(range(1, 20))
    assert told.loc[19, ["tier", "value_rank"]].isna().all()


def test_another_value_and_another_pyramid() -> None:
    levels = [
        {"name": "vip", "zh_name": "贵宾", "above": 0, "until": 0.1},
        {"name": "rest", "zh_name": "其余", "above": 0.1, "until": 1},
    ]
    told = tiers(customers(40).rename(columns={"clv": "cev"}), by="cev", pyramid=pyramid_of(levels))
    assert told["tier"].value_counts().to_dict() == {"rest": 36, "vip": 4}


@pytest.mark.parametrize(
    ("shares", "fault"),
    [
        ([(0, 0.1), (0.2, 1)], "a gap between l0"),
        ([(0, 0.3), (0.2, 1)], "an overlap between l0"),
        ([(0.1, 1)], "must begin at 0"),
        ([(0, 0.9)], "last end at 1"),
        ([], "must begin at 0"),
        ([(0, 0), (0, 1)], "l0 ends at 0.0, not after"),
    ],
)
def test_a_pyramid_with_gaps_is_refused(shares: list[tuple[float, float]], fault: str) -> None:
    config = [
        {"name": f"l{i}", "zh_name": "层", "above": above, "until": until} for i, (above, until) in enumerate(shares)
    ]
    with pytest.raises(ConfigError, match=fault):
        pyramid_of(config)


def test_an_unreadable_pyramid_names_the_entry() -> None:
    with pytest.raises(ConfigError, match="entry 1"):
        pyramid_of([{"name": "vip", "above": 0, "until": 1}])
    with pytest.raises(ConfigError, match="share a name"):
        pyramid_of([{"name": "a", "zh_name": "甲", "above": s, "until": s + 0.5} for s in (0, 0.5)])


def test_few_or_equal_customers_make_no_pyramid() -> None:
    few, equal = value_tiers(customers(9)), value_tiers(customers(30).assign(clv=7.0))
    assert isinstance(few, NotEnoughEvidence)
    assert few.reason == "not enough evidence: n = 9 customers with a value, 10 needed"
    assert isinstance(equal, NotEnoughEvidence)
    assert equal.reason == "not enough evidence: n = 30 customers with a value, all of the same clv"


def test_four_cells_hold_everybody() -> None:
    values = pd.DataFrame(
        [("a", 10, 10), ("b", 10, 0), ("c", 1, 10), ("d", 1, 0), ("e", None, 5), ("f", 5, None)],
        columns=["customer_id", "clv", "crv"],
    )
    told = value_cells(values)
    assert isinstance(told, pd.DataFrame)
    assert told["value_cell"][:4].tolist() == ["champions", "affluents", "advocates", "misers"]
    assert told["value_cell"][4:].isna().all()
    assert set(told["value_cell"].dropna()) == set(CELLS)


def test_whoever_brought_anybody_is_high_where_most_brought_nobody() -> None:
    told = value_cells(customers(100).assign(crv=[30.0, *[0.0] * 99]))
    assert isinstance(told, pd.DataFrame)
    is_voice = told["value_cell"].isin(["champions", "advocates"])
    assert is_voice.tolist() == [True] + [False] * 99


def test_few_or_equal_customers_have_no_cells() -> None:
    assert isinstance(value_cells(customers(3).assign(crv=1.0)), NotEnoughEvidence)
    equal = value_cells(customers(30).assign(clv=1.0, crv=0.0))
    assert isinstance(equal, NotEnoughEvidence)
    assert equal.reason == "not enough evidence: n = 30 customers with CLV and CRV, all with the same values"
