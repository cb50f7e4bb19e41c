import numpy as np
import pandas as pd
import pytest

from crm.value.bg_nbd import fit_bg_nbd
from crm.value.clv import ValueSettings, lifetime_values, mean_of, newcomer_value
from crm.value.evidence import NotEnoughEvidence
from crm.value.fit import Fit
from crm.value.gamma_gamma import GammaGamma, fit_gamma_gamma
from crm.value.histories import histories_of
from crm.value.horizon import DAYS_A_MONTH, discounted, expected_purchases, within
from crm.value.intervals import Interval, bootstrap
from crm.value.mbg_nbd import fit_mbg_nbd
from crm.value.retention import contract_value, what_if_retention
from records.errors import ConfigError, UsageError


@pytest.fixture(scope="module")
def fitted(bg_shop: pd.DataFrame) -> tuple[Fit, GammaGamma]:
    fit, money = fit_bg_nbd(histories_of(bg_shop)), fit_gamma_gamma(bg_shop)
    assert isinstance(fit, Fit)
    assert isinstance(money, GammaGamma)
    return fit, money


def test_value_is_each_months_purchases_times_money_discounted(
    bg_shop: pd.DataFrame, fitted: tuple[Fit, GammaGamma]
) -> None:
    fit, money = fitted
    table = bg_shop.head(50)
    histories = histories_of(table)
    settings = ValueSettings(month_count=6, annual_rate=0.2, margin_share=0.4)
    until = [expected_purchases(fit.model, histories, within(k * DAYS_A_MONTH / 7)) for k in range(7)]
    worth = sum((until[k] - until[k - 1]) / 1.2 ** (k / 12) for k in range(1, 7))
    amount = money.expected_amount(table["x"].to_numpy(), table["mean_amount"].to_numpy())
    told = lifetime_values(table, histories, fit.model, money, settings)
    assert told["customer_id"].tolist() == table["customer_id"].tolist()
    assert told["clv"].to_numpy("float64") == pytest.approx(0.4 * worth[histories.row] * amount)
    assert told["expected_order_count"].to_numpy("float64") == pytest.approx(until[6][histories.row])
    assert told["p_alive"].between(0, 1).all()


def test_without_discount_value_is_expected_order_count_times_money(
    bg_shop: pd.DataFrame, fitted: tuple[Fit, GammaGamma]
) -> None:
    fit, money = fitted
    histories = histories_of(bg_shop)
    told = lifetime_values(bg_shop, histories, fit.model, money, ValueSettings(annual_rate=0))
    ratio = told["clv"] / told["expected_order_count"]
    once = ratio[bg_shop["x"] == 0]
    assert once.to_numpy("float64") == pytest.approx(money.mean_amount)
    cheaper = lifetime_values(bg_shop, histories, fit.model, money, ValueSettings(annual_rate=0.3))
    assert (cheaper["clv"] < told["clv"]).all()


def test_the_weights_of_a_horizon_are_the_discounts_by_parts() -> None:
    horizon = discounted(3, annual_rate=0.21, unit_days=7)
    assert horizon.weights.sum() == pytest.approx(1.21 ** (-1 / 12))
    assert horizon.times == pytest.approx(np.arange(1, 4) * 365.25 / 84)


def test_a_newcomers_value_is_that_of_the_empty_history(fitted: tuple[Fit, GammaGamma]) -> None:
    fit, money = fitted
    table = pd.DataFrame({"customer_id": ["n"], "x": [0.0], "t_x": [0.0], "age": [0.0], "mean_amount": [np.nan]})
    told = lifetime_values(table, histories_of(table), fit.model, money, ValueSettings())
    assert told["clv"][0] == pytest.approx(newcomer_value(fit.model, money, ValueSettings()))


@pytest.mark.parametrize("wrong", [{"month_count": 0}, {"annual_rate": -1}, {"margin_share": 0}, {"unit_days": 0}])
def test_impossible_settings_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match="value"):
        ValueSettings(**wrong)


