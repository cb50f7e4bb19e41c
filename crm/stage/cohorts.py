"""Churn rate by cohort: how long customers of each first month last, those still here censored."""

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
MONTH_DAYS: Final = 30.4375
"""Days of a mean month."""


def cohort_churn(purchases: pd.DataFrame, *, end: date, patience_days: int) -> pd.DataFrame:
    """COHORT_DTYPES: per month of the first purchase and whole month since, the share not lost, and 1 less it.

    purchases: crm.value.orders.purchase_days until `end`. A customer is lost at the last purchase once silence is
    longer than patience; before that nobody knows, so a silent customer is censored at the last purchase. The last
    patience_days of a cohort therefore rest on few and end where nothing is known. Raises UsageError for missing
    columns or a patience below 1.
    """
    if patience_days < 1:
        raise UsageError(f"patience must be at least a day, not {patience_days}")
    frame = require(purchases, ["customer_id", "day"], name="purchase")
    table = frame.groupby("customer_id")["day"].agg(first="min", last="max")
    table["months"] = (table["last"] - table["first"]).dt.days / MONTH_DAYS
    table["is_lost"] = (pd.Timestamp(end) - table["last"]).dt.days > patience_days
    rows: list[dict[str, object]] = []
    for _, group in table.groupby(table["first"].dt.to_period("M")):
        curve = kaplan_meier(group["months"], group["is_lost"])
        if isinstance(curve, Survival):
            rows += _months(date(group["first"].min().year, group["first"].min().month, 1), curve, group)
    return shaped(pd.DataFrame(rows, columns=list(COHORT_DTYPES)), COHORT_DTYPES)


def _months(cohort: date, curve: Survival, group: Any) -> list[dict[str, object]]:
    told = [(number, curve.at(number)) for number in range(int(group["months"].max()) + 1)]
    sizes = {"cohort": cohort, "customer_count": len(group), "lost_count": int(group["is_lost"].sum())}
    return [
        {**sizes, "month_number": number, "survival": share, "churn_rate": 1 - share}
        for number, share in told
        if share is not None
    ]
