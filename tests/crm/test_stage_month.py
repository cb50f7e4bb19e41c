from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from crm.stage.month import MONTH_DTYPES, StageInputs, stage_month
from crm.stage.register import RISKS, risk_register
from records.errors import UsageError

START = date(2025, 1, 1)
MONTH = date(2026, 5, 1)
NO_VALUE = pd.DataFrame({"customer_id": [], "p_alive": [], "tier": []})


def shop(count: int) -> pd.DataFrame:
    """Orders of customers who buy at a rate of their own until they leave."""
    rng = np.random.default_rng(4)
    rows = []
    for i in range(count):
        day = int(rng.integers(0, 250))
        leaves = day + int(rng.exponential(350))
        while day <= min(leaves, 515):
            rows.append((f"c{i:03d}", f"o{len(rows)}", START + timedelta(days=day), 60.0))
            day += 1 + int(rng.exponential(25))
    return pd.DataFrame(rows, columns=["customer_id", "order_id", "day", "amount"])


def test_the_month_speaks_of_everybody_and_says_what_is_missing() -> None:
    orders = shop(400)
    ids = sorted(set(orders["customer_id"]))
    value = pd.DataFrame({"customer_id": ids, "p_alive": 0.5, "tier": "key"})
    signals = pd.DataFrame({"customer_id": ids, "day": [date(2025, 11, 1)] * len(ids), "signal": "complaint"})
    attempts = pd.DataFrame({"cell": "key", "is_kept": [True, False] * 20, "cost_amount": 5.0, "value_amount": 50.0})
    ratings = pd.DataFrame({"customer_id": ids[:5], "day": MONTH, "rating": 1.0, "rating_scale": 5.0})
    inputs = StageInputs(
        touches=pd.DataFrame({"customer_id": ["prospect"], "day": [date(2026, 5, 3)]}),
        signals=signals,
        attempts=attempts,
        ratings=ratings,
        contacts=pd.DataFrame({"customer_id": ids, "is_answered": True}),
        acquired=pd.DataFrame({"customer_id": ids, "cac": 10.0, "margin": 4.0}),
    )
    found = stage_month(orders, month=MONTH, value=value, inputs=inputs)
    frame = found.frame
    assert frame.dtypes.astype(str).to_dict() == MONTH_DTYPES
    assert frame["customer_id"].tolist() == [*ids, "prospect"]
    assert found.warning is not None
    is_actual = frame["customer_class"] == "actual"
    assert frame["churn_probability"].notna().eq(is_actual).all()
    assert (frame.loc[frame["customer_class"] == "lost", "churn_risk"] == 1.0).all()
    assert frame["churn_type"].notna().eq(frame["customer_class"] == "lost").all()
    assert "fault" in set(frame["churn_type"].dropna())
    assert set(found.lacks) == {"satisfaction_risk"}
    assert found.lacks["satisfaction_risk"].n == 5
    assert frame["acquisition_risk"].dropna().unique().tolist() == [pytest.approx(0.6)]
    assert frame["retention_risk"].dropna().unique().tolist() == [0.5]
    register = risk_register(frame).set_index("risk")
    assert (register.loc["satisfaction_risk", "known_count"], register.loc["churn_risk", "known_count"]) == (
        0,
        len(ids),
    )
    prospect = frame.iloc[-1]
    assert prospect["customer_class"] == "potential"
    assert prospect[["churn_risk", "credit_risk", "churn_type"]].isna().all()


def test_a_month_without_a_feed_or_a_customer_is_unknown_not_zero() -> None:
    orders = shop(20)
    thin = stage_month(orders, month=MONTH, value=NO_VALUE, inputs=StageInputs())
    assert thin.frame["churn_probability"].isna().all()
    assert thin.frame.loc[thin.frame["customer_class"] == "actual", "churn_risk"].isna().all()
    assert "churn_probability" in thin.lacks
    assert thin.frame[[r for r in RISKS if r not in ("churn_risk", "credit_risk")]].isna().all(axis=None)
    nothing = stage_month(orders.iloc[:0], month=MONTH, value=NO_VALUE, inputs=StageInputs())
    assert nothing.frame.empty
    assert list(nothing.frame.columns) == list(MONTH_DTYPES)
    with pytest.raises(UsageError, match="value frame lacks tier"):
        stage_month(orders, month=MONTH, value=NO_VALUE.drop(columns="tier"), inputs=StageInputs())
