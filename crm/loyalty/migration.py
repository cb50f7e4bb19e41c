"""Transitions between tiers: who rises and who falls from one month to the next."""

from typing import Final

import pandas as pd

from crm.frames import DATE, days_of, require, shaped
from crm.satisfaction.intervals import wilson
from crm.value.evidence import NotEnoughEvidence

MIGRATION_DTYPES: Final = {
    "month": DATE, "from_tier": "string", "to_tier": "string", "customer_count": "Int64", "share": "Float64",
    "share_low": "Float64", "share_high": "Float64",
}  # fmt: skip


def tier_migration(months: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """MIGRATION_DTYPES, sorted: customers by tier of one month and of the next; `month` is the later one.

    `months`: customer_id, month (its first day), tier, as in fact_customer_month; only consecutive months are compared,
    unknown tiers count as `unknown`. share is of the from_tier's customers, with share_low and share_high (Wilson).
    Raises UsageError for missing columns.
    """
    frame = require(months, ["customer_id", "month", "tier"], name="customer month")
    frame["period"] = days_of(frame["month"]).dt.to_period("M")
    frame = frame.assign(tier=frame["tier"].astype("string").fillna("unknown")).dropna(subset=["customer_id", "period"])
    frame = frame[["customer_id", "period", "tier"]].drop_duplicates(["customer_id", "period"])
    before = frame.assign(period=frame["period"] + 1).rename(columns={"tier": "from_tier"})
    pairs = before.merge(frame.rename(columns={"tier": "to_tier"}), on=["customer_id", "period"])
    if pairs.empty:
        return NotEnoughEvidence(what="customers in two consecutive months", n=0, needed=1)
    table = pairs.groupby(["period", "from_tier", "to_tier"]).size().rename("customer_count").reset_index()
    total = table.groupby(["period", "from_tier"])["customer_count"].transform("sum")
    low, high = wilson(table["customer_count"], total)
    month = [period.start_time.date() for period in table["period"]]
    table = table.assign(month=month, share=table["customer_count"] / total, share_low=low, share_high=high)
    return shaped(table, MIGRATION_DTYPES)
