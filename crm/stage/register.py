"""The risk register: the six risks of customer relationships side by side, with how many and how much they touch."""

from typing import Final

import pandas as pd

from crm.frames import DATE, require, shaped
from crm.stage.shares import wilson
from records.errors import UsageError

RISKS: Final = {
    "acquisition_risk": "获取风险", "satisfaction_risk": "满意风险", "credit_risk": "信用风险",
    "churn_risk": "流失风险", "retention_risk": "挽留风险", "communication_risk": "沟通风险",
}  # fmt: skip
REGISTER_DTYPES: Final = {
    "month": DATE, "risk": "string", "zh": "string", "customer_count": "Int64", "known_count": "Int64",
    "mean_risk": "Float64", "high_count": "Int64", "high_share": "Float64", "share_low": "Float64",
    "share_high": "Float64", "value_at_risk": "Float64", "valued_count": "Int64",
}  # fmt: skip


def risk_register(months: pd.DataFrame, *, bound: float = 0.5) -> pd.DataFrame:
    """REGISTER_DTYPES: every month x each of the six risks, whether known or not, in the order of RISKS.

    months: customer_id, month and whichever of RISKS and clv are known (fact_customer_month). high: a risk of `bound`
    or more; its share of the known with Wilson's interval. value_at_risk: risk x clv summed over the valued_count
    customers of whom both are known. What is known of nobody has count 0 and NULL figures. Raises UsageError for
    missing columns or a bound outside (0, 1].
    """
    if not 0 < bound <= 1:
        raise UsageError(f"the bound of a high risk lies in (0, 1], not at {bound}")
    frame = require(months, ["customer_id", "month"], name="customer month")
    rows = [
        {"month": month, "risk": risk, "zh": zh, **_figures(group, risk, bound)}
        for month, group in frame.groupby("month")
        for risk, zh in RISKS.items()
    ]
    return shaped(pd.DataFrame(rows, columns=list(REGISTER_DTYPES)), REGISTER_DTYPES)


def _figures(group: pd.DataFrame, risk: str, bound: float) -> dict[str, object]:
    told = _numbers(group, risk)
    known, worth = told.dropna(), (told * _numbers(group, "clv")).dropna()
    high = int((known >= bound).sum())
    low_end, high_end = wilson(high, len(known)) or (None, None)
    return {
        "customer_count": len(group), "known_count": len(known), "high_count": high,
        "mean_risk": float(known.mean()) if len(known) else None,
        "high_share": high / len(known) if len(known) else None,
        "share_low": low_end, "share_high": high_end,
        "value_at_risk": float(worth.sum()) if len(worth) else None, "valued_count": len(worth),
    }  # fmt: skip


def _numbers(group: pd.DataFrame, column: str) -> pd.Series:
    if column not in group.columns:
        return pd.Series(float("nan"), index=group.index)
    return pd.to_numeric(group[column]).astype("float64")
