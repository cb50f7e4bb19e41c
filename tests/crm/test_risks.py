from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from crm.stage.bookrisks import acquisition_months, acquisition_risks, credit_risks, retention_risks
from crm.stage.register import RISKS, risk_register
from crm.stage.shares import Separation, SharePrior, separation, share_prior, wilson
from crm.stage.talkrisks import communication_days, communication_risks, satisfaction_risks
from crm.value.evidence import NotEnoughEvidence
from crm.value.leads import calibration_error
from records.errors import UsageError

DAY = date(2026, 5, 4)


def test_wilson_and_the_prior() -> None:
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 0) is None
    assert wilson(0, 5) == pytest.approx((0.0, 0.4345), abs=1e-4)
    with pytest.raises(UsageError, match="cannot be"):
        wilson(3, 2)
    rng = np.random.default_rng(1)
    trials = pd.Series(rng.integers(1, 30, 4000))
    prior = share_prior(pd.Series(rng.binomial(trials, rng.beta(2, 6, 4000))), trials)
    assert isinstance(prior, SharePrior)
    assert (prior.mean, prior.strength) == (pytest.approx(0.25, abs=0.01), pytest.approx(8, rel=0.1))
    assert isinstance(share_prior(pd.Series([1]), pd.Series([2])), NotEnoughEvidence)
    never = share_prior(pd.Series([0] * 30), pd.Series([5] * 30))
    assert isinstance(never, SharePrior)
    assert 0 < never.mean < 0.01
    with pytest.raises(UsageError, match="between 0"):
        share_prior(pd.Series([3]), pd.Series([2]))


def test_acquisition_adds_up() -> None:
    costs = pd.DataFrame({
        "day": [DAY, DAY + timedelta(days=3), DAY], "channel": ["douyin", "douyin", "print"],
        "cost_amount": [600.0, 300.0, 50.0],
    })  # fmt: skip
    newcomers = pd.DataFrame({
        "customer_id": ["a", "b", "c", "d"], "day": [DAY] * 4, "channel": ["douyin"] * 3 + ["friends"],
        "monthly_margin": [100.0, 50.0, None, -5.0], "is_fraud": [False, True, None, False],
    })  # fmt: skip
    table = acquisition_months(costs, newcomers).set_index("channel")
    assert table.loc["douyin", ["cac", "payback_months", "fraud_share"]].tolist() == pytest.approx([300.0, 4.0, 1 / 3])
    assert (table["cac"] * table["newcomer_count"]).sum() == pytest.approx(900.0)
    assert pd.isna(table.loc["print", "cac"])
    assert table.loc["friends", "cac"] == 0.0
    assert pd.isna(table.loc["friends", "payback_months"])
    told = acquisition_risks(pd.DataFrame({
        "customer_id": ["a", "b", "c", "d"], "cac": [300.0, 300.0, 0.0, None], "margin": [75.0, 900.0, 0.0, 5.0],
    }))  # fmt: skip
    assert told["acquisition_risk"].tolist()[:3] == [0.75, 0.0, 0.0]
    assert told["acquisition_risk"].isna().tolist() == [False, False, False, True]


def book(count: int, *, seed: int = 2) -> tuple[pd.DataFrame, pd.Series]:
    """Orders of customers with a chance of failing of their own, and that chance."""
    rng = np.random.default_rng(seed)
    chance = pd.Series(rng.beta(0.5, 4, count), index=[f"c{i:04d}" for i in range(count)])
    rows = []
    for customer, bad in chance.items():
        for n in range(int(rng.integers(1, 15))):
            order = f"{customer}.{n}"
            rows.append((customer, order, DAY, 80.0, False))
            if rng.random() < bad:
                rows.append((customer, order, DAY, -80.0, False) if n % 2 else (customer, order, DAY, 1.0, True))
    return pd.DataFrame(rows, columns=["customer_id", "order_id", "day", "amount", "is_refused"]), chance


def test_credit_is_told_from_the_books_alone() -> None:
    lines, chance = book(800)
    found = credit_risks(lines, end=DAY)
    assert isinstance(found, pd.DataFrame)
    told = found.set_index("customer_id")["credit_risk"].astype("float64")
    fails = pd.Series(np.random.default_rng(9).random(800) < chance.to_numpy(), index=chance.index)
    quality = separation(told, fails.reindex(told.index))
    assert isinstance(quality, Separation)
    assert quality.auc >= 0.7
    assert quality.ks >= 0.3
    assert calibration_error(told.to_numpy(), fails.reindex(told.index).to_numpy()) <= 0.05
    for column in ("text", "sentiment", "mention_id"):
        with pytest.raises(UsageError, match=f"order book alone; not from {column}"):
            credit_risks(lines.assign(**{column: "x"}), end=DAY)
    few = credit_risks(lines[lines["customer_id"] < "c0003"], end=DAY)
    assert isinstance(few, NotEnoughEvidence)
    assert few.reason == "not enough evidence: n = 3 customers with a trial, 20 needed"


