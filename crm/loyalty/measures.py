"""忠诚六测, the six measures of loyalty in the order of the textbook (苏朝晖, 9.2), for every customer of a month.

Repeat purchases, decision time, sensitivity to price, attitude to competitors, tolerance of faults, money spent. The
book names them; the definitions are ours. They are kept apart: a sum of them would mean nothing.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from crm.frames import DATE, days_of, judged, numbers_of, require, shaped
from crm.loyalty.decision import decision_days
from crm.loyalty.tolerance import fault_tolerance
from crm.value.orders import net_orders, purchase_days

LOYALTY_DTYPES: Final = {
    "customer_id": "string", "month": DATE, "repeat_order_count": "Int64", "decision_days": "Float64",
    "price_sensitivity": "Float64", "competitor_attitude": "Float64", "fault_tolerance": "Float64",
    "category_spend": "Float64",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LoyaltyInputs:
    """What else is known of customers; None where the feed does not exist, so that its measure stays unknown."""

    discounts: pd.DataFrame | None = None
    """One row per order line that says its discount: customer_id, day, gross_amount, discount_amount."""
    touches: pd.DataFrame | None = None
    """customer_id, day of every touch."""
    opinions: pd.DataFrame | None = None
    """Opinions on other brands by linked accounts: customer_id, day, sentiment, optional is_abstained."""
    faults: pd.DataFrame | None = None
    """customer_id, day of complaints and of reviews with two stars or fewer."""


def loyalty_measures(orders: pd.DataFrame, *, month: date, inputs: LoyaltyInputs | None = None) -> pd.DataFrame:
    """LOYALTY_DTYPES, one row per customer with a purchase until the month's end, sorted; NULL is unknown.

    repeat_order_count: purchase days after the first; decision_days: see crm.loyalty.decision; price_sensitivity:
    discounts / list price of what was bought, 0..1; competitor_attitude: (good - bad) / (good + bad) opinions on other
    brands, -1..1, the lower the more loyal; fault_tolerance: see crm.loyalty.tolerance; category_spend: net money,
    refunds off. `orders` as in crm.value.orders, of the whole category. Raises UsageError for missing columns.
    """
    end = (pd.Timestamp(month) + pd.offsets.MonthEnd(0)).date()
    known = inputs or LoyaltyInputs()
    net = net_orders(orders, end=end)
    days = purchase_days(net)
    table = days.groupby("customer_id").size().sub(1).rename("repeat_order_count").to_frame()
    table["category_spend"] = net.groupby("customer_id")["amount"].sum().reindex(table.index)
    parts = {
        "decision_days": None if known.touches is None else decision_days(days, known.touches, end=end),
        "price_sensitivity": None if known.discounts is None else _discounts(known.discounts, end),
        "competitor_attitude": None if known.opinions is None else _attitudes(known.opinions, end),
        "fault_tolerance": None if known.faults is None else fault_tolerance(days, known.faults, end=end),
    }
    for name, part in parts.items():
        if part is not None:
            table[name] = part.set_index("customer_id")[name].reindex(table.index)
    return shaped(table.sort_index().reset_index().assign(month=end.replace(day=1)), LOYALTY_DTYPES)


def _discounts(lines: pd.DataFrame, end: date) -> pd.DataFrame:
    frame = require(lines, ["customer_id", "day", "gross_amount", "discount_amount"], name="discount")
    frame = frame.assign(off=numbers_of(frame, "discount_amount"), paid=numbers_of(frame, "gross_amount"))
    frame = frame[days_of(frame["day"]) <= pd.Timestamp(end)].dropna(subset=["customer_id", "off", "paid"])
    sums = frame.groupby("customer_id")[["off", "paid"]].sum()
    listed = sums["off"] + sums["paid"]
    return (sums["off"] / listed.where(listed > 0)).rename("price_sensitivity").reset_index()


def _attitudes(opinions: pd.DataFrame, end: date) -> pd.DataFrame:
    frame = require(opinions, ["customer_id", "day", "sentiment"], name="opinion")
    frame = frame[days_of(frame["day"]) <= pd.Timestamp(end)].dropna(subset=["customer_id"])
    side = judged(frame).map({"positive": 1.0, "negative": -1.0}).astype("float64")
    told = frame.assign(competitor_attitude=side).dropna(subset=["competitor_attitude"])
    return told.groupby("customer_id", as_index=False).agg(competitor_attitude=("competitor_attitude", "mean"))
