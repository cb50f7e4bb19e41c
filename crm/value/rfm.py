"""RFM: recency, frequency and money of each customer, in fifths (Hughes 1994; the rule for ties is ours)."""

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from crm.frames import require, shaped
from crm.value.evidence import NotEnoughEvidence

BIN_COUNT: Final = 5
RFM_DTYPES = {"customer_id": "string", "recency_days": "Int64", "frequency": "Int64", "monetary": "Float64"}
SCORE_DTYPES = {"customer_id": "string", "r_score": "Int64", "f_score": "Int64", "m_score": "Int64"}


def rfm(net: pd.DataFrame, *, end: date) -> pd.DataFrame:
    """RFM_DTYPES, one row per customer with a purchase, sorted by id; `net` is the result of `net_orders`.

    recency_days: from the last purchase to `end`; frequency: days with a purchase; monetary: all net money, refunds
    taken off. Raises UsageError for missing columns.
    """
    frame = require(net, ["customer_id", "day", "amount", "is_purchase"], name="net order")
    purchases = frame[frame["is_purchase"]].groupby("customer_id")["day"]
    table = purchases.agg(last_day="max", frequency="nunique").sort_index()
    table["recency_days"] = (pd.Timestamp(end) - table.pop("last_day")).dt.days
    table["monetary"] = frame.groupby("customer_id")["amount"].sum()
    return shaped(table.reset_index(), RFM_DTYPES)


def rfm_scores(table: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """SCORE_DTYPES of the rows of `rfm`, sorted by id: 1 to 5, 5 the best (the most recent).

    As SQL's NTILE(5) over the value and, of equals, the customer id: the five parts differ by at most one customer in
    size, the surplus goes to the lowest. Equal customers may thus stand on two sides of a border; that is the price of
    equal parts. Fewer than five customers have no fifths. Raises UsageError for missing columns.
    """
    frame = require(table, list(RFM_DTYPES), name="rfm").sort_values("customer_id", ignore_index=True)
    if len(frame) < BIN_COUNT:
        return NotEnoughEvidence(what="customers with a purchase", n=len(frame), needed=BIN_COUNT)
    scores = {
        "r_score": ntile(-frame["recency_days"]),
        "f_score": ntile(frame["frequency"]),
        "m_score": ntile(frame["monetary"]),
    }
    return shaped(frame.assign(**scores), SCORE_DTYPES)


def ntile(values: pd.Series, *, bin_count: int = BIN_COUNT) -> pd.Series:
    """1 for the lowest part to `bin_count` for the highest; equal values stay in the order of the rows."""
    order = np.argsort(values.to_numpy("float64"), kind="stable")
    sizes = np.full(bin_count, len(values) // bin_count)
    sizes[: len(values) % bin_count] += 1
    scores = np.empty(len(values), np.int64)
    scores[order] = np.repeat(np.arange(1, bin_count + 1), sizes)
    return pd.Series(scores, index=values.index)
