"""Decision time: days from the first touch to the order, the second of the six measures of loyalty."""

from datetime import date
from typing import Final

import pandas as pd

from crm.frames import days_of, require, shaped

LOOKBACK_DAYS: Final = 90
"""A touch longer ago than this started no decision; our own choice."""
DECISION_DTYPES: Final = {"customer_id": "string", "decision_days": "Float64", "decision_count": "Int64"}


def decision_days(
    purchases: pd.DataFrame, touches: pd.DataFrame, *, end: date, lookback_days: int = LOOKBACK_DAYS
) -> pd.DataFrame:
    """DECISION_DTYPES, one row per customer with a purchase after a touch, sorted: the median over such purchases.

    A purchase is decided from the first touch after the customer's purchase before it, within the look-back. Purchases
    without one say nothing. `purchases`: customer_id and day (crm.value.orders.purchase_days); `touches`: customer_id
    and day. Raises UsageError for missing columns.
    """
    bought = _until(require(purchases, ["customer_id", "day"], name="purchase"), end)
    touched = _until(require(touches, ["customer_id", "day"], name="touch"), end)
    bought["before"] = bought.groupby("customer_id")["day"].shift()
    pairs = bought.merge(touched.rename(columns={"day": "touch"}), on="customer_id")
    # A touch on the day of the last purchase belongs to that purchase.
    is_after = pairs["before"].isna() | (pairs["touch"] > pairs["before"])
    gap = (pairs["day"] - pairs["touch"]).dt.days
    started = pairs[is_after & gap.between(0, lookback_days)].assign(gap=gap)
    first = started.groupby(["customer_id", "day"], as_index=False).agg(gap=("gap", "max"))
    table = first.groupby("customer_id").agg(decision_days=("gap", "median"), decision_count=("gap", "size"))
    return shaped(table.sort_index().reset_index(), DECISION_DTYPES)


def _until(frame: pd.DataFrame, end: date) -> pd.DataFrame:
    kept = frame[["customer_id", "day"]].assign(day=days_of(frame["day"])).dropna()
    kept = kept[kept["day"] <= pd.Timestamp(end)].drop_duplicates()
    return kept.sort_values(["customer_id", "day"], ignore_index=True)
