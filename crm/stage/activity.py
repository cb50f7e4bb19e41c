"""What is known of each customer on one day: purchases by episode, signs of interest."""

from datetime import date, timedelta
from typing import Final

import pandas as pd

from crm.frames import days_of, require
from crm.stage.settings import StageSettings
from crm.value.orders import net_orders, purchase_days

TOUCH_COLUMNS: Final = ("customer_id", "day")
"""One row per sign of interest of a known customer: a mention of the brand, a contact, a visit, a coupon drawn."""
COUNTS: Final = ("purchase_count", "episode_purchase_count", "recent_count", "prior_count", "touch_day_count")


def activity(
    orders: pd.DataFrame,
    touches: pd.DataFrame,
    *,
    end: date,
    settings: StageSettings,
    known: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One row per customer known by `end`, by customer_id (the index); `orders` as crm.value.orders has them.

    Known are those with an order or a touch until then, and those of `known` (customer_id, day first known) on or
    before it. Columns: COUNTS (purchases ever, in the episode, in the last trend_days and in those before; days with a
    touch in the last interest_days), last_day, episode_day (first of the episode), gap_days (mean pause in it; NULL
    for one purchase), episode_number. An episode ends with a pause longer than patience_days: who comes back begins
    anew. Raises UsageError for missing columns.
    """
    net = net_orders(orders, end=end)
    signs = require(touches, TOUCH_COLUMNS, name="touch")[list(TOUCH_COLUMNS)].dropna()
    signs["day"] = days_of(signs["day"])
    signs = signs[signs["day"] <= pd.Timestamp(end)]
    table = _purchases(purchase_days(net), end=end, settings=settings)
    recent = signs[signs["day"] > _before(end, settings.interest_days)]
    table = table.join(recent.groupby("customer_id")["day"].nunique().rename("touch_day_count"), how="outer")
    everybody = pd.Index(sorted({*net["customer_id"], *signs["customer_id"], *_known(known, end)}), name="customer_id")
    table = table.reindex(everybody)
    counts = {name: table[name].fillna(0).astype("int64") for name in COUNTS}
    return table.assign(**counts)


def _before(end: date, days: int) -> pd.Timestamp:
    return pd.Timestamp(end - timedelta(days=days))


def _known(known: pd.DataFrame | None, end: date) -> list[str]:
    if known is None:
        return []
    frame = require(known, TOUCH_COLUMNS, name="known customer").dropna(subset=["customer_id"])
    return frame[~(days_of(frame["day"]) > pd.Timestamp(end))]["customer_id"].astype(str).tolist()


def _purchases(purchases: pd.DataFrame, *, end: date, settings: StageSettings) -> pd.DataFrame:
    frame = purchases.sort_values(["customer_id", "day"], ignore_index=True)
    gap = frame.groupby("customer_id")["day"].diff().dt.days
    frame["episode"] = (gap > settings.patience_days).groupby(frame["customer_id"]).cumsum() + 1
    frame["gap"] = gap.where(gap <= settings.patience_days)
    by_customer = frame.groupby("customer_id")
    current = frame[frame["episode"] == by_customer["episode"].transform("max")].groupby("customer_id")
    middle, begin = _before(end, settings.trend_days), _before(end, 2 * settings.trend_days)
    recent = frame[frame["day"] > middle].groupby("customer_id").size()
    prior = frame[(frame["day"] > begin) & (frame["day"] <= middle)].groupby("customer_id").size()
    return pd.DataFrame({
        "purchase_count": by_customer.size(), "last_day": by_customer["day"].max(),
        "episode_number": by_customer["episode"].max(), "episode_purchase_count": current.size(),
        "episode_day": current["day"].min(), "gap_days": current["gap"].mean(),
        "recent_count": recent, "prior_count": prior,
    })  # fmt: skip
