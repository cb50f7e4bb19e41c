"""回头率, coming back: buyers who bought again (苏朝晖, 8.3.3).

A cohort is those who first bought in one month. It is told once all its buyers have been seen for the whole window;
before that, those who have not come back yet would be counted as lost.
"""

from datetime import date
from typing import Final

import pandas as pd

from crm.frames import require
from crm.satisfaction.intervals import Floats, wilson
from crm.satisfaction.rows import Measure, satisfaction_rows
from crm.value.evidence import NotEnoughEvidence
from crm.value.orders import ORDER_COLUMNS, net_orders, purchase_days
from records.errors import UsageError

REPURCHASE: Final = Measure(
    name="repurchase_share", zh="回头率", en="Share of buyers who bought again", counted="buyers", grade="own"
)
WINDOW_DAYS: Final = 180
"""Days a buyer has for coming back; our own choice."""


def repurchase_shares(
    orders: pd.DataFrame, *, end: date, window_days: int = WINDOW_DAYS, zero_is_purchase: bool = False
) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES per brand and cohort: buyers with a second purchase day within the window / buyers.

    `orders` has brand_id and the columns of crm.value.orders, all orders until `end`; `month` is the cohort's. What a
    purchase is, `net_orders` says. Raises UsageError for missing columns or a window below one day.
    """
    if window_days < 1:
        raise UsageError(f"a window of {window_days} days leaves no day to come back")
    frame = require(orders, ["brand_id", *ORDER_COLUMNS], name="order line").dropna(subset=["brand_id"])
    buyers = [
        _buyers(lines, end=end, zero_is_purchase=zero_is_purchase).assign(brand_id=brand)
        for brand, lines in frame.groupby("brand_id")
    ]
    if not buyers:
        return NotEnoughEvidence(what=REPURCHASE.counted, n=0, needed=1)
    table = pd.concat(buyers, ignore_index=True)
    table["month"] = table["first"].dt.to_period("M").dt.to_timestamp()
    is_over = table["month"] + pd.offsets.MonthEnd(0) + pd.Timedelta(days=window_days) <= pd.Timestamp(end)
    came_back = (table["second"] - table["first"]).dt.days <= window_days
    seen = table.assign(numerator=came_back.astype("float64"), denominator=1.0)[is_over]
    sums = seen.groupby(["brand_id", "month"], as_index=False)[["numerator", "denominator"]].sum()
    return satisfaction_rows(sums.assign(evidence_count=sums["denominator"]), REPURCHASE, _interval)


def _buyers(lines: pd.DataFrame, *, end: date, zero_is_purchase: bool) -> pd.DataFrame:
    """customer_id, first and second purchase day (NaT where there is none)."""
    days = purchase_days(net_orders(lines, end=end, zero_is_purchase=zero_is_purchase))
    place = days.groupby("customer_id").cumcount()
    first = days[place == 0].set_index("customer_id")["day"]
    second = days[place == 1].set_index("customer_id")["day"]
    table = pd.DataFrame({"first": first, "second": second.reindex(first.index)})
    return table.astype("datetime64[ns]").reset_index()


def _interval(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return wilson(rows["numerator"], rows["denominator"])
