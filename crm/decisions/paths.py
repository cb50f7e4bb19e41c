"""From touches and orders to the paths that attribution divides: the channels in order, and what came of them."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from crm.frames import days_of, local_times, require

WINDOW_DAYS: Final = 30
"""Days for which a touch can have led to an order; our own choice."""
NO_TOUCH: Final = "(none)"
"""Channel of an order that no known touch came before: it keeps its credit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Channels in order of time, how often they led to an order, and how often to none."""

    channels: tuple[str, ...]
    conversion_count: int
    lost_count: int = 0


def paths_of(
    touches: pd.DataFrame, orders: pd.DataFrame, *, end: date, window_days: int = WINDOW_DAYS
) -> tuple[Path, ...]:
    """Paths sorted by channels; the sum of their conversions is the number of orders until `end`.

    `touches`: customer_id, touched_at, channel; `orders`: customer_id, ordered_at, order_id. An order's path is the
    touches after the customer's order before it, up to and with its own moment, within the window. Touches that led to
    no order are lost in one path a customer and gap, once the window is over; those still open are left out. Times
    are days or zone-aware instants, both alike. Raises UsageError for missing columns.
    """
    seen = require(touches, ["customer_id", "touched_at", "channel"], name="touchpoint")
    seen = seen.assign(at=_moments(seen["touched_at"])).dropna(subset=["customer_id", "at", "channel"])
    bought = require(orders, ["customer_id", "ordered_at", "order_id"], name="order").drop_duplicates("order_id")
    bought = bought.assign(at=_moments(bought["ordered_at"])).dropna(subset=["at"])
    limit = pd.Timestamp(end) + pd.Timedelta(days=1)
    seen, bought = seen[seen["at"] < limit], bought[bought["at"] < limit].sort_values(["at", "order_id"])
    found = _led_to(seen, bought)
    window = pd.Timedelta(days=window_days)
    is_led = found["order_id"].notna() & (found["order_at"] - found["at"] <= window)
    led = found[is_led].groupby("order_id")["channel"].agg(tuple)
    rest = found[~is_led & (found["at"] + window < limit)]
    gap = rest["order_id"].fillna("")
    lost = rest.groupby([rest["customer_id"], gap])["channel"].agg(tuple)
    won = bought["order_id"].map(led)
    paths = [path if isinstance(path, tuple) else (NO_TOUCH,) for path in won]
    return _counted(paths, list(lost))


def _led_to(seen: pd.DataFrame, bought: pd.DataFrame) -> pd.DataFrame:
    """Every touch with the customer's next order, in order of time."""
    columns = ["customer_id", "at", "order_id"]
    nexts = bought.dropna(subset=["customer_id"])[columns].assign(order_at=bought["at"]).astype({"customer_id": object})
    touched = seen.astype({"customer_id": object}).sort_values(["at", "customer_id", "channel"])
    return pd.merge_asof(touched, nexts, on="at", by="customer_id", direction="forward")


def _counted(won: list[tuple[str, ...]], lost: list[tuple[str, ...]]) -> tuple[Path, ...]:
    count: dict[tuple[str, ...], list[int]] = {}
    for place, paths in enumerate((won, lost)):
        for path in paths:
            count.setdefault(path, [0, 0])[place] += 1
    rows = sorted(count.items())
    return tuple(Path(channels=channels, conversion_count=n[0], lost_count=n[1]) for channels, n in rows)


def _moments(values: pd.Series) -> pd.Series:
    """Days as midnights, instants as Shanghai's wall clock."""
    has_zone = values.dropna().astype(object).map(lambda value: getattr(value, "tzinfo", None) is not None)
    return local_times(values).dt.tz_localize(None) if has_zone.any() else days_of(values)
