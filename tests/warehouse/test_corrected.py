"""Error-corrected net sentiment: by hand, by simulation, and withheld where too little was checked."""

import random

import pytest

from warehouse.metrics.correction import CLASSES, correct

COUNTS = {"positive": 600, "neutral": 100, "negative": 200, "abstained": 100}


def test_it_is_the_weighted_mean_of_what_people_said() -> None:
    pairs = {
        "positive": {"positive": 45, "negative": 5},  # mean .8
        "neutral": {"neutral": 18, "positive": 2},  # mean .1
        "negative": {"negative": 18, "neutral": 2},  # mean -.9
        "abstained": {"negative": 10, "neutral": 10},  # mean -.5
    }
    found = correct(COUNTS, pairs)
    assert found.value == pytest.approx(0.6 * 0.8 + 0.1 * 0.1 + 0.2 * -0.9 + 0.1 * -0.5)
    assert found.checked_count == 110
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


def test_it_is_withheld_without_enough_and_says_what_is_missing() -> None:
    few = correct(COUNTS, {"positive": {"positive": 40}})
    assert (few.value, few.withheld) == (None, "40 of a random sample checked, 50 are needed")
    lopsided = correct(COUNTS, {"positive": {"positive": 90}, "neutral": {"neutral": 30}, "abstained": {"neutral": 20}})
    assert lopsided.value is None
    assert lopsided.withheld == "only 0 checked of those the model calls negative, 10 are needed"
    assert correct(dict.fromkeys(CLASSES, 0), {}).withheld == "no judged mentions in the period"


def test_the_interval_holds_the_truth_in_most_samples() -> None:
    """A machine that errs differently by class, 400 samples of 200: about 95% of intervals hold the truth."""
    chance = random.Random(7)
    means = {"positive": (0.8, 0.1), "neutral": (0.2, 0.6), "negative": (0.05, 0.15), "abstained": (0.3, 0.4)}
    truth = sum(COUNTS[name] / 1000 * (p - (1 - p - n)) for name, (p, n) in means.items())
    held = 0
    for _ in range(400):
        pairs: dict[str, dict[str, int]] = {}
        for name, (p, n) in means.items():
            for _ in range(COUNTS[name] // 5):
                lot = chance.random()
                said = "positive" if lot < p else "neutral" if lot < p + n else "negative"
                pairs.setdefault(name, {})[said] = pairs.get(name, {}).get(said, 0) + 1
        found = correct(COUNTS, pairs)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= truth <= found.high
    assert held / 400 > 0.92
