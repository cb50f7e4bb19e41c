import numpy as np
import pytest
from scipy import stats

from crm.satisfaction.intervals import mean, net_score, poisson, wilson


def test_wilson_is_scipys_score_interval() -> None:
    for count, total in [(0, 5), (5, 5), (7, 30), (946, 2357)]:
        low, high = wilson([count], [total])
        known = stats.binomtest(count, total).proportion_ci(method="wilson")
        assert (low[0], high[0]) == pytest.approx((known.low, known.high), abs=1e-12)


def test_poisson_covers_at_least_what_it_says() -> None:
    low, high = poisson(np.arange(60), np.ones(60))
    for rate in (0.5, 3.0, 11.0):
        chances = stats.poisson.pmf(np.arange(60), rate)
        assert chances[(low <= rate) & (rate <= high)].sum() >= 0.95
    assert low[0] == 0
    assert high[0] == pytest.approx(-np.log(0.025))


def test_the_mean_is_students_interval_of_the_values() -> None:
    values = np.array([3.0, 4, 4, 6, 7, 9])
    low, high = mean([values.sum()], [(values**2).sum()], [len(values)])
    known = stats.ttest_1samp(values, 0).confidence_interval()
    assert (low[0], high[0]) == pytest.approx((known.low, known.high))


def test_a_net_score_adds_three_answers() -> None:
    low, high = net_score([50], [20], [100])
    up, down = 50.75 / 103, 20.75 / 103
    half = stats.norm.ppf(0.975) * np.sqrt((up + down - (up - down) ** 2) / 103)
    assert (low[0], high[0]) == pytest.approx((up - down - half, up - down + half))
    assert low[0] < 0.3 < high[0]


def test_nothing_counted_has_no_interval() -> None:
    for told in (wilson([0], [0]), poisson([0], [0]), mean([0], [0], [0]), net_score([0], [0], [0])):
        assert np.isnan(told[0][0])
        assert np.isnan(told[1][0])
    assert np.isnan(mean([5], [25], [1])[0][0])
    assert np.isnan(mean([0.3 * 3], [0.09 * 3], [3])[0][0]), "equal values show no spread"