def test_bootstrap_intervals_hold_the_planted_parameters(bg_shop: pd.DataFrame) -> None:
    histories = histories_of(bg_shop.head(3000))
    fit = fit_bg_nbd(histories)
    assert isinstance(fit, Fit)
    told = bootstrap(
        fit, histories, lambda each, start: fit_bg_nbd(each, start=start), lambda model: model.parameters,
        resample_count=50,
    )  # fmt: skip
    assert not isinstance(told, NotEnoughEvidence)
    for name, planted in {"r": 0.6, "alpha": 6.0, "a": 0.8, "b": 2.4}.items():
        assert told[name].low < planted < told[name].high
        assert told[name].low < fit.model.parameters[name] < told[name].high


def test_the_bootstrap_is_repeatable_and_narrows_with_customers(mbg_shop: pd.DataFrame) -> None:
    def width(count: int) -> Interval:
        histories = histories_of(mbg_shop.head(count))
        fit = fit_mbg_nbd(histories)
        assert isinstance(fit, Fit)
        told = bootstrap(
            fit, histories, lambda each, start: fit_mbg_nbd(each, start=start),
            lambda model: {"alive": mean_of(model.p_alive(histories), histories)}, resample_count=20,
        )  # fmt: skip
        assert not isinstance(told, NotEnoughEvidence)
        return told["alive"]

    few, many = width(500), width(8000)
    assert few == width(500)
    assert (many.high - many.low) < (few.high - few.low) / 2


def test_resamples_without_a_fit_are_not_enough(bg_shop: pd.DataFrame) -> None:
    histories = histories_of(bg_shop.head(500))
    fit = fit_bg_nbd(histories)
    assert isinstance(fit, Fit)
    lack = NotEnoughEvidence(what="repeat buyers", n=1, needed=20)
    told = bootstrap(fit, histories, lambda each, start: lack, lambda model: model.parameters, resample_count=10)
    assert isinstance(told, NotEnoughEvidence)
    assert told.reason == "not enough evidence: n = 0 resamples with a fit, 9 needed"
    with pytest.raises(UsageError, match="level"):
        bootstrap(fit, histories, lambda each, start: lack, lambda model: model.parameters, level=1.0)


def test_the_closed_form() -> None:
    assert f"{contract_value(100, 0.8, 0.1):.2f}" == "266.67"
    by_hand = sum(100 * 0.8**t / 1.1**t for t in range(1, 400))
    assert contract_value(100, 0.8, 0.1) == pytest.approx(by_hand)
    assert contract_value(100, 0, 0.1) == 0
    with pytest.raises(UsageError, match="never ends"):
        contract_value(100, 1.0, 0.0)
    with pytest.raises(UsageError, match=r"\[0, 1\]"):
        contract_value(100, 1.2, 0.5)


def test_what_retention_is_worth() -> None:
    columns = ["group", "customer_count", "margin", "retention"]
    groups = pd.DataFrame([("b", 10, 50.0, 0.98), ("a", 200, 100.0, 0.8)], columns=columns)
    told = what_if_retention(groups, [-0.8, 0.0, 0.05], rate=0.1)
    assert told["group"].tolist() == ["a"] * 3 + ["b"] * 3
    by_name = told.set_index(["group", "retention_change"])
    assert by_name.loc[("a", 0.0), "value"] == pytest.approx(266.6667, abs=1e-4)
    # 100 x .85/.25 - 100 x .8/.3 = 73.33 a customer, 200 customers.
    assert by_name.loc[("a", 0.05), "value_change"] == pytest.approx(340 - 800 / 3)
    assert by_name.loc[("a", 0.05), "total_change"] == pytest.approx(200 * (340 - 800 / 3))
    assert by_name.loc[("a", -0.8), "value"] == pytest.approx(0, abs=1e-9)
    assert by_name.loc[("b", 0.05), "retention"] == 1
    assert what_if_retention(groups.iloc[:0], [0.1], rate=0.1).empty
