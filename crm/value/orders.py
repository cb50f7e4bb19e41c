"""Order lines to purchases, and purchases to the three numbers of repeat buying.

What counts as a purchase (our own rules, after the convention of the published samples that a day is one purchase):

* the lines of one order are netted; an order whose net amount is positive is a purchase, on its first day;
* an order netted to nothing or less (refunded, cancelled) is none, and neither is a gift of amount 0, unless
  `zero_is_purchase` says that orders of 0 count (the CDNOW sample counts them);
* a refund under an order number of its own lowers the money of its day, never the number of purchases.
"""

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from crm.frames import days_of, require
from records.errors import UsageError

ORDER_COLUMNS: Final = ("customer_id", "order_id", "day", "amount")
"""One row per order line: keyed customer, order number, Asia/Shanghai day, money (refunds negative; one currency)."""
WEEK_DAYS: Final = 7.0
"""Days of the time unit in which repeat buying is told."""


def net_orders(orders: pd.DataFrame, *, end: date, zero_is_purchase: bool = False) -> pd.DataFrame:
    """One row per order up to `end`, sorted: customer_id, order_id, day, amount (net), is_purchase.

    Lines without customer, order, day or amount are left out. An order that sums to 0 from lines that are all 0 was a
    gift, one from lines that cancel each other was refunded. Raises UsageError for a missing column, or where a column
    currency holds more than one: money of two currencies has no sum.
    """
    if "currency" in orders.columns and orders["currency"].nunique() > 1:
        raise UsageError(f"orders in {', '.join(sorted(orders['currency'].dropna().unique()))}; give one currency")
    lines = require(orders, ORDER_COLUMNS, name="order line")[list(ORDER_COLUMNS)]
    lines["day"] = days_of(lines["day"])
    lines["amount"] = pd.to_numeric(lines["amount"], errors="coerce").astype("float64")
    lines = lines[lines["day"] <= pd.Timestamp(end)].dropna()
    grouped = lines.assign(gross=lines["amount"].abs()).groupby(["customer_id", "order_id"], as_index=False)
    net = grouped.agg(day=("day", "min"), amount=("amount", "sum"), gross=("gross", "sum"))
    # Sums of cents leave dust; a millionth of what moved is none of it.
    net["amount"] = net["amount"].where(net["amount"].abs() > 1e-6 * net["gross"], 0.0)
    is_gift = net["gross"].eq(0) if zero_is_purchase else False
    net["is_purchase"] = net["amount"].gt(0) | is_gift
    return net.drop(columns="gross").sort_values(["customer_id", "day", "order_id"], ignore_index=True)


def purchase_days(net: pd.DataFrame) -> pd.DataFrame:
    """One row per customer and day with a purchase: customer_id, day, amount; several orders of a day are one."""
    purchases = net[net["is_purchase"]]
    return purchases.groupby(["customer_id", "day"])["amount"].sum().reset_index()


def repeat_buying(purchases: pd.DataFrame, *, end: date, unit_days: float = WEEK_DAYS) -> pd.DataFrame:
    """Per customer with a purchase: what the models of repeat buying need (Fader, Hardie & Lee 2005).

    `purchases` is the result of `purchase_days`. Columns: customer_id; x, purchases after the first; t_x, time from
    the first to the last; age, time from the first to `end` (the papers' T), both in units of `unit_days` days;
    mean_amount, mean money of the x repeat purchases (NaN where there is none); first_day; last_day.
    Raises UsageError for a purchase after `end`.
    """
    if len(purchases) and purchases["day"].max() > pd.Timestamp(end):
        raise UsageError(f"purchases after the end of observation ({end}); leave them out first")
    code, ids = pd.factorize(purchases["customer_id"], sort=True)
    day = purchases["day"].to_numpy("datetime64[D]").astype(np.int64)
    order = np.lexsort((day, code))
    code, day, amount = code[order], day[order], purchases["amount"].to_numpy("float64")[order]
    first = np.flatnonzero(np.diff(code, prepend=-1))
    last = np.append(first[1:], len(code))[: len(first)] - 1
    x = (last - first).astype(np.float64)
    later = np.add.reduceat(np.append(amount, 0.0), first) - amount[first] if len(first) else np.zeros(0)
    columns = {
        "x": x,
        "t_x": (day[last] - day[first]) / unit_days,
        "age": (np.datetime64(end, "D").astype(np.int64) - day[first]) / unit_days,
        "mean_amount": np.divide(later, x, out=np.full(len(x), np.nan), where=x > 0),
        "first_day": day[first].astype("datetime64[D]").astype("datetime64[ns]"),
        "last_day": day[last].astype("datetime64[D]").astype("datetime64[ns]"),
    }
    return pd.DataFrame({"customer_id": ids, **columns})
