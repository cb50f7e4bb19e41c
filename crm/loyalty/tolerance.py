"""Tolerance of faults: who buys again after being let down, the fifth of the six measures of loyalty."""

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from crm.frames import days_of, require, shaped

WINDOW_DAYS: Final = 180
"""Days after a fault within which a purchase forgives it; our own choice."""
TOLERANCE_DTYPES: Final = {"customer_id": "string", "fault_tolerance": "Float64", "fault_count": "Int64"}


def fault_tolerance(
    purchases: pd.DataFrame, faults: pd.DataFrame, *, end: date, window_days: int = WINDOW_DAYS
) -> pd.DataFrame:
    """TOLERANCE_DTYPES, one row per customer with a decided fault, sorted: forgiven / decided faults, 0..1.

    A fault is forgiven by a purchase on a later day within the window; it is decided when forgiven, or when the window
    is over by `end`. `purchases`: customer_id and day; `faults`: customer_id and day of complaints and of reviews with
    two stars of five or fewer. Raises UsageError for missing columns.
    """
    bought = _days(require(purchases, ["customer_id", "day"], name="purchase"), end)
    let_down = _days(require(faults, ["customer_id", "day"], name="fault"), end)
    later = pd.merge_asof(
        let_down.sort_values("day"), bought.rename(columns={"day": "next"}).sort_values("next"), by="customer_id",
        left_on="day", right_on="next", direction="forward", allow_exact_matches=False,
    )  # fmt: skip
    is_forgiven = (later["next"] - later["day"]).dt.days <= window_days
    is_over = later["day"] + pd.Timedelta(days=window_days) <= pd.Timestamp(end)
    decided = later.assign(forgiven=is_forgiven.astype(np.float64))[is_forgiven | is_over]
    table = decided.groupby("customer_id").agg(fault_tolerance=("forgiven", "mean"), fault_count=("forgiven", "size"))
    return shaped(table.sort_index().reset_index(), TOLERANCE_DTYPES)


def _days(frame: pd.DataFrame, end: date) -> pd.DataFrame:
    """Distinct days of each customer until `end`."""
    kept = frame[["customer_id"]].astype({"customer_id": object}).assign(day=days_of(frame["day"])).dropna()
    return kept[kept["day"] <= pd.Timestamp(end)].drop_duplicates()