def test_a_gift_is_no_failed_order() -> None:
    lines, _ = book(40)
    gift = pd.DataFrame([("gift", "g", DAY, 0.0, False)], columns=list(lines.columns))
    found = credit_risks(pd.concat([lines, gift]), end=DAY)
    assert isinstance(found, pd.DataFrame)
    assert "gift" not in set(found["customer_id"])


def test_retention_fails_where_it_failed() -> None:
    rows = [("key", i % 5 > 0, 10.0, 100.0) for i in range(50)] + [
        ("fault", i % 5 == 0, 90.0, 100.0) for i in range(50)
    ]
    attempts = pd.DataFrame(rows, columns=["cell", "is_kept", "cost_amount", "value_amount"])
    found = retention_risks(attempts)
    assert isinstance(found, pd.DataFrame)
    table = found.set_index("cell")
    assert table["retention_risk"].to_dict() == {"fault": pytest.approx(45 / 60), "key": pytest.approx(15 / 60)}
    assert table["overspend_amount"].to_dict() == {"fault": pytest.approx(50 * 65.0), "key": 0.0}
    few = retention_risks(attempts.head(3))
    assert isinstance(few, NotEnoughEvidence)


def test_satisfaction_is_calibrated_and_has_a_trend() -> None:
    rng = np.random.default_rng(5)
    chance = rng.beta(1, 4, 1500)
    rows = [
        (f"c{i:04d}", DAY + timedelta(days=n), 1.0 if rng.random() < chance[i] else 5.0, 5.0)
        for i in range(1500)
        for n in range(int(rng.integers(1, 8)))
    ]
    found = satisfaction_risks(pd.DataFrame(rows, columns=["customer_id", "day", "rating", "rating_scale"]))
    assert isinstance(found, pd.DataFrame)
    next_low = rng.random(1500) < chance
    assert calibration_error(found["satisfaction_risk"].to_numpy("float64"), next_low) <= 0.05
    assert found["satisfaction_risk"].between(0, 1).all()
    assert found["rating_trend"].isna().eq(found["rating_count"] <= 3).all()


def test_communication_counts_silence_contradictions_and_farewells() -> None:
    later = DAY + timedelta(days=3)
    contacts = pd.DataFrame(
        [
            ("tea", "a", DAY, True, "refund", "granted"), ("tea", "a", later, True, "refund", "denied"),
            ("tea", "b", DAY, False, "refund", None), ("tea", None, DAY, None, None, None),
            ("tea", "a", later, True, "delivery", "denied"),
        ],
        columns=["brand_id", "customer_id", "day", "is_answered", "reason", "answer"],
    )  # fmt: skip
    days = communication_days(contacts, pd.DataFrame({"brand_id": ["tea"], "day": [date(2026, 5, 9)]}))
    assert days["contact_count"].tolist() == [3, 2, 0]
    assert days["unanswered_share"].tolist()[:2] == [0.5, 0.0]
    assert days["unanswered_share"].isna().tolist() == [False, False, True]
    assert days["contradiction_count"].tolist() == [0, 1, 0]
    assert days["opt_out_count"].tolist() == [0, 0, 1]
    many = pd.DataFrame(
        {"customer_id": [f"c{i % 25:02d}" for i in range(100)], "is_answered": [i % 25 > 4 for i in range(100)]}
    )
    told = communication_risks(many, pd.DataFrame({"customer_id": ["c20", "silent"]}))
    assert isinstance(told, pd.DataFrame)
    risk = told.set_index("customer_id")["communication_risk"]
    assert risk["c20"] == risk["silent"] == 1.0
    assert risk["c00"] > 0.7 > 0.3 > risk["c10"]
    assert isinstance(communication_risks(many.head(2), pd.DataFrame({"customer_id": []})), NotEnoughEvidence)


def test_the_register_names_all_six_and_never_nan() -> None:
    months = pd.DataFrame({
        "customer_id": ["a", "b", "c"], "month": [date(2026, 5, 1)] * 3, "churn_risk": [0.9, 0.2, None],
        "clv": [100.0, None, 50.0],
    })  # fmt: skip
    table = risk_register(months)
    assert table["risk"].tolist() == list(RISKS)
    row = table[table["risk"] == "churn_risk"].iloc[0]
    assert (row["customer_count"], row["known_count"], row["high_count"], row["valued_count"]) == (3, 2, 1, 1)
    assert (row["high_share"], row["value_at_risk"], row["mean_risk"]) == (0.5, 90.0, pytest.approx(0.55))
    silent = table[table["risk"] == "credit_risk"].iloc[0]
    assert silent["known_count"] == 0
    assert pd.isna(silent["high_share"])
    assert risk_register(months.iloc[:0]).empty
    with pytest.raises(UsageError, match="bound"):
        risk_register(months, bound=0)
