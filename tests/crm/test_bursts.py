import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.datasets import nile

from crm.crisis.kleinberg import Burst, BurstFilter, bursts
from crm.crisis.shifts import level_shifts
from records.errors import UsageError


def test_the_planted_burst_is_found_exactly() -> None:
    """2,050 batches of 200 events, 5% of them relevant, 20% in batches 1000 to 1049."""
    totals = np.full(2050, 200)
    shares = np.full(2050, 0.05)
    shares[1000:1050] = 0.2
    counts = np.random.default_rng(0).binomial(totals, shares)
    found = bursts(counts, totals)
    assert [(burst.first, burst.last) for burst in found] == [(1000, 1049)]
    assert found[0].weight > 0
    assert level_shifts(counts) == [1000, 1050]


def test_the_level_of_the_nile_broke_after_1898() -> None:
    volumes = nile.load_pandas().data["volume"]
    assert [1871 + position - 1 for position in level_shifts(volumes)] == [1898]


def test_costs_are_those_of_the_formula() -> None:
    """One batch of ten stands out: in the burst state it saves more than entering costs, or it does not."""
    counts, totals = [1] * 9 + [8], [10] * 10
    calm, burst = 17 / 100, 34 / 100
    saved = 8 * math.log(burst / calm) + 2 * math.log((1 - burst) / (1 - calm))
    below = 0.99 * saved / math.log(10)
    assert bursts(counts, totals, gamma=below) == [Burst(9, 9, pytest.approx(saved))]
    assert bursts(counts, totals, gamma=1.01 * saved / math.log(10)) == []


def _slow_path(calm: list[float], burst: list[float], up: float) -> float:
    """The cheapest of all paths, tried one by one."""
    best = math.inf
    for code in range(2 ** len(calm)):
        path = [code >> t & 1 for t in range(len(calm))]
        entries = sum(now > before for before, now in zip([0, *path], path, strict=False))
        best = min(best, entries * up + sum((calm, burst)[s][t] for t, s in enumerate(path)))
    return best


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=2, max_size=8), st.floats(0, 3))
def test_the_path_is_the_cheapest_of_all(pairs: list[tuple[int, int]], gamma: float) -> None:
    totals = [max(pair) for pair in pairs]
    counts = [min(pair) for pair in pairs]
    if not 0 < sum(counts) < sum(totals):
        assert bursts(counts, totals, gamma=gamma) == []
        return
    shares = [sum(counts) / sum(totals), min(2 * sum(counts) / sum(totals), 1 - 1e-9)]
    costs = [[-r * math.log(p) - (d - r) * math.log1p(-p) for r, d in zip(counts, totals, strict=True)] for p in shares]
    up = gamma * math.log(len(counts))
    found = bursts(counts, totals, gamma=gamma)
    total = sum(costs[0]) + sum(up - burst.weight for burst in found)
    assert total == pytest.approx(_slow_path(*costs, up), abs=1e-9)


def test_the_filter_enters_where_the_path_does() -> None:
    watch = BurstFilter(up_cost=5.0)
    gains = [-1.0, -1.0, 3.0, 4.0, 2.0, -1.0, -9.0, 1.0]
    steps = [(watch.step(t, 0.0, -gain), watch.since) for t, gain in enumerate(gains)]
    assert [state for state, _ in steps] == [False, False, False, True, True, False, False, False]
    assert [since for _, since in steps] == [0, 1, 2, 2, 2, 2, 2, 7]


@pytest.mark.parametrize(
    ("counts", "totals"), [([], []), ([3], [5]), ([0, 0], [5, 5]), ([5, 5], [5, 5]), ([0, 0], [0, 0])]
)
def test_too_little_or_no_variation_is_no_burst(counts: list[int], totals: list[int]) -> None:
    assert bursts(counts, totals) == []


def test_no_shift_without_variation_or_in_too_short_a_series() -> None:
    assert level_shifts([]) == level_shifts([1.0]) == level_shifts([4.0] * 50) == []


def test_impossible_batches_are_refused() -> None:
    for counts, totals in (([1, 2], [1]), ([3, 1], [2, 2]), ([-1, 1], [2, 2]), ([math.nan, 1], [2, 2])):
        with pytest.raises(UsageError, match="bursts need"):
            bursts(counts, totals)
    with pytest.raises(UsageError, match="scale"):
        bursts([1, 2], [3, 3], scale=1.0)
    with pytest.raises(UsageError, match="finite"):
        level_shifts([1.0, math.nan, 2.0])
