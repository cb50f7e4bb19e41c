"""What a purchase history looks like at a cut, and whether a purchase followed: the examples of a churn warning."""

from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from crm.frames import days_of, require
from crm.value.bg_nbd import fit_bg_nbd
from crm.value.evidence import NotEnoughEvidence
from crm.value.histories import histories_of
from crm.value.orders import purchase_days, repeat_buying

FEATURES: Final = (
    "p_alive", "purchase_log", "recency_log", "age_log", "lateness_log", "recent_share", "amount_log", "refund_share",
    "trouble_count",
)  # fmt: skip
RECENT_DAYS: Final = 90


def examples_at(
    net: pd.DataFrame, *, cut: date, patience_days: int, trouble: pd.DataFrame | None = None
) -> pd.DataFrame:
    """FEATURES of the customers with a purchase within patience before `cut`, by customer_id (the index), sorted.

    net: the result of `net_orders` (days after the cut are not looked at); trouble: customer_id, day of complaints, low
    ratings and the like. lateness: silence over the own mean pause; recent_share: purchases of the last 90 days among
    all; p_alive by BG/NBD fitted at the cut, NULL where that has too little evidence. Raises UsageError for missing
    columns.
    """
    past = net[net["day"] <= pd.Timestamp(cut)]
    table = repeat_buying(purchase_days(past), end=cut, unit_days=1.0)
    table = table.assign(p_alive=_alive(table)).set_index("customer_id")
    recency, pause = table["age"] - table["t_x"], table["t_x"] / table["x"].where(table["x"] > 0)
    recent = past[past["is_purchase"] & (past["day"] > pd.Timestamp(cut - timedelta(days=RECENT_DAYS)))]
    orders = past.groupby("customer_id")
    features = pd.DataFrame({
        "p_alive": table["p_alive"],
        "purchase_log": np.log1p(table["x"]), "recency_log": np.log1p(recency), "age_log": np.log1p(table["age"]),
        "lateness_log": np.log1p(recency / (pause + 1)),
        "recent_share": _count(recent, table.index) / (table["x"] + 1),
        "amount_log": np.log1p(orders["amount"].mean().clip(lower=0)).reindex(table.index),
        "refund_share": 1 - orders["is_purchase"].mean().reindex(table.index),
        "trouble_count": _trouble(trouble, cut, table.index),
    })  # fmt: skip
    return features[recency <= patience_days].sort_index()


def outcomes_after(net: pd.DataFrame, customers: pd.Index, *, cut: date, horizon_days: int) -> pd.DataFrame:
    """By customer: is_churned (no purchase in the horizon), days until the next purchase or the horizon's end."""
    later = net[net["is_purchase"] & (net["day"] > pd.Timestamp(cut))]
    wait = (later.groupby("customer_id")["day"].min() - pd.Timestamp(cut)).dt.days.reindex(customers)
    has_returned = wait.notna() & (wait <= horizon_days)
    return pd.DataFrame({"is_churned": ~has_returned, "wait_days": wait.where(has_returned, horizon_days)})


def _alive(table: pd.DataFrame) -> np.ndarray:
    histories = histories_of(table)
    fit = fit_bg_nbd(histories)
    if isinstance(fit, NotEnoughEvidence):
        return np.full(len(table), np.nan)
    return np.asarray(fit.model.p_alive(histories)[histories.row])


def _count(rows: pd.DataFrame, customers: pd.Index) -> pd.Series:
    return rows.groupby("customer_id").size().reindex(customers).fillna(0.0)


def _trouble(trouble: pd.DataFrame | None, cut: date, customers: pd.Index) -> pd.Series:
    if trouble is None:
        return pd.Series(np.nan, index=customers)
    rows = require(trouble, ["customer_id", "day"], name="trouble").dropna(subset=["customer_id"])
    days = days_of(rows["day"])
    begin = pd.Timestamp(cut - timedelta(days=RECENT_DAYS))
    is_counted = (days <= pd.Timestamp(cut)) & (days > begin)
    return _count(rows[is_counted], customers)
