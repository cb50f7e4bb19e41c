"""购买额, what customers spend: net money by customer and month, and money a buyer (苏朝晖, 8.3.5 and 9.2.6)."""

from datetime import date
from typing import Final

import pandas as pd

from crm.frames import DATE, require, shaped
from crm.satisfaction.intervals import Floats, mean
from crm.satisfaction.rows import Measure, satisfaction_rows
from crm.value.evidence import NotEnoughEvidence
from crm.value.orders import ORDER_COLUMNS, net_orders

SPEND: Final = Measure(
    name="spend_per_buyer", zh="人均购买额", en="Net amount a buyer", counted="customers with an order", grade="own"
)
SPEND_DTYPES: Final = {"brand_id": "string", "customer_id": "string", "month": DATE, "net_amount": "Float64"}


def customer_spend(orders: pd.DataFrame, *, end: date) -> pd.DataFrame:
    """SPEND_DTYPES, one row per brand, customer and month with an order, sorted; refunds lower it.

    `orders` has brand_id and the columns of crm.value.orders. An order's money belongs to the month of its first day,
    so that the sum of all rows is the sum of all order lines. Raises UsageError for missing columns or two currencies.
    """
    table = _amounts(orders, end)
    return shaped(table.assign(month=table["month"].dt.date), SPEND_DTYPES)


def spend_per_buyer(orders: pd.DataFrame, *, end: date) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES: numerator net money, denominator customers with an order that month; Student's interval.

    Raises UsageError as customer_spend does.
    """
    table = _amounts(orders, end)
    table = table.assign(squares=table["net_amount"] ** 2, denominator=1.0)
    sums = table.groupby(["brand_id", "month"], as_index=False)[["net_amount", "squares", "denominator"]].sum()
    sums = sums.assign(numerator=sums["net_amount"], evidence_count=sums["denominator"])
    return satisfaction_rows(sums, SPEND, _interval)


def _amounts(orders: pd.DataFrame, end: date) -> pd.DataFrame:
    frame = require(orders, ["brand_id", *ORDER_COLUMNS], name="order line").dropna(subset=["brand_id"])
    parts = [net_orders(lines, end=end).assign(brand_id=brand) for brand, lines in frame.groupby("brand_id")]
    if not parts:
        parts = [net_orders(frame, end=end).assign(brand_id=None)]
    net = pd.concat(parts, ignore_index=True)
    net["month"] = net["day"].dt.to_period("M").dt.to_timestamp()
    return net.groupby(["brand_id", "customer_id", "month"], as_index=False).agg(net_amount=("amount", "sum"))


def _interval(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return mean(rows["numerator"], rows["squares"], rows["denominator"])
