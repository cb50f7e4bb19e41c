"""转移成本, what leaving would cost a customer: points, time together, and how much is bought here.

There is no published scale, so this is our own index of 0..100: the mean of what is known of three parts, each x/(x +
half), which is 0 for nothing and one half at `half`. It says who is tied, not who is content.
"""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from crm.frames import numbers_of, require, shaped
from records.errors import ConfigError

SWITCHING_COLUMNS: Final = ("customer_id", "points_value", "tenure_days", "category_count")
"""One row per customer: money the points balance stands for, days since the first purchase, categories bought."""
SWITCHING_DTYPES: Final = {"customer_id": "string", "switching_cost": "Float64", "part_count": "Int64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchingHalves:
    """At which value a part is one half. Raises ConfigError for one that is not positive."""

    points_value: float = 50.0
    """Yuan."""
    tenure_days: float = 365.0
    category_count: float = 2.0
    """Categories beyond the first."""

    def __post_init__(self) -> None:
        if min(self.points_value, self.tenure_days, self.category_count) <= 0:
            raise ConfigError("switching cost: every half must be positive")


def switching_costs(customers: pd.DataFrame, halves: SwitchingHalves | None = None) -> pd.DataFrame:
    """SWITCHING_DTYPES in the order of the rows; part_count says how many of the three parts were known.

    With none known the index is NULL. Raises UsageError for missing columns.
    """
    frame = require(customers, SWITCHING_COLUMNS, name="customer")
    half = halves or SwitchingHalves()
    categories = (numbers_of(frame, "category_count") - 1).clip(lower=0)
    known = {
        "points_value": (numbers_of(frame, "points_value"), half.points_value),
        "tenure_days": (numbers_of(frame, "tenure_days"), half.tenure_days),
        "category_count": (categories, half.category_count),
    }
    parts = pd.DataFrame({name: values / (values + at) for name, (values, at) in known.items()}, index=frame.index)
    told = frame.assign(switching_cost=100 * parts.mean(axis="columns"), part_count=parts.notna().sum(axis="columns"))
    return shaped(told, SWITCHING_DTYPES)
