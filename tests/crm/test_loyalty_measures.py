"""The six measures, types of loyalty, the slope from satisfaction, and the cost of switching."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from crm.loyalty.decision import decision_days
from crm.loyalty.measures import LOYALTY_DTYPES, LoyaltyInputs, loyalty_measures
from crm.loyalty.slope import LoyaltySlope, loyalty_slope
from crm.loyalty.switching import SwitchingHalves, switching_costs
from crm.loyalty.tolerance import fault_tolerance
from crm.loyalty.types import loyalty_types
from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError

END = date(2026, 6, 30)


def frame(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns.split())


ORDERS = frame(
    "customer_id order_id day amount",
    ("a", "1", "2026-01-10", 50.0), ("a", "2", "2026-03-10", 70.0), ("a", "3", "2026-03-10", 5.0),
    ("a", "4", "2026-05-01", -20.0), ("b", "5", "2026-02-02", 30.0), ("c", "6", "2026-07-01", 99.0),
)  # fmt: skip


def test_each_of_the_six_by_hand() -> None:
    inputs = LoyaltyInputs(
        discounts=frame("customer_id day gross_amount discount_amount", ("a", "2026-01-10", 50, 0),
                        ("a", "2026-03-10", 70, 30), ("b", "2026-02-02", 30, None)),
        touches=frame("customer_id day", ("a", "2026-01-01"), ("a", "2026-01-08"), ("a", "2026-03-01")),
        opinions=frame("customer_id day sentiment", ("a", "2026-02-01", "negative"), ("a", "2026-02-02", "negative"),
                       ("a", "2026-02-03", "positive"), ("b", "2026-02-03", "neutral")),
        faults=frame("customer_id day", ("a", "2026-01-20"), ("b", "2026-06-20")),
    )  # fmt: skip
    told = loyalty_measures(ORDERS, month=date(2026, 6, 9), inputs=inputs)
    assert {name: str(dtype) for name, dtype in told.dtypes.items()} == LOYALTY_DTYPES
    assert told["customer_id"].tolist() == ["a", "b"], "c bought later"
    first, second = told.to_dict("records")
    assert first == {
        "customer_id": "a", "month": date(2026, 6, 1), "repeat_order_count": 1, "decision_days": 9.0,
        "price_sensitivity": pytest.approx(30 / 150), "competitor_attitude": pytest.approx(-1 / 3),
        "fault_tolerance": 1.0, "category_spend": 105.0,
    }  # fmt: skip
    assert (second["repeat_order_count"], second["category_spend"]) == (0, 30)
    unknown = ["decision_days", "price_sensitivity", "competitor_attitude", "fault_tolerance"]
    assert all(pd.isna(second[name]) for name in unknown)


def test_feeds_that_do_not_exist_leave_their_measure_unknown() -> None:
    told = loyalty_measures(ORDERS, month=END)
    assert told[["decision_days", "price_sensitivity", "competitor_attitude", "fault_tolerance"]].isna().all(axis=None)
    assert loyalty_measures(ORDERS.head(0), month=END).empty


def test_a_decision_begins_after_the_purchase_before() -> None:
    bought = frame("customer_id day", ("a", "2026-01-10"), ("a", "2026-02-20"), ("a", "2026-06-01"))
    touched = frame(
        "customer_id day", ("a", "2026-01-06"), ("a", "2026-01-10"), ("a", "2026-02-10"), ("a", "2026-02-21")
    )
    told = decision_days(bought, touched, end=END)
    assert told[["decision_days", "decision_count"]].to_numpy().tolist() == [[7, 2]], (
        "4 and 10 days; 100 is too long ago"
    )
    assert decision_days(bought, touched.head(0), end=END).empty


def test_an_undecided_fault_is_neither_forgiven_nor_not() -> None:
    bought = frame(
        "customer_id day", ("a", "2026-01-10"), ("a", "2026-03-01"), ("b", "2026-01-01"), ("c", "2026-01-01")
    )
    faults = frame(
        "customer_id day", ("a", "2026-01-10"), ("a", "2026-03-01"), ("b", "2026-01-05"), ("c", "2026-06-20")
    )
    told = fault_tolerance(bought, faults, end=END, window_days=100).set_index("customer_id")
    assert told["fault_tolerance"].to_dict() == {"a": 0.5, "b": 0.0}
    assert told["fault_count"].to_dict() == {"a": 2, "b": 1}


def test_four_types_cover_everybody_known() -> None:
    customers = frame(
        "customer_id repeat_order_count attitude",
        ("a", 5, 0.5), ("b", 0, 0.5), ("c", 5, -0.5), ("d", 0, 0.0), ("e", 9, None), ("f", None, 1.0),
    )  # fmt: skip
    told = loyalty_types(customers)
    assert isinstance(told, pd.DataFrame)
    assert told["loyalty_type"].fillna("?").tolist() == ["true", "latent", "spurious", "none", "?", "?"]
    assert isinstance(loyalty_types(customers.head(3)), NotEnoughEvidence)
    alike = loyalty_types(customers.assign(repeat_order_count=2))
    assert isinstance(alike, NotEnoughEvidence)
    assert alike.reason.endswith("the median parts nobody")
    fixed = loyalty_types(customers.assign(repeat_order_count=2), repeats_from=2)
    assert isinstance(fixed, pd.DataFrame)
    assert fixed["loyalty_type"].iloc[:5].fillna("?").tolist() == ["true", "true", "spurious", "spurious", "?"]


def planted(slope: float, bend: float, count: int = 4000, seed: int = 9) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    satisfaction = rng.integers(1, 11, count).astype(float)
    centred = satisfaction - satisfaction.mean()
    odds = -0.4 + slope * centred + bend * centred**2
    return pd.DataFrame({"satisfaction": satisfaction, "is_loyal": rng.random(count) < 1 / (1 + np.exp(-odds))})


def test_the_planted_slope_is_found() -> None:
    told = loyalty_slope(planted(0.35, 0.0))
    assert isinstance(told, LoyaltySlope)
    assert told.slope.low < 0.35 < told.slope.high
    assert told.slope.high - told.slope.low < 0.12
    assert told.rank_correlation.low > 0.3
    assert told.bend_p > 0.05
    bent = loyalty_slope(planted(0.35, 0.06))
    assert isinstance(bent, LoyaltySlope)
    assert bent.bend.low < 0.06 < bent.bend.high
    assert bent.bend_p < 1e-6


def test_outcomes_that_show_no_slope() -> None:
    customers = planted(0.3, 0.0, count=200)
    for wrong, why in (
        (customers.head(0), "n = 0"), (customers.assign(is_loyal=True), "n = 0"),
        (customers.assign(satisfaction=5), "fewer than three values"),
        (customers.assign(is_loyal=customers["satisfaction"] > 5), "parts them without error"),
    ):  # fmt: skip
        told = loyalty_slope(wrong)
        assert isinstance(told, NotEnoughEvidence)
        assert why in told.reason


def test_switching_costs_grow_with_what_would_be_lost() -> None:
    customers = frame(
        "customer_id points_value tenure_days category_count",
        ("new", 0, 0, 1), ("half", 50, 365, 3), ("some", 50, None, None), ("unknown", None, None, None),
    )  # fmt: skip
    told = switching_costs(customers)
    assert told["switching_cost"].iloc[:3].tolist() == [0, 50, 50]
    assert told["part_count"].tolist() == [3, 3, 1, 0]
    assert pd.isna(told["switching_cost"].iloc[3])
    more = switching_costs(customers.assign(points_value=1000))
    assert (more["switching_cost"].iloc[:3] > told["switching_cost"].iloc[:3]).all()
    with pytest.raises(ConfigError, match="half must be positive"):
        SwitchingHalves(tenure_days=0)
