"""AHP and entropy weights, the scorecard, and whether a programme pays."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from crm.decisions.ahp import ahp_weights
from crm.decisions.entropy import entropy_weights
from crm.decisions.programme_value import ProgrammeValue, programme_value
from crm.decisions.scorecard import Indicator, combined, indicator_scores, scorecard
from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError, UsageError

NAMES = ("满意", "回头", "成本")


def test_judgements_of_three() -> None:
    told = ahp_weights(NAMES, [[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])
    assert list(told.weights.values()) == pytest.approx([0.637, 0.258, 0.105], abs=5e-4)
    assert told.greatest_eigenvalue == pytest.approx(3.0385, abs=5e-5)
    assert told.consistency_ratio == pytest.approx(0.0385 / 2 / 0.58, abs=1e-3)
    assert sum(told.weights.values()) == pytest.approx(1)


def test_consistent_judgements_give_back_their_weights() -> None:
    planted = np.array([0.4, 0.3, 0.2, 0.1])
    told = ahp_weights("abcd", planted[:, None] / planted[None, :])
    assert list(told.weights.values()) == pytest.approx(planted)
    assert told.consistency_ratio == pytest.approx(0, abs=1e-9)
    assert ahp_weights(["a", "b"], [[1, 9], [1 / 9, 1]]).weights == pytest.approx({"a": 0.9, "b": 0.1})
    assert ahp_weights(["a"], [[1]]).weights == {"a": 1}


@pytest.mark.parametrize(
    ("table", "why"),
    [([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]], "contradict"), ([[1, 2, 3], [2, 1, 1], [1 / 3, 1, 1]], "1 / "),
     ([[1, 2], [0.5, 1]], "3 by 3"), ([[1, -2, 1], [-0.5, 1, 1], [1, 1, 1]], "positive")],
)  # fmt: skip
def test_judgements_that_say_nothing_are_refused(table: list[list[float]], why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        ahp_weights(NAMES, table)


def test_what_varies_more_weighs_more() -> None:
    scores = pd.DataFrame({"静": [50.0, 50, 50, 50], "缓": [40.0, 50, 50, 60], "动": [0.0, 10, 90, 100]})
    told = entropy_weights(scores)
    assert isinstance(told, dict)
    assert told["静"] == 0
    assert told["动"] > 0.9 > told["缓"] > 0
    assert sum(told.values()) == pytest.approx(1)


def test_entropy_by_hand() -> None:
    told = entropy_weights(pd.DataFrame({"x": [1.0, 1, 2], "y": [0.0, 0, 4]}))
    assert isinstance(told, dict)
    entropy = (0.5 * np.log(2) + 0.5 * np.log(4)) / np.log(3)
    assert told == pytest.approx({"x": (1 - entropy) / (2 - entropy), "y": 1 / (2 - entropy)})


def test_entropy_without_evidence() -> None:
    assert isinstance(entropy_weights(pd.DataFrame({"x": [1.0, 2]})), NotEnoughEvidence)
    still = entropy_weights(pd.DataFrame({"x": [3.0, 3, 3], "y": [0.0, 0, 0]}))
    assert isinstance(still, NotEnoughEvidence)
    assert still.reason == "not enough evidence: n = 3 complete periods, no indicator moves"
    with pytest.raises(UsageError, match="0 or more"):
        entropy_weights(pd.DataFrame({"x": [1.0, -2, 3]}))


INDICATORS = (
    Indicator(name="nps", view="customer", floor=-0.2, target=0.6),
    Indicator(name="complaint_rate", view="customer", floor=20, target=0),
    Indicator(name="profit", view="finance", floor=0, target=100),
)


def values(**told: float | None) -> pd.DataFrame:
    rows = [("tea", date(2026, 3, 31), name, value) for name, value in told.items()]
    return pd.DataFrame(rows, columns=["brand_id", "month", "indicator", "value"])


def test_less_can_be_better_and_scores_stay_on_their_scale() -> None:
    scores = indicator_scores(values(nps=0.2, complaint_rate=5, profit=250), INDICATORS)
    assert scores.iloc[0].to_dict() == pytest.approx({"nps": 50, "complaint_rate": 75, "profit": 100})


def test_the_card_is_the_weighted_mean_of_what_is_known() -> None:
    weights = {"nps": 0.3, "complaint_rate": 0.3, "profit": 0.4}
    told = scorecard(values(nps=0.2, complaint_rate=5, profit=50), INDICATORS, weights)
    assert isinstance(told, pd.DataFrame)
    assert told.set_index("view")["score"].to_dict() == pytest.approx({"all": 57.5, "customer": 62.5, "finance": 50})
    half = scorecard(values(nps=0.2, complaint_rate=None, profit=50), INDICATORS, weights)
    assert isinstance(half, pd.DataFrame)
    customer = half.set_index("view").loc["customer"]
    assert (customer["score"], customer["weight_known"], customer["indicator_count"]) == pytest.approx((50, 0.5, 1))
    assert half["month"].unique().tolist() == [date(2026, 3, 1)]
    assert isinstance(scorecard(values(), INDICATORS, weights), NotEnoughEvidence)


def test_impossible_cards_are_refused() -> None:
    with pytest.raises(ConfigError, match="view people"):
        Indicator(name="nps", view="people", floor=0, target=1)
    with pytest.raises(ConfigError, match="both 1"):
        Indicator(name="nps", view="customer", floor=1, target=1)
    with pytest.raises(ConfigError, match="needs a weight"):
        scorecard(values(nps=0.1), INDICATORS, {"nps": 1})
    with pytest.raises(ConfigError, match="same indicators"):
        combined({"a": 1}, {"b": 1})
    assert combined({"a": 1, "b": 3}, {"a": 0.5, "b": 0.5}) == {"a": 0.375, "b": 0.625}


def flows(*rows: tuple[object, ...], **bands: list[float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["period", "benefit", "cost"]).assign(**bands)


def test_a_programme_worked_by_hand() -> None:
    told = programme_value(flows((0, 0, 1000), (1, 500, 0), (2, 500, 0), (3, 500, 0)), rate=0.1)
    assert isinstance(told, ProgrammeValue)
    assert told.npv == pytest.approx(-1000 + 500 / 1.1 + 500 / 1.21 + 500 / 1.331)
    assert told.npv == pytest.approx(243.43, abs=0.005)
    assert (told.roi, told.payback_periods, told.period_count) == (0.5, 2, 4)
    assert told.npv_low is None


def test_payback_between_periods_for_good_or_never() -> None:
    cases = {
        2.5: [(0, 0, 100), (1, 50, 0), (2, 25, 0), (3, 50, 0)],
        3.25: [(0, 0, 100), (1, 120, 0), (3, 0, 70), (4, 200, 0)],
        0.0: [(0, 10, 5)],
    }
    for periods, rows in cases.items():
        told = programme_value(flows(*rows), rate=0.0)
        assert isinstance(told, ProgrammeValue)
        assert told.payback_periods == pytest.approx(periods)
    never = programme_value(flows((0, 0, 100), (1, 50, 0)), rate=0.0)
    assert isinstance(never, ProgrammeValue)
    assert never.payback_periods is None


def test_an_uncertain_benefit_gives_a_band() -> None:
    told = programme_value(flows((0, 0, 10), (1, 22, 0), benefit_low=[0, 11], benefit_high=[0, 33]), rate=0.1)
    assert isinstance(told, ProgrammeValue)
    assert (told.npv_low, told.npv, told.npv_high) == pytest.approx((0, 10, 20))


def test_programmes_that_cannot_be_valued() -> None:
    assert isinstance(programme_value(flows((0, 5, 0)), rate=0.1), NotEnoughEvidence)
    assert isinstance(programme_value(flows(), rate=0.1), NotEnoughEvidence)
    for wrong, rate in ((flows((0, None, 5)), 0.1), (flows((-1, 5, 5)), 0.1), (flows((0, 5, 5)), -1)):
        with pytest.raises(UsageError):
            programme_value(wrong, rate=rate)
