"""Cohorts of first purchases: how long customers of each first month last and how soon they buy again, the open ones
censored."""

from datetime import date
from typing import Any, Final

import pandas as pd

from crm.frames import DATE, require, shaped
from crm.stage.survival import Survival, kaplan_meier
from records.errors import UsageError

COHORT_DTYPES: Final = {
    "cohort": DATE, "month_number": "Int64", "customer_count": "Int64", "lost_count": "Int64", "survival": "Float64",
    "churn_rate": "Float64",
}  # fmt: skip
CURVE_DTYPES: Final = {
    "cohort": DATE, "ending": "string", "age_months": "Int64", "customer_count": "Int64", "at_risk_count": "Int64",
    "ending_count": "Int64", "survival": "Float64", "survival_low": "Float64", "survival_high": "Float64",
}  # fmt: skip
MONTH_DAYS: Final = 30.4375
"""Days of a mean month."""


def cohort_churn(purchases: pd.DataFrame, *, end: date, patience_days: int) -> pd.DataFrame:
    """COHORT_DTYPES: per month of the first purchase and whole month since, the share not lost, and 1 less it.

    purchases: crm.value.orders.purchase_days until `end`. A customer is lost at the last purchase once silence is
    longer than patience; before that nobody knows, so a silent customer is censored at the last purchase. The last
    patience_days of a cohort therefore rest on few and end where nothing is known. Raises UsageError for missing
    columns or a patience below 1.
    """
    table = _lasting(purchases, end, patience_days)
    rows: list[dict[str, object]] = []
    for _, group in table.groupby(table["first"].dt.to_period("M")):
        curve = kaplan_meier(group["months"], group["is_ended"])
        if isinstance(curve, Survival):
            rows += _months(date(group["first"].min().year, group["first"].min().month, 1), curve, group)
    return shaped(pd.DataFrame(rows, columns=list(COHORT_DTYPES)), COHORT_DTYPES)


def _months(cohort: date, curve: Survival, group: Any) -> list[dict[str, object]]:
    told = [(number, curve.at(number)) for number in range(int(group["months"].max()) + 1)]
    sizes = {"cohort": cohort, "customer_count": len(group), "lost_count": int(group["is_ended"].sum())}
    return [
        {**sizes, "month_number": number, "survival": share, "churn_rate": 1 - share}
        for number, share in told
        if share is not None
    ]


def cohort_curves(purchases: pd.DataFrame, *, end: date, patience_days: int) -> pd.DataFrame:
    """CURVE_DTYPES: per month of the first purchase, ending and whole months since, the Kaplan-Meier curve.

    endings: `lost` as in cohort_churn; `second_purchase`, waited for until `end`. at_risk_count: cases still open when
    that month of age began; ending_count: endings within it; survival: the share without it by its end, with the 95%
    interval of crm.stage.survival (NULL at 1 and 0). Raises UsageError as cohort_churn.
    """
    lasting = _lasting(purchases, end, patience_days)
    again = _returning(purchases, end)
    rows: list[dict[str, object]] = []
    for ending, table in (("lost", lasting), ("second_purchase", again)):
        for _, group in table.groupby(table["first"].dt.to_period("M")):
            curve = kaplan_meier(group["months"], group["is_ended"])
            if isinstance(curve, Survival):
                cohort = date(group["first"].min().year, group["first"].min().month, 1)
                rows += [{"cohort": cohort, "ending": ending, **each} for each in _ages(curve, group)]
    return shaped(pd.DataFrame(rows, columns=list(CURVE_DTYPES)), CURVE_DTYPES)


def _ages(curve: Survival, group: Any) -> list[dict[str, object]]:
    months, steps = group["months"], curve.curve.set_index("time")
    told = []
    for age in range(int(months.max()) + 1):
        is_within = (months > age - 1) & (months <= age)
        before = steps[steps.index <= age]
        bounds = before.iloc[-1] if len(before) else None
        told.append({
            "age_months": age, "customer_count": len(group), "at_risk_count": int((months > age - 1).sum()),
            "ending_count": int((is_within & group["is_ended"]).sum()), "survival": curve.at(age),
            "survival_low": None if bounds is None else bounds["survival_low"],
            "survival_high": None if bounds is None else bounds["survival_high"],
        })  # fmt: skip
    return told


def _lasting(purchases: pd.DataFrame, end: date, patience_days: int) -> pd.DataFrame:
    """first, last, months from first to last, is_ended: whether silence since is longer than patience."""
    if patience_days < 1:
        raise UsageError(f"patience must be at least a day, not {patience_days}")
    frame = require(purchases, ["customer_id", "day"], name="purchase")
    days = frame.groupby("customer_id")["day"]
    table = pd.DataFrame({"first": days.min(), "last": days.max()})
    table["months"] = (table["last"] - table["first"]).dt.days / MONTH_DAYS
    return table.assign(is_ended=(pd.Timestamp(end) - table["last"]).dt.days > patience_days)


def _returning(purchases: pd.DataFrame, end: date) -> pd.DataFrame:
    """first, months from the first to the second purchase day or to `end`, is_ended: whether there was a second."""
    frame = require(purchases, ["customer_id", "day"], name="purchase").drop_duplicates(["customer_id", "day"])
    frame = frame.sort_values(["customer_id", "day"])
    place = frame.groupby("customer_id").cumcount()
    table = frame[place == 0].set_index("customer_id")["day"].rename("first").to_frame()
    second = frame[place == 1].set_index("customer_id")["day"].reindex(table.index)
    days = (second.fillna(pd.Timestamp(end)) - table["first"]).dt.days
    return table.assign(months=days / MONTH_DAYS, is_ended=second.notna())
