"""A good customer is not a big one: margin less what it costs to serve (苏朝晖, 3.2; activity-based costing)."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from crm.frames import numbers_of, require, shaped
from records.errors import ConfigError

ACTIVITY_COLUMNS: Final = ("customer_id", "net_amount", "contact_count", "return_count", "complaint_count")
"""One row per customer and period: net money paid (refunds off) and what was asked of the service."""
BIG_SHARE: Final = 0.2
"""Who is among this share by money is big; our own bound, the textbook's top two layers."""
PROFIT_DTYPES = {
    "customer_id": "string", "net_amount": "Float64", "cost_to_serve": "Float64", "profit": "Float64",
    "amount_rank": "Int64", "profit_rank": "Int64", "is_big_not_good": "boolean",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCosts:
    """The firm's own figures, in the money of the orders, without defaults. Raises ConfigError for impossible ones."""

    margin_share: float
    """Contribution margin per unit of net money, (0, 1]."""
    per_contact: float
    per_return: float
    per_complaint: float

    def __post_init__(self) -> None:
        if not 0 < self.margin_share <= 1:
            raise ConfigError(f"service costs: margin_share must lie in (0, 1], not {self.margin_share}")
        if min(self.per_contact, self.per_return, self.per_complaint) < 0:
            raise ConfigError("service costs: a cost is not negative")


def customer_profit(activity: pd.DataFrame, costs: ServiceCosts) -> pd.DataFrame:
    """PROFIT_DTYPES sorted by customer: profit = margin_share x net_amount - costs of contacts, returns, complaints.

    Ranks count from 1, the highest; equals by customer id. is_big_not_good: among the first fifth by money, yet in the
    lower half by profit. An unknown count of service is taken as none, an unknown amount makes no profit (NULL).
    Raises UsageError for missing columns.
    """
    frame = require(activity, ACTIVITY_COLUMNS, name="activity").sort_values("customer_id", ignore_index=True)
    amount = pd.to_numeric(frame["net_amount"]).astype("float64")
    prices = {"contact": costs.per_contact, "return": costs.per_return, "complaint": costs.per_complaint}
    served = [price * numbers_of(frame, f"{name}_count").fillna(0) for name, price in prices.items()]
    cost = pd.concat(served, axis="columns").sum(axis="columns")
    profit = costs.margin_share * amount - cost
    amount_rank, profit_rank = (values.rank(method="first", ascending=False) for values in (amount, profit))
    is_big_not_good = (amount_rank <= BIG_SHARE * amount.count()) & (profit_rank > profit.count() / 2)
    found = {"net_amount": amount, "cost_to_serve": cost, "profit": profit, "is_big_not_good": is_big_not_good}
    return shaped(frame.assign(**found, amount_rank=amount_rank, profit_rank=profit_rank), PROFIT_DTYPES)
