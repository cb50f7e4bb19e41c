"""Rising topics: planted rises are found, chance and a growing crowd are not."""

import numpy as np
import pytest

from nlp.topics.rising import false_discovery, rising

IDS = [f"t{at}" for at in range(15)]
WEEKS = 4


def weeks(seed: int, *, growth: float = 1.0, spread: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    rates = generator.gamma(1, 30, len(IDS)) + 5
    shocks = generator.gamma(1 / spread**2, spread**2, (len(IDS), WEEKS + 1)) if spread else 1.0
    table = generator.poisson(rates[:, None] * shocks * np.array([1.0] * WEEKS + [growth]))
    return table[:, :WEEKS], table[:, WEEKS]


@pytest.mark.parametrize("spread", [0.0, 0.2])
def test_chance_and_a_growing_crowd_raise_nothing(spread: float) -> None:
    tested = called = 0
    for seed in range(60):
        before, now = weeks(seed, growth=1.5, spread=spread)
        found = rising(IDS, before, now, [1_000] * WEEKS, 1_500)
        tested, called = tested + len(found), called + sum(rise.is_rising for rise in found)
    assert tested > 500
    assert called <= 0.04 * tested


def test_a_doubled_topic_is_found() -> None:
    hits = 0
    for seed in range(40):
        before, now = weeks(seed)
        now[3] = np.random.default_rng(seed).poisson(max(20, before[3].mean()) * 2.5)
        found = rising(IDS, before, now, [1_000] * WEEKS, 1_000)
        hits += any(rise.topic_id == "t3" and rise.is_rising for rise in found)
    assert hits >= 34


def test_a_new_topic_rises_and_a_few_mentions_do_not() -> None:
    before = [[0, 0, 0, 0], [100, 95, 105, 100], [1, 0, 1, 0]]
    found = {rise.topic_id: rise for rise in rising(["new", "old", "rare"], before, [40, 100, 6], [1_000] * 4, 1_000)}
    assert found["new"].is_rising
    assert not found["old"].is_rising
    assert "rare" not in found
    assert found["new"].expected_count < 5
    assert found["new"].p_value <= found["new"].q_value <= 0.05


def test_the_most_improbable_is_first() -> None:
    before = [[20] * 4, [20] * 4, [20] * 4]
    found = rising(["a", "b", "c"], before, [22, 90, 45], [500] * 4, 500)
    assert [rise.topic_id for rise in found] == ["b", "c", "a"]
    assert found[0].lift > found[1].lift > found[2].lift


def test_nothing_before_or_now_is_no_test() -> None:
    assert rising([], [], [], [1_000], 1_000) == []
    assert rising(["a"], [[0]], [50], [0], 100) == []
    assert rising(["a"], [[5]], [50], [100], 0) == []
    assert rising(["a"], [[]], [50], [], 100) == []


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        rising(["a"], [[-1]], [50], [100], 100)
    with pytest.raises(ValueError, match="expected"):
        rising(["a"], [[1, 2]], [50], [100], 100)


def test_adjusted_p_values() -> None:
    np.testing.assert_allclose(false_discovery(np.array([0.01, 0.04, 0.03, 0.5])), [0.04, 0.16 / 3, 0.16 / 3, 0.5])
